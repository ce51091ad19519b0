"""Pairs of records that may be one service, laid side by side for a person to judge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple, Self

from msgspec import Struct

from wayfinder.domain.identity import canonical_uuid
from wayfinder.domain.same_place import squeezed, words
from wayfinder.domain.service import Location, Phone, Service

PairVerdict = Literal["certain", "doubtful"]
PairIds = tuple[str, str]
"""Two ids of services, the lesser first."""

Agreement = Literal["same", "differs"]


def pair_ids(one: str, other: str) -> PairIds:
    """The ids in the order in which a pair is kept."""
    return (one, other) if one < other else (other, one)


class Pair(Struct, frozen=True, kw_only=True):
    """Two services that may be one: how sure (0..1), and why in sentences, the weightiest first;
    `against` are those of them that speak against it."""

    left_id: str
    right_id: str
    score: float
    verdict: PairVerdict
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()


class Side(Struct, frozen=True, kw_only=True):
    """One of the two, as its source has it; of a confidential place only that there is one."""

    id: str
    source: str
    record_id: str
    name: str
    organization: str
    summary: str | None
    places: tuple[str, ...]
    phones: tuple[str, ...]
    url: str | None
    email: str | None = None
    address_withheld: bool = False


class Laid(Struct, frozen=True, kw_only=True):
    """A pair with both of its services beside each other. `compared` tells, of each field that both
    state, whether they say the same there, in whatever spelling."""

    score: float
    verdict: PairVerdict
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    compared: dict[str, Agreement]
    left: Side
    right: Side


class PairPage(Struct, frozen=True, kw_only=True):
    """Pairs that nobody has judged, best first. `total` are all that there are, `next` is the
    `cursor` of the page that follows; null on the last."""

    pairs: tuple[Laid, ...]
    total: int
    next: str | None


_WRITTEN = re.compile(r"(\d\.\d{1,17})_(\d{1,4})_([0-9a-f-]{36})_([0-9a-f-]{36})", re.ASCII)


class PairCursor(NamedTuple):
    """A place in the order of pairs: after the pair of this score, with so many reasons."""

    score: float
    evidence: int
    left_id: str
    right_id: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The cursor that `text` writes; None where it writes none."""
        written = _WRITTEN.fullmatch(text)
        left, right = (canonical_uuid(written[it]) for it in (3, 4)) if written else (None, None)
        if not written or not left or not right:
            return None
        return cls(float(written[1]), int(written[2]), left, right)

    def __str__(self) -> str:
        return f"{self.score}_{self.evidence}_{self.left_id}_{self.right_id}"


class Judgement(Struct, frozen=True, kw_only=True):
    """A person's word on a pair: one service, two, or (null) an earlier word taken back.

    It outweighs every score and counts from the next release on.
    """

    left_id: str
    right_id: str
    same: bool | None
    judged_by: str
    judged_at: datetime
    note: str | None = None


def laid(pair: Pair, left: Service, right: Service) -> Laid:
    """The pair with both of its services. Where one of them hides its place, what was found of
    places before that is not told either."""
    hides = left.has_confidential_place or right.has_confidential_place
    return Laid(
        score=pair.score,
        verdict=pair.verdict,
        reasons=_of_no_place(pair.reasons) if hides else pair.reasons,
        against=_of_no_place(pair.against) if hides else pair.against,
        compared=compared(left, right),
        left=side(left),
        right=side(right),
    )


_OF_PLACES = re.compile(
    r"(?:Same|Other) (?:postcode|house number)s?\b|Within \d|The addresses have\b"
)
"""How the reasons of `ingest.linking.evidence` begin that are of places."""


def tells_of_a_place(reason: str) -> bool:
    """Whether a reason says where either is given."""
    return _OF_PLACES.match(reason) is not None


def _of_no_place(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(it for it in reasons if not tells_of_a_place(it))


def side(service: Service) -> Side:
    """What a person needs of a service to tell whether it is another one."""
    origin = service.origin("*")
    return Side(
        id=service.id,
        source=origin.source_id,
        record_id=origin.record_id,
        name=service.name,
        organization=service.organization.name,
        summary=service.summary,
        places=tuple(
            ", ".join(filter(None, (it.name, *it.address_lines, it.city, it.postcode)))
            for it in _open_places(service)
        ),
        phones=tuple(dict.fromkeys(phone.number for phone in _phones(service))),
        url=service.url,
        email=service.email,
        address_withheld=any(at.location.confidential for at in service.locations),
    )


def compared(left: Service, right: Service) -> dict[str, Agreement]:
    """Of each field of a side that both services state: whether anything of it is the same."""
    mine, its = _comparable(left), _comparable(right)
    stated = (field for field in mine if mine[field] and its[field])
    return {field: "same" if mine[field] & its[field] else "differs" for field in stated}


def _comparable(service: Service) -> dict[str, frozenset[str]]:
    codes = (it.postcode for it in _open_places(service))
    return {
        "name": _words((service.name,)),
        "organization": _words((service.organization.name,)),
        "places": frozenset(squeezed(code) for code in codes if code),
        "phones": frozenset(re.sub(r"\D", "", it.number)[-9:] for it in _phones(service)),
        "url": frozenset(re.sub(r"^\w+://(www\.)?|/$", "", it) for it in _told(service.url)),
        "email": frozenset(_told(service.email)),
    }


def _words(names: Iterable[str]) -> frozenset[str]:
    """Names without regard to case, punctuation and the order of their words."""
    return frozenset(" ".join(sorted(words(name).split())) for name in names) - {""}


def _told(value: str | None) -> tuple[str, ...]:
    return (value.casefold(),) if value else ()


def _open_places(service: Service) -> Iterable[Location]:
    return (at.location for at in service.locations if not at.location.confidential)


def _phones(service: Service) -> Iterable[Phone]:
    yield from service.phones
    for at in service.locations:
        yield from at.phones
