"""The paths of the service, one file per noun. Each file has a `router`, and every route of it one operation."""
