"""The verbs of the `hanotex` command, one file per noun."""
