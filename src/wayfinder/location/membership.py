"""Which areas are certain, and which only possible, for an address in one or several councils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.location.areas import Areas
from wayfinder.location.place import NOT_KNOWN, WIDE, AreaRef, AreaType, FormerArea

_HEALTH_FIRST = (AreaType.SUB_ICB, AreaType.ICB)
"""A list that states these knows them from small areas, of which a council says too little."""
_SMALL = frozenset({AreaType.LSOA, AreaType.WARD})


class Membership(Struct, frozen=True):
    """As the fields of `Place`: certain, possible and former areas, and whether the council is
    certain."""

    areas: tuple[AreaRef, ...]
    possible_areas: tuple[AreaRef, ...]
    possible_shares: tuple[float, ...]
    areas_certain: bool
    former_areas: tuple[FormerArea, ...] = ()


def membership(
    areas: Areas,
    sets: Iterable[tuple[str, ...]],
    day: date,
    shares: Sequence[float] = (),
    fine: Sequence[tuple[AreaRef, ...]] = (),
) -> Membership:
    """What holds for an address known to lie in one of `sets` of area codes, on a day.

    Certain is what all the sets share; possible is all else that any of them has or may have, the
    areas of the likeliest set first. `shares` tell how many of the addresses lie in each set,
    where that is known. `fine` are the small areas of each set, where a list has them.
    """
    sets = tuple(sets)
    if len(sets) == 1 and not any(fine) and shares in ((), (1.0,)):
        return _alone(areas, sets[0], day)
    return _joint(areas, sets, day, shares, fine)


@lru_cache(maxsize=4096)
def _alone(areas: Areas, codes: tuple[str, ...], day: date) -> Membership:
    """What a council alone tells: the same of all that lies in it."""
    return _joint(areas, (codes,), day, (), ())


def _joint(
    areas: Areas,
    sets: tuple[tuple[str, ...], ...],
    day: date,
    shares: Sequence[float],
    fine: Sequence[tuple[AreaRef, ...]],
) -> Membership:
    each = [
        _with_fine(areas, codes, day, refs)
        for codes, refs in zip(sets, fine or [()] * len(sets), strict=True)
    ]
    shared = tuple(ref for ref in each[0].areas if all(ref in other.areas for other in each[1:]))
    likely = _possible(sets, each, shared, shares)
    return Membership(
        areas=shared,
        possible_areas=tuple(likely),
        possible_shares=tuple(likely.values()),
        areas_certain=any(ref.type is AreaType.DISTRICT for ref in shared),
        former_areas=_former(one.former_areas for one in each),
    )


def _possible(
    sets: Sequence[tuple[str, ...]],
    each: Sequence[Membership],
    shared: Sequence[AreaRef],
    shares: Sequence[float],
) -> dict[AreaRef, float]:
    """The areas that are not certain, with the share of the addresses that lie in each; those of
    the likeliest council come first, and of its sets the likeliest.

    Where nobody counted the addresses, one set is as likely as another.
    """
    counted = list(zip(sets, shares or [1 / len(each)] * len(each), each, strict=True))
    councils: dict[tuple[str, ...], float] = defaultdict(float)
    for council, share, _ in counted:
        councils[council] += share
    likely: dict[AreaRef, float] = defaultdict(float)
    for _, share, one in sorted(counted, key=lambda each: (-councils[each[0]], -each[1])):
        for ref in (*one.areas, *one.possible_areas):
            if ref not in shared:
                likely[ref] += share * (1.0 if ref in one.areas else NOT_KNOWN)
    return likely


def _former(each: Iterable[tuple[FormerArea, ...]]) -> tuple[FormerArea, ...]:
    """All that any set was in; certain is what every one of them was certainly in."""
    told = [{former.area.code: former for former in one} for one in each]
    codes = dict.fromkeys(code for one in told for code in one)
    found = []
    for code in codes:
        here = [one[code] for one in told if code in one]
        certain = len(here) == len(told) and all(former.certain for former in here)
        found.append(replace(here[0], certain=certain))
    return tuple(found)


def _with_fine(
    areas: Areas, codes: tuple[str, ...], day: date, fine: tuple[AreaRef, ...]
) -> Membership:
    """One set, and the small areas that a list adds to it; those that `areas` knows by their code
    have there what holds them, and their days."""
    known = tuple(ref.code for ref in fine if areas.get(ref.code))
    one = _one_set(areas, (*codes, *known), day)
    own = [ref for ref in fine if ref.code not in known]
    small = [ref for ref in own if ref.type in _SMALL]
    between = [ref for ref in own if ref.type not in _SMALL]
    local = [ref for ref in one.areas if ref.type not in WIDE]
    wide = [ref for ref in one.areas if ref.type in WIDE]
    return replace(one, areas=(*small, *local, *between, *wide))


@lru_cache(maxsize=4096)
def _one_set(areas: Areas, codes: tuple[str, ...], day: date) -> Membership:
    certain = areas.holding(codes, day)
    possible: dict[AreaRef, None] = {}
    former: dict[str, FormerArea] = {}
    settled: set[AreaType] = set()
    for code in sorted(codes, key=lambda code: _rank(areas, code)):
        maybe = areas.possibly_containing(code, day)
        was = areas.former(code, day)
        # A source that states the level (say, the ICB from small areas) leaves no doubt about it.
        possible |= {ref: None for ref in maybe if ref.type not in settled and ref not in certain}
        doubtless = [each for each in was if each.certain or each.area.type not in settled]
        former |= {each.area.code: each for each in doubtless if each.area.code not in former}
        settled |= {ref.type for ref in (*areas.containing(code, day), *maybe)}
    return Membership(certain, tuple(possible), (), True, tuple(former.values()))


def _rank(areas: Areas, code: str) -> int:
    area = areas.get(code)
    return _HEALTH_FIRST.index(area.type) if area and area.type in _HEALTH_FIRST else 2
