"""A paper from one study: in go a study and scored articles; out come figures, tables, numbers, methods, references.

`plan` says what is shown, `material` holds the numbers, `figures`, `tables`, `macros` and `methods` make the parts,
`build` writes them all, `lock` records what they were made of, `check` makes them again and says what changed and why.
`share` writes a collection without its texts, `exports` writes it for other programs.
"""
