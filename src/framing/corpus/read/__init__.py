"""Files of any format to rows of raw documents, and rows to articles."""
