"""Spans to evidence to scores."""
