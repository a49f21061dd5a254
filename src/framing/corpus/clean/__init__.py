"""Articles as they were scraped to articles as they were written: named rules, each of which can be switched off."""
