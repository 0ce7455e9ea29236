"""Secrets at rest: read again by the same key and for the same place, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.sealing import SealBroken, Sealing, kept_keys, kept_sealing

KEY, OTHER = Sealing(bytes(range(32))), Sealing(bytes(32))


def test_what_is_sealed_opens_again_and_is_not_seen() -> None:
    sealed = KEY.seal(b"hush, a secret", "webhook/1")
    assert KEY.open(sealed, "webhook/1") == b"hush, a secret"
    assert b"hush" not in sealed
    assert KEY.seal(b"hush, a secret", "webhook/1") != sealed


@pytest.mark.parametrize(
    "damage",
    [
        lambda s: s[:-1],
        lambda s: b"\3" + s[1:],
        lambda s: b"\1" + s[1:],
        lambda s: s[:20] + b"?" + s[21:],
        lambda s: b"",
    ],
)
def test_what_was_altered_does_not_open(damage: object) -> None:
    with pytest.raises(SealBroken):
        KEY.open(damage(KEY.seal(b"secret", "webhook/1")), "webhook/1")  # type: ignore[operator]


def test_another_key_or_another_place_does_not_open_it() -> None:
    sealed = KEY.seal(b"secret", "webhook/1")
    with pytest.raises(SealBroken):
        OTHER.open(sealed, "webhook/1")
    with pytest.raises(SealBroken):
        KEY.open(sealed, "webhook/2")


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "service.key"
    sealed = kept_sealing(file).seal(b"secret", "here")
    assert kept_sealing(file).open(sealed, "here") == b"secret"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    file.write_text("abcd\n")
    with pytest.raises(ValueError, match="32 bytes"):
        kept_sealing(file)


def test_the_newest_key_seals_and_older_ones_open() -> None:
    ring = Sealing(bytes(range(32)), bytes(32))
    assert KEY.open(ring.seal(b"new", "here"), "here") == b"new"
    assert ring.open(OTHER.seal(b"old", "here"), "here") == b"old"
    assert ring.is_newest(ring.seal(b"new", "here"))
    assert not ring.is_newest(OTHER.seal(b"old", "here"))
    with pytest.raises(SealBroken):
        KEY.open(OTHER.seal(b"old", "here"), "here")
    assert list(ring.keyed_by_each("p", b"c")) == [KEY.keyed("p", b"c"), OTHER.keyed("p", b"c")]


def test_what_was_sealed_before_keys_had_names_opens() -> None:
    sealed = KEY.seal(b"secret", "here")
    unnamed = b"\1" + sealed[5:]
    assert Sealing(bytes(32), bytes(range(32))).open(unnamed, "here") == b"secret"
    assert not KEY.is_newest(unnamed)


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 32 + "\n" + "ab" * 32, "zz" * 32, "\n".join(["ab" * 32] * 9)])
def test_a_file_of_keys_is_one_on_each_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "service.key"
    file.write_text("cd" * 32 + "\n\n" + "ef" * 32 + "\n")
    assert kept_keys(file) == [b"\xcd" * 32, b"\xef" * 32]
    file.write_text(text)
    with pytest.raises(ValueError, match=r"32 bytes|hexadecimal"):
        kept_keys(file)
