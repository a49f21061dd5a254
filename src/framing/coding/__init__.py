"""People's codes: samples, agreement, validity, correction."""
