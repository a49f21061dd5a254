"""Texts that repeat each other: exact and near duplicates, and agency copy."""
