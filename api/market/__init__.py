"""The market in a running service or command: the index of what is shown, kept at what the catalogue says."""
