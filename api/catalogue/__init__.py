"""What the catalogue's routes answer, made from its tables. May import `marketplace.catalogue`, never `api.routes`."""
