"""Who says what: tokens and quotations in, relations of source, cue and content out."""
