"""Tone: sentences or targets in, how good or bad the light is in which they are shown out."""
