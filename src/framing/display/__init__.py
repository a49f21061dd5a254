"""Tables to pictures and pages: figures, tables, reader, report."""
