"""A model in ONNX and its tokenizer, on tiny ones that are written here and whose answers can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from marketplace.matching.embedding import EmbedderUnavailable, open_embedder
from marketplace.matching.embedding.tokenizer import TokenizerUnreadable, read_tokenizer

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "bơm", "nước", "##nước", "pump", "query", ":"]
# One row a piece; what is special counts nothing, so that means are easily seen.
TABLE = np.zeros((len(PIECES), 4), dtype=np.float32)
TABLE[[4, 5, 6, 7, 8]] = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 2]]


def write_model(folder: Path, inputs: tuple[str, ...] = ("input_ids", "attention_mask")) -> None:
    """Looks each token up in the table; the other inputs are there, as exports have them, and change nothing."""
    from onnx import TensorProto, helper, numpy_helper

    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["found"])]
    last = "found"
    for name in inputs[1:]:
        nodes.append(helper.make_node("Cast", [name], [f"{name}_f"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [f"{name}_f", "zero"], [f"{name}_0"]))
        nodes.append(helper.make_node("Unsqueeze", [f"{name}_0", "axis"], [f"{name}_u"]))
        nodes.append(helper.make_node("Add", [last, f"{name}_u"], [f"after_{name}"]))
        last = f"after_{name}"
    nodes.append(helper.make_node("Identity", [last], ["last_hidden_state"]))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", 4])],
        [
            numpy_helper.from_array(TABLE, "table"),
            numpy_helper.from_array(np.array(0, dtype=np.float32), "zero"),
            numpy_helper.from_array(np.array([2], dtype=np.int64), "axis"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(folder / "model.onnx"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_model(tmp_path)
    (tmp_path / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    return tmp_path


def test_a_row_is_the_mean_of_its_tokens_at_length_one(folder: Path) -> None:
    embedder = open_embedder(f"onnx:{folder}")
    rows = embedder.embed(["Bơm nước", "pump", "bơmnước"])
    half = 2**-0.5
    assert rows == pytest.approx(np.array([[half, half, 0, 0], [1, 0, 0, 0], [half, half, 0, 0]]), abs=1e-6)
    assert embedder.dimensions == 4


def test_a_text_of_which_nothing_is_known_has_length_one_too(folder: Path) -> None:
    rows = open_embedder(f"onnx:{folder}").embed(["", "zzz"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1])


def test_the_name_tells_the_model_and_changes_with_its_bytes(folder: Path) -> None:
    before = open_embedder(f"onnx:{folder}").name
    assert before.startswith(f"onnx/{folder.name}/")
    write_model(folder, ("input_ids", "attention_mask", "token_type_ids"))
    after = open_embedder(f"onnx:{folder}")
    assert after.name != before
    assert after.embed(["pump"]) == pytest.approx(np.array([[1, 0, 0, 0]]))


def test_prompts_of_the_folder_stand_before_what_is_asked(folder: Path) -> None:
    prompts = {"prompts": {"query": "query: ", "document": ""}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    embedder = open_embedder(f"onnx:{folder}")
    assert embedder.embed(["pump"]) == pytest.approx(np.array([[1, 0, 0, 0]]))
    assert embedder.embed(["pump"], asked=True) == pytest.approx(np.array([[5**-0.5, 0, 0, 2 * 5**-0.5]]))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda folder: (folder / "model.onnx").write_bytes(b"no model"), "model.onnx"),
        (lambda folder: (folder / "vocab.txt").unlink(), "no tokenizer.json"),
        (lambda folder: (folder / "vocab.txt").write_text("bơm\n", encoding="utf-8"), "lacks [CLS]"),
        (lambda folder: (folder / "tokenizer.json").write_text('{"model": {"type": "BPE"}}'), "BPE"),
        (lambda folder: write_model(folder, ("input_ids", "pixels")), "pixels"),
    ],
)
def test_a_folder_that_is_no_model_is_refused_with_the_reason(folder: Path, spoil, reason: str) -> None:  # type: ignore[no-untyped-def]
    spoil(folder)
    with pytest.raises(EmbedderUnavailable) as refused:
        open_embedder(f"onnx:{folder}")
    assert reason in refused.value.reason


def test_unigram_takes_the_most_probable_pieces(tmp_path: Path) -> None:
    pieces = [["<s>", 0], ["<pad>", 0], ["</s>", 0], ["<unk>", 0], ["▁nước", -3], ["▁n", -4], ["ước", -4], ["▁", -2]]
    special = [{"id": number, "content": piece} for number, (piece, _) in enumerate(pieces[:4])]
    content = {"model": {"type": "Unigram", "unk_id": 3, "vocab": pieces}, "added_tokens": special}
    (tmp_path / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")
    tokenizer = read_tokenizer(tmp_path)
    assert tokenizer.encode("nước", 512) == [0, 4, 2]
    assert tokenizer.encode("nước xyz", 512) == [0, 4, 7, 3, 2]  # letters without piece in a row are one unknown
    assert tokenizer.encode("nước nước nước", 4) == [0, 4, 4, 2]


def test_wordpiece_of_a_description_strips_accents_where_it_says_so(tmp_path: Path) -> None:
    vocab = {piece: number for number, piece in enumerate([*PIECES[:4], "bom", "Bơm"])}
    for normal, expected in (({"lowercase": True}, [2, 4, 3]), ({"lowercase": False}, [2, 5, 3])):
        content = {"model": {"type": "WordPiece", "vocab": vocab}, "normalizer": normal}
        (tmp_path / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")
        assert read_tokenizer(tmp_path).encode("Bơm", 512) == expected


def test_a_folder_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TokenizerUnreadable, match=r"no tokenizer\.json"):
        read_tokenizer(tmp_path)
