"""Words counted: which ones an outlet prefers, what stands beside them, and every place where they stand."""
