"""What residents need to be told of every service, and which records lack it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.quality import EXPECTED, Fix
from wayfinder.domain.service import Audience, Channel, Service
from wayfinder.insight.quality.telling import fix

Asks = Callable[[Service], bool]
_FROM_AFAR = frozenset((Channel.PHONE, Channel.TEXT, Channel.ONLINE, Channel.HOME_VISIT))


class Expectation(NamedTuple):
    """One field: whether a record has it, what would be right, and whether it needs it at all."""

    is_held: Asks
    right: str
    is_needed: Asks = lambda _: True


def _contact(service: Service) -> bool:
    phones = (*service.phones, *(phone for at in service.locations for phone in at.phones))
    public = any(phone.audience is Audience.PUBLIC for phone in phones)
    return public or bool(service.email or service.url or service.organization.url)


def _place(service: Service) -> bool:
    return any(at.location.postcode for at in service.locations)


def _comes_to_a_place(service: Service) -> bool:
    """Not so a phone line: it states its channels, none of them in person. Of a place that is
    withheld nobody is asked to state more."""
    if service.has_confidential_place:
        return False
    from_afar = bool(service.channels) and _FROM_AFAR.issuperset(service.channels)
    return bool(service.locations) or not from_afar


def _hours(service: Service) -> bool:
    """Words that we cannot read are of use to people."""
    here = any(service.hours_at(at).stated for at in (None, *service.locations))
    return here or bool(service.hours_text)


def _organization(service: Service) -> bool:
    """A feed that names none has the service's own name put in its place, and no more."""
    known = service.organization
    return known.name != service.name or bool(known.identifiers or known.url or known.description)


EXPECTATIONS: dict[str, Expectation] = {
    "contact": Expectation(_contact, 'A phone number, such as "01438 000 000", or a web page'),
    "place": Expectation(
        _place, 'An address with its postcode, such as "SG14 1AA"', _comes_to_a_place
    ),
    "hours": Expectation(_hours, 'Days and times, such as "Mon-Fri 09:00-17:00"'),
    "eligibility": Expectation(
        lambda it: it.eligibility != Eligibility(), 'Who may come, such as "65 or over", or "all"'
    ),
    "area": Expectation(
        lambda it: it.coverage != Coverage(), 'The area it serves, such as "Hertfordshire"'
    ),
    "referral": Expectation(
        lambda it: bool(it.referral_routes or it.application_process),
        'Who may refer, such as "self" or "GP"',
    ),
    "cost": Expectation(lambda it: bool(it.costs), 'A price, such as "free" or "5.50"'),
    "description": Expectation(
        lambda it: bool(it.description or it.summary), "What it does, in a few plain sentences"
    ),
    "organization": Expectation(_organization, "The organisation that runs it, by its own name"),
    "assured_date": Expectation(
        lambda it: it.assured_date is not None, 'The day a person checked it: "2026-03-03"'
    ),
}


def held(service: Service) -> Iterator[tuple[str, bool]]:
    """Each field that the record needs, and whether it has it."""
    for field, expectation in EXPECTATIONS.items():
        if expectation.is_needed(service):
            yield field, expectation.is_held(service)


def absences(service: Service, fields: Iterable[tuple[str, bool]]) -> Iterator[Fix]:
    """A row for each field that the record needs and has not; `fields` as `held` has them."""
    for field, is_held in fields:
        if not is_held:
            wrong = f"Not stated: {EXPECTED[field].lower()}"
            yield fix(service, field, "absent", wrong, right=EXPECTATIONS[field].right)
