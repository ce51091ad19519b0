"""Services and needs as vectors of meaning, made when the index is built (extra `[semantic]`).

A service is read by its name and the beginning of its description; a need by everything it is
called, of which it is the mean when services are linked to it, while an enquiry is held against
each single wording. Vectors stay for as long as their words do: a new release takes them over from
the one before.
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
from wayfinder.index.wordings import described, wordings
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


def nearest_wording(arrays: Arrays, to: Vectors) -> Floats:
    """For each need the cosine of what it is called most like `to`, -1 to 1."""
    if not len(arrays["wording_starts"]):
        return np.zeros(0)
    cosines = arrays["wording_vectors"].astype(np.float32) @ to / SCALE
    return np.maximum.reduceat(cosines, arrays["wording_starts"]).astype(np.float64)


class NeedsMeant(Struct, frozen=True):
    """A vector for each need, and one 8-bit line for each thing it is called, need after need;
    `starts` says where each need's lines begin."""

    vectors: Vectors
    wordings: NDArray[np.int8]
    starts: NDArray[np.int32]
    digest: bytes

    def arrays(self) -> Arrays:
        """As they are kept."""
        return {
            "need_vectors": self.vectors,
            "wording_vectors": self.wordings,
            "wording_starts": self.starts,
            "need_vectors_digest": np.array([self.digest]),
        }


class Meant(Struct, frozen=True):
    """The vectors of all services, one 8-bit line each, by number, and of all needs."""

    vectors: NDArray[np.int8]
    digests: NDArray[np.bytes_]
    needs: NeedsMeant

    def arrays(self) -> Arrays:
        """As they are kept."""
        services = {"vectors": self.vectors, "vector_digests": self.digests}
        return {**services, **self.needs.arrays()}

    def closeness(self) -> Iterable[Floats]:
        """For each need in turn how close in meaning every service is, 0 to 1."""
        return need_closeness(self.vectors, self.needs.vectors)


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

    def finish(self) -> Meant | None:
        """All that was made; None without a model."""
        if self._embed is None or not self._lines:
            return None
        self._read_waiting(self._embed)
        digests = np.array(self._digests, f"S{2 * DIGEST_BYTES}")
        return Meant(np.stack(self._lines), digests, self._needs_meant(self._embed))

    def _needs_meant(self, embed: Embed) -> NeedsMeant:
        known = [(described(need), len(wordings(need))) for need in self._needs]
        digest = digest_of(msgspec.json.encode(known).decode())
        before = self._before
        if before.get("need_vectors_digest", np.zeros(1)).tolist() != [digest]:
            return needs_meant(self._needs, embed, digest)
        return NeedsMeant(
            before["need_vectors"], before["wording_vectors"], before["wording_starts"], digest
        )

    def _read_waiting(self, embed: Embed) -> None:
        if self._waiting:
            lines = in_8_bits(embed(list(self._waiting.values())))
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


def in_8_bits(vectors: Vectors) -> NDArray[np.int8]:
    """As near as 8 bits can."""
    lines: NDArray[np.int8] = np.rint(vectors * SCALE).astype(np.int8)
    return lines


def needs_meant(needs: Sequence[Need], embed: Embed, digest: bytes) -> NeedsMeant:
    """Each need as the mean of how it and the services that meet it are described."""
    if not needs:
        nothing = np.zeros((0, 0), np.float32)
        return NeedsMeant(nothing, in_8_bits(nothing), np.zeros(0, np.int32), digest)
    read = [described(need) for need in needs]
    vectors = embed([wording for each in read for wording in each])
    parts = np.split(vectors, np.cumsum([len(each) for each in read])[:-1])
    said = [part[: len(wordings(need))] for part, need in zip(parts, needs, strict=True)]
    starts = np.cumsum([0, *(len(each) for each in said[:-1])]).astype(np.int32)
    means = unit(np.stack([part.mean(axis=0) for part in parts]))
    return NeedsMeant(means, in_8_bits(np.concatenate(said)), starts, digest)


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
