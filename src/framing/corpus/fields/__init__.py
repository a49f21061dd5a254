"""What the fields of a record mean: which column is which, dates, outlets; values as files have them -> values."""
