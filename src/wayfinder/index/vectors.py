"""Services and needs as vectors of meaning, made when the index is built (extra `[semantic]`).

A service is read by its name and the beginning of its description; a need by all its wordings, of
which it is the mean. The vectors of a service stay for as long as its words do: a new release
takes them over from the one before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.index.arrays import Arrays, Floats
from wayfinder.index.wordings import described
from wayfinder.meaning import NAME, Embed, Vectors, unit

READ_CHARS = 500
"""The beginning of a description says what it is; the rest is opening hours and history."""

AT_ONCE = 512
SCALE = 127.0
DIGEST_BYTES = 16

UNLIKE, ALIKE = 0.15, 0.65
"""Cosines at which two texts have nothing, and everything, to do with each other."""

NEEDS_AT_ONCE = 32


def closeness(cosines: NDArray[np.floating]) -> Floats:
    """Cosines of this model as 0 to 1."""
    return np.clip((cosines.astype(np.float64) - UNLIKE) / (ALIKE - UNLIKE), 0.0, 1.0)


def similar(vectors: NDArray[np.int8], to: Vectors) -> Floats:
    """How close in meaning each of `vectors` (as the index keeps them) is to one, 0 to 1."""
    return closeness(vectors.astype(np.float32) @ to / SCALE)


class Meant(Struct, frozen=True):
    """The vectors of all services (one 8-bit line each, by number) and of all needs."""

    vectors: NDArray[np.int8]
    digests: NDArray[np.bytes_]
    need_vectors: Vectors
    needs_digest: bytes

    def arrays(self) -> Arrays:
        """As they are kept."""
        return {
            "vectors": self.vectors,
            "vector_digests": self.digests,
            "need_vectors": self.need_vectors,
            "need_vectors_digest": np.array([self.needs_digest]),
        }

    def needs(self) -> Iterable[Floats]:
        """For each need in turn how close in meaning every service is, 0 to 1."""
        return need_closeness(self.vectors, self.need_vectors)


class NothingMeant:
    """Without a model."""

    def arrays(self) -> Arrays:
        """None."""
        return {}

    def needs(self) -> Iterable[Floats] | None:
        """Not known."""
        return None


class VectorsBuilder:
    """Collects a vector for each service; asks the model only for texts it has not seen before.

    `earlier` are the arrays of the release before.
    """

    def __init__(
        self, needs: Sequence[Need], embed: Embed | None, earlier: Mapping[str, NDArray[Any]]
    ) -> None:
        self._needs, self._embed = needs, embed
        known = earlier["vector_digests"].tolist() if "vectors" in earlier else []
        self._known = {digest: line for line, digest in enumerate(known)}
        self._before = earlier
        self._waiting: dict[int, str] = {}
        self._lines: list[NDArray[np.int8]] = []
        self._digests: list[bytes] = []

    def add(self, number: int, service: Service) -> None:
        """Read service `number`."""
        if self._embed is None:
            return
        text = read(service)
        digest = digest_of(text)
        self._digests.append(digest)
        known = self._known.get(digest)
        if known is None:
            self._waiting[number] = text
            self._lines.append(_NONE_YET)
        else:
            self._lines.append(self._before["vectors"][known])
        if len(self._waiting) >= AT_ONCE:
            self._read_waiting(self._embed)

    def finish(self) -> Meant | NothingMeant:
        """All that was made."""
        if self._embed is None or not self._lines:
            return NothingMeant()
        self._read_waiting(self._embed)
        return Meant(
            np.stack(self._lines),
            np.array(self._digests, f"S{2 * DIGEST_BYTES}"),
            *self._need_vectors(self._embed),
        )

    def _need_vectors(self, embed: Embed) -> tuple[Vectors, bytes]:
        digest = digest_of(msgspec.json.encode([described(need) for need in self._needs]).decode())
        if self._before.get("need_vectors_digest", np.zeros(1)).tolist() == [digest]:
            return self._before["need_vectors"], digest
        return need_vectors(self._needs, embed), digest

    def _read_waiting(self, embed: Embed) -> None:
        if self._waiting:
            lines = np.rint(embed(list(self._waiting.values())) * SCALE).astype(np.int8)
            for number, line in zip(self._waiting, lines, strict=True):
                self._lines[number] = line
            self._waiting.clear()


_NONE_YET = np.zeros(0, np.int8)


def digest_of(text: str) -> bytes:
    """By which a text of the directory is known again, as this model reads it."""
    read = f"{NAME}\n{text}".encode()
    return hashlib.blake2b(read, digest_size=DIGEST_BYTES).hexdigest().encode()


def read(service: Service) -> str:
    """The text that stands for a service."""
    return f"{service.name}. {(service.description or service.summary or '')[:READ_CHARS]}"


def need_vectors(needs: Sequence[Need], embed: Embed) -> Vectors:
    """One line a need: the mean of everything it is called."""
    if not needs:
        return np.zeros((0, 0), np.float32)
    wordings = [described(need) for need in needs]
    vectors = embed([wording for each in wordings for wording in each])
    ends = np.cumsum([len(each) for each in wordings])
    parts = np.split(vectors, ends[:-1])
    return unit(np.stack([part.mean(axis=0) for part in parts]))


def need_closeness(vectors: NDArray[np.int8], needs: Vectors) -> Iterable[Floats]:
    """For each need in turn how close in meaning every service is, 0 to 1."""
    for first in range(0, len(needs), NEEDS_AT_ONCE):
        some = needs[first : first + NEEDS_AT_ONCE].T
        cosines = np.concatenate(
            [chunk.astype(np.float32) @ some / SCALE for chunk in _chunks(vectors)]
        )
        yield from (closeness(cosines[:, n]) for n in range(cosines.shape[1]))


def _chunks(vectors: NDArray[np.int8], size: int = 8192) -> Iterable[NDArray[np.int8]]:
    return (vectors[i : i + size] for i in range(0, max(len(vectors), 1), size))
