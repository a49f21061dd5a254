"""Articles of different outlets on the same event."""
