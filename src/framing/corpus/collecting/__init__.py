"""Addresses to a collection: pages visited politely, kept as they came, and read into articles apart from that."""
