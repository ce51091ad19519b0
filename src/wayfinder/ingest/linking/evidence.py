"""What speaks for and against two records being one service: points and a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from wayfinder.ingest.linking.commonness import Commonness
from wayfinder.ingest.linking.names import Finding, is_owner, name_findings, says_more
from wayfinder.ingest.linking.organizations import Owners
from wayfinder.ingest.linking.prints import Print
from wayfinder.ingest.linking.weights import (
    LOOK_POINTS,
    NEAR_M,
    NO_LOOK_POINTS,
    WEIGHTS,
)
from wayfinder.ingest.linking.words import COUNTIES
from wayfinder.location.distance import distance_m

_WHO_ANSWERS = "Contacts count less: they tell who answers, not which service"
_NOT_WHERE = "Contacts count less: they tell who answers, not at which place"
COUNTED_LESS = frozenset({_WHO_ANSWERS, _NOT_WHERE})

_SITE_CODE_LETTERS = 5
"""An ODS code of so many letters and digits is of one practice or site. Trusts have three: their
code is of the whole organisation, as a charity's number is."""


def findings(left: Print, right: Print, common: Commonness, owners: Owners) -> list[Finding]:
    """All evidence on two records, the weightiest first; what tells nothing is left out."""
    codes = list(_codes(left, right))
    names = list(name_findings(left, right, common))
    contacts = [
        *_numbers_of_owner(left, right),
        *_owner(left, right, owners),
        *_phones(left, right, common),
        *_hosts(left, right, common),
        *_emails(left, right, common),
        *_places(left, right, common),
    ]
    pages = list(_pages(left, right, common))
    every = [*codes, *names, *contacts, *pages, *_particulars(left, right)]
    renamed = any(points > 0 for points, _ in codes) and is_owner(left) and is_owner(right)
    every += _evened(codes, names, contacts, pages, renamed=renamed)
    share_a_word = any(points > 0 for points, _ in names)
    if share_a_word and _is_worth_a_look(left, right, common, owners):
        every += _at_least(LOOK_POINTS, every)
    return sorted((it for it in every if it[0]), key=lambda it: (-abs(it[0]), it[1]))


def points_of(evidence: list[Finding]) -> float:
    """The sum, beginning at the odds against any two records."""
    return WEIGHTS.at_odds + sum(points for points, _ in evidence)


def _evened(
    codes: list[Finding],
    names: list[Finding],
    contacts: list[Finding],
    pages: list[Finding],
    *,
    renamed: bool,
) -> Iterator[Finding]:
    """What findings do not tell for themselves, being of one and the same thing; `renamed`: whether
    one code is of two records that are only named as their organisations."""
    named = sum(points for points, _ in names)
    told = {points for points, _ in (*names, *contacts)}
    if renamed and named < WEIGHTS.renamed_at_most:
        yield WEIGHTS.renamed_at_most - named, "Both are the one that the code is of, renamed"
    elif any(map(says_more, names)):
        yield from _at_most(WEIGHTS.contacts_at_most, contacts, pages)
    elif not codes and WEIGHTS.other_postcode in told:
        yield from _no_more(WEIGHTS.elsewhere_at_most, contacts, _NOT_WHERE)
    if WEIGHTS.other_owner in told and WEIGHTS.other_phone in told:
        yield WEIGHTS.other_owner_and_phone, "Neither who gives it nor whom to ring agree"


def _at_most(most: float, contacts: list[Finding], pages: list[Finding]) -> Iterator[Finding]:
    """Contacts hardly make certain what one name says more; nor does the page of a house, on which
    all that goes on in it may stand."""
    less = list(_no_more(most, contacts, _WHO_ANSWERS))
    both = list(
        _no_more(WEIGHTS.contacts_and_page_at_most, [*contacts, *less, *pages], _WHO_ANSWERS)
    )
    points = sum(it for it, _ in (*less, *both))
    if points:
        yield points, _WHO_ANSWERS


def _no_more(most: float, found: list[Finding], why: str) -> Iterator[Finding]:
    reached = sum(points for points, _ in found)
    if reached > most:
        yield most - reached, why


def _is_worth_a_look(left: Print, right: Print, common: Commonness, owners: Owners) -> bool:
    """Whether one organisation answers one phone, in no two towns, and lists nothing else on it:
    names that have a word in common may then be of two services or of one."""
    alone = (it for it in left.phones & right.phones if not common.shared_bits(("phone", it)))
    return any(alone) and owners.one(left, right) and _in_no_two_towns(left, right)


def _in_no_two_towns(left: Print, right: Print) -> bool:
    """What one of them does not say, as a refuge does not, is no town of its own."""
    says_nothing = any(not it.postcodes and not it.towns for it in (left, right))
    return says_nothing or bool(left.postcodes & right.postcodes or left.towns & right.towns)


def _at_least(points: float, found: list[Finding]) -> Iterator[Finding]:
    """What is missing to so many points, where nothing speaks strongly against the two."""
    missing = points - points_of(found)
    strong = (it for it, why in found if it <= NO_LOOK_POINTS and why not in COUNTED_LESS)
    if missing > 0 and not any(strong):
        yield missing, "One organisation, one phone of theirs for this alone, in no two towns"


def _codes(left: Print, right: Print) -> Iterator[Finding]:
    """ODS codes of practices and sites: nobody else has them."""
    mine, theirs = ({it[1] for it in side.identifiers if _is_site(it)} for side in (left, right))
    if same := mine & theirs:
        yield WEIGHTS.same_ods, f"Same ODS code {min(same)}"
    elif mine and theirs:
        yield WEIGHTS.other_ods, f"Another ODS code: {min(mine)} and {min(theirs)}"


def _is_site(identifier: tuple[str, str]) -> bool:
    return identifier[0] == "ods" and len(identifier[1]) >= _SITE_CODE_LETTERS


def _numbers_of_owner(left: Print, right: Print) -> Iterator[Finding]:
    """Charity, company and trust numbers: many services share them."""
    mine, theirs = ({it for it in side.identifiers if not _is_site(it)} for side in (left, right))
    if same := mine & theirs:
        scheme, value = min(same)
        yield WEIGHTS.same_number_of_owner, f"Same {_spoken(scheme)} {value}"
    elif schemes := {it[0] for it in mine} & {it[0] for it in theirs}:
        scheme = min(schemes)
        told = " and ".join(min(it[1] for it in ids if it[0] == scheme) for ids in (mine, theirs))
        yield WEIGHTS.other_number_of_owner, f"Another {_spoken(scheme)}: {told}"


def _spoken(scheme: str) -> str:
    names = {"ods": "ODS code", "charity-ew": "charity number", "uprn": "property number"}
    return names.get(scheme, f"number in {scheme}")


def _owner(left: Print, right: Print, owners: Owners) -> Iterator[Finding]:
    if not left.organization or not right.organization:
        return
    if owners.one(left, right):
        yield WEIGHTS.same_owner, f'Both are given by "{left.organization}"'
    else:
        told = f'"{left.organization}" and "{right.organization}"'
        yield WEIGHTS.other_owner, f"Organisations are named otherwise: {told}"


def _phones(left: Print, right: Print, common: Commonness) -> Iterator[Finding]:
    if same := left.phones & right.phones:
        number = min(same, key=lambda it: (common.shared_bits(("phone", it)), it))
        less = common.shared_bits(("phone", number))
        yield _less_shared(WEIGHTS.same_phone, less), f"Same phone {number}"
    elif left.phones and right.phones:
        yield WEIGHTS.other_phone, "No phone in common"


def _pages(left: Print, right: Print, common: Commonness) -> Iterator[Finding]:
    """A page below a website's front page is of the service, not of who gives it."""
    mine, theirs = ({page for page in side.pages if "/" in page} for side in (left, right))
    if same := mine & theirs:
        less = common.shared_bits(("page", min(same)))
        yield _less_shared(WEIGHTS.same_page, less), f"Same page {min(same)}"
    elif mine and theirs and left.hosts & right.hosts:
        yield WEIGHTS.other_page, f"Another page of {min(left.hosts & right.hosts)}"


def _hosts(left: Print, right: Print, common: Commonness) -> Iterator[Finding]:
    if same := left.hosts & right.hosts:
        less = common.shared_bits(("host", min(same)))
        yield _less_shared(WEIGHTS.same_host, less), f"Same website {min(same)}"


def _emails(left: Print, right: Print, common: Commonness) -> Iterator[Finding]:
    if same := left.emails & right.emails:
        address = min(same)
        less = common.shared_bits(("email", address))
        yield _less_shared(WEIGHTS.same_email, less), f"Same e-mail {address}"


def _places(left: Print, right: Print, common: Commonness) -> Iterator[Finding]:
    if same := left.postcodes & right.postcodes:
        code = min(same, key=lambda it: (common.shared_bits(("postcode", it)), it))
        less = common.shared_bits(("postcode", code)) / 2
        yield _less_shared(WEIGHTS.same_postcode, less), f"Same postcode {code}"
    elif left.postcodes and right.postcodes:
        if _nearest_m(left, right) <= NEAR_M:
            yield WEIGHTS.near, f"Within {NEAR_M:.0f} m of each other"
        else:
            told = f"{min(left.postcodes)} and {min(right.postcodes)}"
            yield WEIGHTS.other_postcode, f"Other postcodes: {told}"
    elif _says_where(left) and _says_where(right) and not left.place_words & right.place_words:
        yield WEIGHTS.other_address, "The addresses have no word in common"
    yield from _houses(left, right)


def _says_where(it: Print) -> bool:
    return not it.place_words <= COUNTIES


def _nearest_m(left: Print, right: Print) -> float:
    pairs = product(left.points, right.points)
    return min((distance_m(*here, *there) for here, there in pairs), default=float("inf"))


def _houses(left: Print, right: Print) -> Iterator[Finding]:
    """House numbers speak for a match only beside the same postcode or street."""
    if not left.postcodes & right.postcodes or not left.houses or not right.houses:
        return
    if same := left.houses & right.houses:
        yield WEIGHTS.same_house, f"Same house number {min(same)}"
    else:
        told = f"{min(left.houses)} and {min(right.houses)}"
        yield WEIGHTS.other_house, f"Other house numbers: {told}"


def _particulars(left: Print, right: Print) -> Iterator[Finding]:
    """For whom, when and what, where both say."""
    if left.ages and right.ages:
        (low, high), (other_low, other_high) = left.ages, right.ages
        if high <= other_low or other_high <= low:
            told = f"{low:g} to {high:g} and {other_low:g} to {other_high:g}"
            yield WEIGHTS.other_ages, f"For other ages: {told}"
    if left.weekdays and right.weekdays and not left.weekdays & right.weekdays:
        yield WEIGHTS.other_days, "No day of the week in common"
    if left.terms & right.terms:
        yield WEIGHTS.same_kind, f"Same kind of service ({min(left.terms & right.terms)[1]})"
    elif {it[0] for it in left.terms} & {it[0] for it in right.terms}:
        yield WEIGHTS.other_kind, "Another kind of service"


def _less_shared(points: float, less: float) -> float:
    return max(0.0, points - less)
