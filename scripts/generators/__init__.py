"""Writers of source text for other languages, each from the definitions in `ledger`.

Each module has `generate() -> dict[Path, str]`: the text of every file it owns, by path from the repository's root.
"""
