"""Whose word it is: any span in, its form, voice and the relation it rests on out."""
