"""Any sentence model that was exported to ONNX, run by ONNX Runtime (of the extra `matching`).

A folder as exports have it:

    model.onnx        inputs input_ids, attention_mask and, where it has it, token_type_ids (int64, (1, tokens));
                      its first output is (1, tokens, d), of which the mean is taken, or (1, d)
    tokenizer.json    or vocab.txt: see `tokenizer`
    config_sentence_transformers.json
                      optional: "prompts" with "query" and "passage" (or "document"), put before the texts

Each text is run by itself: in a batch its row would depend, in the last bits, on its neighbours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from marketplace.matching.embedding.port import Vectors
from marketplace.matching.embedding.tokenizer import TokenizerUnreadable, read_tokenizer

_LONGEST = 512  # tokens, the special ones counted
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class OnnxUnreadable(Exception):
    """The folder is no model that can be run. reason."""


class OnnxEmbedder:
    """Raises `ImportError` where ONNX Runtime is not installed, `OSError` for a missing file, `OnnxUnreadable`."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        model = (folder / "model.onnx").read_bytes()
        try:
            self._tokenizer = read_tokenizer(folder)
            # By its path and not its bytes: weights of large models lie in files beside it.
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), providers=["CPUExecutionProvider"]
            )
        except TokenizerUnreadable as error:
            raise OnnxUnreadable(str(error)) from error
        except Exception as error:  # ONNX Runtime's own errors have no public base
            raise OnnxUnreadable(f"model.onnx: {error}") from error
        self._inputs = [each.name for each in self._session.get_inputs()]
        if unknown := sorted(set(self._inputs) - set(_INPUTS)):
            raise OnnxUnreadable(f"model.onnx has inputs that are not known: {', '.join(unknown)}")
        self._prompts = _prompts(folder / "config_sentence_transformers.json")
        self._name = f"onnx/{folder.resolve().name}/{hashlib.sha256(model).hexdigest()[:12]}"
        self._dimensions = int(self._row("").shape[0])

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        if not texts:
            return np.empty((0, self._dimensions), dtype=np.float32)
        prompt = self._prompts["asked" if asked else "answer"]
        return np.stack([self._row(prompt + text) for text in texts])

    def _row(self, text: str) -> Vectors:
        tokens = np.array([self._tokenizer.encode(text, _LONGEST)], dtype=np.int64)
        given = dict(zip(_INPUTS, (tokens, np.ones_like(tokens), np.zeros_like(tokens)), strict=True))
        output = np.asarray(self._session.run(None, {name: given[name] for name in self._inputs})[0])
        if output.ndim not in (2, 3) or output.shape[0] != 1:
            raise OnnxUnreadable(f"model.onnx answers with the shape {output.shape}, not (1, tokens, d) or (1, d)")
        row = output[0].mean(axis=0) if output.ndim == 3 else output[0]
        length = float(np.linalg.norm(row))
        if not np.isfinite(length) or length == 0:
            row, length = np.eye(1, row.shape[0])[0], 1.0
        return np.asarray(row / length, dtype=np.float32)


def _prompts(file: Path) -> dict[str, str]:
    if not file.exists():
        return {"asked": "", "answer": ""}
    try:
        prompts = json.loads(file.read_text(encoding="utf-8")).get("prompts") or {}
        return {
            "asked": str(prompts.get("query", "")),
            "answer": str(prompts.get("passage", prompts.get("document", ""))),
        }
    except (ValueError, AttributeError) as error:
        raise OnnxUnreadable(f"{file.name}: {error}") from error
