"""What the index holds of a listing. Every text is cut into words before it comes here: fields split at blanks only."""

from __future__ import annotations

from typing import Any, Final

import tantivy

# Part of a generation's name on disk: another number, and what there is is built anew.
LAYOUT: Final = 4
# Words that have tones, with them; all words, without. `head`: of title and keywords alone. `pairs`: neighbours, as
# `bao_chay`.
WORDS: Final = ("exact", "folded")
HEADS: Final = ("head_exact", "head")
FACETS: Final = ("kind", "sector", "territory", "owner", "language", "mode", "section", "subclass")


def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("folded", tokenizer_name="whitespace", index_option="position")
    for name in ("exact", *HEADS, "pairs", "owner_words"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    # Ids and numbers of registration without separators; `ipc`: each code at each of its depths.
    for name in ("numbers", "ipc"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("trl", indexed=True, fast=True)
    for name in ("green", "strategic"):
        builder.add_boolean_field(name, indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()
