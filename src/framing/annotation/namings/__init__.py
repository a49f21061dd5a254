"""Words of a codebook in the text -> namings of its targets: nouns with their qualifiers, and whose they are."""
