"""Scores to statistics: contrasts, keyness, concordance, separability."""
