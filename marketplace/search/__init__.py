"""Full text over what is published: an index in files, derived and swapped whole. No database.

`build` makes a new generation of it from technologies, `Search.open` reads the current one. May import
`marketplace.profiles`, `marketplace.text` and the glossary.
"""

from marketplace.search.build import build
from marketplace.search.counts import Counts
from marketplace.search.cursor import BadCursor
from marketplace.search.filters import Filters
from marketplace.search.generations import AlreadyBuilding, NoIndex
from marketplace.search.hits import Hit
from marketplace.search.parse import LONGEST_QUERY
from marketplace.search.passages import Passage
from marketplace.search.search import MOST_HITS, Page, Search

__all__ = [
    "LONGEST_QUERY",
    "MOST_HITS",
    "AlreadyBuilding",
    "BadCursor",
    "Counts",
    "Filters",
    "Hit",
    "NoIndex",
    "Page",
    "Passage",
    "Search",
    "build",
]
