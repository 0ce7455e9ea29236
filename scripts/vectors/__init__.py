"""How `scripts/make_vectors.py` makes tests/vectors/: `static` from values, `flows` from authored stories."""
