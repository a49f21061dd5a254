"""Where collections lie, which there are, and how one comes into being: ingested, or fetched."""
