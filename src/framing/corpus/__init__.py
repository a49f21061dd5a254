"""Files to articles: reading, cleaning, duplicates, stories, collections, lexicons."""
