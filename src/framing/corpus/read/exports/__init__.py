"""Exports of news databases as running text: one text of many documents -> their records."""
