"""Quotation marks: tokens in, the spans that stand in quotation marks out, with lost and odd marks allowed for."""
