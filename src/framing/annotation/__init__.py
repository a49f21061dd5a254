"""Text to spans: tokens, sentences, quotations, attributions, mentions, voice."""
