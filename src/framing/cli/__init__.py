"""The `framing` command: one module for each group of subcommands, and nothing that a function could do."""
