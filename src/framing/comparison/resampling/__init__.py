"""Scores to sums by cluster, and sums to levels, draws, intervals and tests."""
