"""Generations of an index in a folder: each is built apart, made the current one by one rename, and removed unused.

    current        the name of the current generation
    g-<16 hex>/    a generation; `in_use` in it is locked by whoever has it open
    building       locked by the one who builds

Derived: the folder may be deleted whenever nobody has it open. A crash leaves the generation that was current.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"g-[0-9a-f]{16}")
_POINTER, _IN_USE, _BUILDING = "current", "in_use", "building"
_TRIES = 16


class NoIndex(Exception):
    """There is no generation in the folder yet, or none that this version reads. folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


class AlreadyBuilding(Exception):
    """Somebody builds in the folder. folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Held:
    """A generation that nobody removes until it is released."""

    name: str
    folder: Path
    lock: int

    def release(self) -> None:
        os.close(self.lock)


def current(folder: Path) -> str | None:
    try:
        name = (folder / _POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return name if _NAME.fullmatch(name) else None


def hold(folder: Path) -> Held:
    """The current generation. Raises `NoIndex`."""
    for _ in range(_TRIES):
        name = current(folder)
        if name is None:
            break
        try:
            lock = os.open(folder / name / _IN_USE, os.O_RDONLY)
        except FileNotFoundError:
            continue
        fcntl.flock(lock, fcntl.LOCK_SH)
        # Between reading the name and taking the lock it may have been replaced and removed.
        if (folder / name / _IN_USE).exists():
            return Held(name, folder / name, lock)
        os.close(lock)
    raise NoIndex(folder)


@contextmanager
def building(folder: Path, wait: bool = True) -> Iterator[Path]:
    """A new empty folder, made the current generation when the block ends well.

    Raises `AlreadyBuilding` where somebody builds, unless it is to `wait`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / _BUILDING, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise AlreadyBuilding(folder) from None
        _sweep(folder)
        made = folder / f"g-{secrets.token_hex(8)}"
        made.mkdir()
        try:
            yield made
            (made / _IN_USE).touch()
            _point(folder, made.name)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        _sweep(folder)
    finally:
        os.close(lock)


def _point(folder: Path, name: str) -> None:
    beside = folder / f"{_POINTER}.new"
    with beside.open("w", encoding="ascii") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / _POINTER)


def _sweep(folder: Path) -> None:
    """Remove generations that are not current and that nobody holds, half-built ones too. Under the builder's lock."""
    kept = current(folder)
    for each in folder.iterdir():
        if _NAME.fullmatch(each.name) and each.name != kept and _is_free(each):
            shutil.rmtree(each, ignore_errors=True)


def _is_free(generation: Path) -> bool:
    try:
        lock = os.open(generation / _IN_USE, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Gone while the lock is held: whoever opened it and waits finds no file and looks again.
        (generation / _IN_USE).unlink()
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
