"""Does a misspelt enquiry still find what it meant?"""

from __future__ import annotations

from msgspec import Struct, structs

from benchmarks.enquiries import Asked
from benchmarks.folders import Bench
from wayfinder.desk import Desk

ENQUIRIES = 2_000
KEPT = 5


class Typos(Struct, frozen=True, kw_only=True):
    """Of so many misspelt enquiries whose clean form finds at least five services: the share

    whose first ten keep at least five of the clean form's first ten, and the same where the typo
    stands at either end of its word.
    """

    enquiries: int
    kept_share: float
    kept_share_edges: float
    examples_lost: tuple[tuple[str, str], ...]


def typos(bench: Bench) -> Typos:
    """Ask every enquiry clean and with one letter wrong."""
    bench.prepare()
    desk = bench.desk()
    misspelt = [each for each in bench.asked(ENQUIRIES, typo_share=1.0) if each.meant != each.typed]
    outcomes = [(each, kept) for each in misspelt if (kept := _keeps(desk, each)) is not None]
    edges = [kept for each, kept in outcomes if _at_an_edge(each)]
    lost = tuple((each.meant, each.typed) for each, kept in outcomes if not kept)
    return Typos(
        enquiries=len(outcomes),
        kept_share=sum(kept for _, kept in outcomes) / len(outcomes),
        kept_share_edges=sum(edges) / len(edges),
        examples_lost=lost[:40],
    )


def _keeps(desk: Desk, asked: Asked) -> bool | None:
    """Whether enough is kept; None when the clean enquiry itself finds too little to tell."""
    clean = _first_ten(desk, structs.replace(asked, typed=asked.meant))
    if len(clean) < KEPT:
        return None
    return len(clean & _first_ten(desk, asked)) >= KEPT


def _first_ten(desk: Desk, asked: Asked) -> set[bytes]:
    return {bytes(match.service) for match in desk.answer(asked.enquiry).matches}


def _at_an_edge(asked: Asked) -> bool:
    pairs = zip(asked.meant.split(), asked.typed.split(), strict=False)
    meant, typed = next(pair for pair in pairs if pair[0] != pair[1])
    return meant[0] != typed[0] or meant[-1] != typed[-1]
