"""Tables and figures to pages: the report, the side-by-side reader, tables for people."""
