"""Who the sources are: the words of a source in, a resolved speaker and a type of source out."""
