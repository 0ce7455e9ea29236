"""The composition root: the command line (`api.cli`) and, on the same rooms, the service. May import everything."""
