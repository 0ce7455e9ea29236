"""Vietnamese and English words for the same thing, expert and everyday ones: files of terms, and finding them in text.

`terms/*.tsv` is the glossary (format: README.md), `ipc.tsv` the titles of patent classes. Pure; knows no catalogue.
"""

from marketplace.matching.glossary.classes import Classes
from marketplace.matching.glossary.glossary import Found, Glossary
from marketplace.matching.glossary.reading import BadGlossary, Concept

__all__ = ["BadGlossary", "Classes", "Concept", "Found", "Glossary"]
