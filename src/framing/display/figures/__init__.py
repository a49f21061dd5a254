"""Tables to figures: every estimate with its interval and its n, saved with the numbers that are plotted."""
