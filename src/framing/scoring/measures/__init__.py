"""One file for each family of measures; every `Measure` found here is known to `list_measures`."""
