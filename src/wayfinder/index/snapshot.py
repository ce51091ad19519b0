"""One release's index, opened: shared read-only pages, and little else in memory."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Raw
from numpy.typing import NDArray

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.hours import Hours
from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.domain.word_groups import WordGroup
from wayfinder.errors import NotReady
from wayfinder.index.arrays import Arrays
from wayfinder.index.blobs import Blobs
from wayfinder.index.folder import map_arrays
from wayfinder.index.kin import Kin
from wayfinder.index.meta import COVERAGES, FORMAT_VERSION, SPECIAL_HOURS, IndexMeta
from wayfinder.index.names import MOST_HOLDERS, PROPER, name_key
from wayfinder.index.phrases import PhraseBook
from wayfinder.index.postings import Postings
from wayfinder.index.spans import Spans, joined
from wayfinder.index.spelling import Spelling

KEPT_AREAS = 1024
"""Sets of areas whose rows are kept: some few for each council, of which there are about 380."""


class Snapshot:
    """Everything that answers an enquiry; nothing in it ever changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = _meta(folder)
        self.arrays = map_arrays(folder)
        self.needs, self.book = _vocabulary((folder / "needs.json").read_bytes())
        words = (folder / "words.json").read_bytes()
        self.groups = msgspec.json.decode(words, type=tuple[WordGroup, ...])
        self.kin = Kin(self.groups)
        self.spelling = Spelling(self.arrays)
        self.special_hours = msgspec.json.decode(
            (folder / SPECIAL_HOURS).read_bytes(), type=dict[int, Hours]
        )
        self.coverages = msgspec.json.decode(
            (folder / COVERAGES).read_bytes(), type=tuple[Coverage, ...]
        )
        self.bank_holidays = frozenset(self.meta.bank_holidays)
        self.term_postings = self._postings("term")
        self.need_postings = self._postings("need")
        self.name_postings = self._postings("name")
        self._hits = Blobs(folder, "hits", self.arrays)
        self._records = Blobs(folder, "records", self.arrays)
        self._decoder = msgspec.msgpack.Decoder(Service)
        # Of the arrays alone: a cache that held the snapshot would keep it from being let go.
        self._area_spans = lru_cache(KEPT_AREAS)(partial(_spans_of, self.arrays))

    @cached_property
    def need_numbers(self) -> dict[str, int]:
        """Number of each need by its id."""
        return {need.id: number for number, need in enumerate(self.needs)}

    def term(self, stem: str) -> int | None:
        """Number of a stem; None when no service uses it."""
        terms = self.arrays["terms"]
        encoded = stem.encode()[:32]
        at = int(terms.searchsorted(encoded))
        return at if at < len(terms) and terms[at] == encoded else None

    def idf(self, term: int) -> float:
        """How telling a term is (BM25's inverse document frequency)."""
        return float(self.arrays["term_idf"][term])

    @cached_property
    def idf_of_unknown(self) -> float:
        """The idf of a word that no service uses."""
        idf = self.arrays["term_idf"]
        return float(idf.max()) if len(idf) else 1.0

    def name(self, stems: Sequence[str]) -> int | None:
        """Number of a name that services bear; None when none does, or too many to mean one."""
        keys, key = self.arrays["name_keys"], name_key(stems)
        at = int(keys.searchsorted(key))
        if at == len(keys) or keys[at] != key:
            return None
        return at if self.name_postings.size(at) <= MOST_HOLDERS else None

    def proper_name(self, stem: str) -> int | None:
        """Number of a name that this proper name begins ("Cruse"); None as for `name`."""
        return self.name((PROPER, stem))

    def called(self, stems: Sequence[str]) -> int | None:
        """Number of the name that these stems are or, where they are one proper name, begin."""
        whole = self.name(stems)
        return self.proper_name(stems[0]) if whole is None and len(stems) == 1 else whole

    def service_number(self, service_id: str) -> int | None:
        """Number of a service by its id, or by the id of one that it took in; None when neither is
        in this release."""
        encoded = service_id.encode("ascii", "replace")
        own = _found(self.arrays["service_ids"], encoded)
        if own is not None:
            return own
        merged = _found(self.arrays["merged_ids"], encoded)
        return None if merged is None else int(self.arrays["merged_into"][merged])

    def service_by_ods_code(self, code: str) -> int | None:
        """Number of the service of an organization with this ODS code, in any case."""
        codes, encoded = self.arrays["ods_codes"], code.strip().upper().encode("ascii", "replace")
        at = int(codes.searchsorted(encoded))
        found = at < len(codes) and codes[at] == encoded
        return int(self.arrays["ods_services"][at]) if found else None

    def hit(self, number: int) -> Raw:
        """The fixed part of a result, as JSON."""
        return Raw(self._hits.get(number))

    def service(self, number: int) -> Service:
        """All that is known of one service. Reading it takes 4 us: too little to keep any."""
        return self._decoder.decode(self._records.get(number))

    def area_spans(self, codes: tuple[str, ...], tied: Set[str] = frozenset()) -> Spans:
        """The rows that serve one of these areas by their own rules; kept, a few a council.

        What somebody is `tied` to is looked up anew: it tells too much of them to be kept.
        """
        return _spans_of(self.arrays, (*codes, *tied)) if tied else self._area_spans(codes)

    def _postings(self, name: str) -> Postings:
        parts = (self.arrays[f"{name}_{part}"] for part in ("starts", "rows", "impacts"))
        return Postings(*parts)


def _found(ids: NDArray[Any], wanted: bytes) -> int | None:
    """Where `wanted` stands in sorted `ids`."""
    at = int(ids.searchsorted(wanted))
    return at if at < len(ids) and ids[at] == wanted else None


def _spans_of(arrays: Arrays, codes: tuple[str, ...]) -> Spans:
    held, sets = arrays["area_codes"], arrays["area_sets"]
    wanted = np.array([code.encode() for code in codes], np.bytes_)
    lows, highs = held.searchsorted(wanted, "left"), held.searchsorted(wanted, "right")
    numbers = [sets[low:high] for low, high in zip(lows, highs, strict=True)]
    chosen = np.unique(np.concatenate(numbers)) if numbers else np.zeros(0, np.int64)
    starts = arrays["area_set_starts"]
    return joined(starts[chosen], starts[chosen + 1])


@lru_cache(maxsize=2)
def _vocabulary(needs_json: bytes) -> tuple[tuple[Need, ...], PhraseBook]:
    """The needs and their book, kept from release to release.

    The vocabulary seldom changes, and making its book takes a tenth of a second, which would be
    felt by everybody who asks while a release is swapped in.
    """
    needs = msgspec.json.decode(needs_json, type=tuple[Need, ...])
    return needs, PhraseBook(needs)


def _meta(folder: Path) -> IndexMeta:
    try:
        meta = msgspec.json.decode((folder / "meta.json").read_bytes(), type=IndexMeta)
    except (OSError, msgspec.MsgspecError) as error:
        raise NotReady(
            f"the index in {folder.name} cannot be read; run `wayfinder reindex`"
        ) from error
    if meta.format_version != FORMAT_VERSION:
        raise NotReady("the index was built by another version; run `wayfinder reindex`")
    return meta
