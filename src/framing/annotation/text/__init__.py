"""Text to tokens: characters in, flat arrays of words and sentences out, and the places where a list's terms stand."""
