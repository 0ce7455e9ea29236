"""Taking the chain elsewhere: files that `geth init` and `geth import` read."""

from __future__ import annotations

import json
from pathlib import Path

from .genesis import geth_genesis
from .provider import EmbeddedProvider
from .reader import Reader


def export_blocks(source: Path | EmbeddedProvider, out: Path) -> int:
    """Write blocks 1 to the last sealed one as concatenated RLP; returns how many."""
    reader, opened = _reader(source)
    try:
        last: int = reader.head().block_number
        with out.open("wb") as file:
            for number in range(1, last + 1):
                block = reader.raw_block(number)
                assert block is not None, "blocks are numbered without a gap"
                file.write(block)
        return last
    finally:
        if opened:
            reader.close()


def export_genesis(source: Path | EmbeddedProvider, out: Path) -> None:
    """Write the genesis file of which geth makes the same block 0."""
    reader, opened = _reader(source)
    try:
        out.write_text(json.dumps(geth_genesis(reader.genesis), indent=2) + "\n", encoding="utf-8")
    finally:
        if opened:
            reader.close()


def _reader(source: Path | EmbeddedProvider) -> tuple[Reader, bool]:
    """The reader to take blocks from, and whether it was opened for that."""
    return (source.reader, False) if isinstance(source, EmbeddedProvider) else (Reader(source), True)
