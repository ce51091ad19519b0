"""What is wrong in one record by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.quality import Fix
from wayfinder.domain.service import Audience, Service
from wayfinder.ingest.rules.confidential import doubt
from wayfinder.insight.quality.telling import fix
from wayfinder.store.evidence import Listed

KnowsPostcode = Callable[[str], bool]
"""Whether the gazetteer has a postcode."""

CanBeDialled = Callable[[str], bool]
"""Whether a text is a telephone number."""


def faults(service: Service, knows: KnowsPostcode, can_be_dialled: CanBeDialled) -> Iterator[Fix]:
    """A row for each value of the record that is wrong, or that no program can read."""
    yield from _postcodes(service, knows)
    yield from _phones(service, can_be_dialled)
    yield from _hours(service)
    yield from _area(service)
    yield from _eligibility(service)
    yield from _confidential(service)


def exposed(listed: Listed) -> Iterator[Fix]:
    """A record that states openly what somebody asks to be withheld. It is told to the one who
    states it, and nothing else is: not the place, not who asks, not what stands there."""
    if listed.gives_away:
        wrong = "Openly states a place that is to be withheld: people there may be in danger"
        right = "The record without that address in any field, or marked as confidential"
        yield fix(listed.service, "locations", "exposed", wrong, right=right)


def _postcodes(service: Service, knows: KnowsPostcode) -> Iterator[Fix]:
    stated = (at.location.postcode for at in service.locations)
    for postcode in dict.fromkeys(filter(None, stated)):
        if not knows(postcode):
            wrong = "The postcode is not in the ONS Postcode Directory"
            right = "The postcode as Royal Mail has it now"
            yield fix(service, "postcode", "postcode", wrong, given=postcode, right=right)


def _phones(service: Service, can_be_dialled: CanBeDialled) -> Iterator[Fix]:
    """A clinician's number is checked too, and not told."""
    stated = (*service.phones, *(phone for at in service.locations for phone in at.phones))
    for phone in dict.fromkeys(stated):
        if not phone.sms and not can_be_dialled(phone.number):
            given = phone.number if phone.audience is Audience.PUBLIC else None
            wrong = "The number cannot be dialled"
            right = 'A number with its area code, such as "01438 000 000"'
            yield fix(service, "phones", "phone", wrong, given=given, right=right)


def _hours(service: Service) -> Iterator[Fix]:
    readable = any(service.hours_at(at).stated for at in (None, *service.locations))
    if service.hours_text and not readable:
        wrong = "The hours can be read by people, not by programs"
        right = 'Days and times, such as "Mon-Fri 09:00-17:00"'
        yield fix(service, "hours", "hours", wrong, given=service.hours_text, right=right)


def _area(service: Service) -> Iterator[Fix]:
    for words in service.coverage.unresolved:
        wrong = "The area is no council, county, ward, ICB or distance that we know"
        right = 'An area by its official name or code, such as "North Hertfordshire" or "E07000099"'
        yield fix(service, "area", "area", wrong, given=words, right=right)


def _eligibility(service: Service) -> Iterator[Fix]:
    """Words alone, out of which no age, sex, circumstance or exclusion could be read."""
    told = service.eligibility
    if told.text and replace(told, text=None) == Eligibility():
        wrong = "No rule could be read in the words, so everybody has to ask"
        right = 'Ages as numbers, and the people it is for, such as "carers aged 18 or over"'
        yield fix(service, "eligibility", "eligibility", wrong, given=told.text, right=right)


def _confidential(service: Service) -> Iterator[Fix]:
    """A question: of the address itself nothing is told, for the answer may be yes."""
    question = doubt(service)
    if question:
        right = "confidential: yes, or that the address is known to all"
        yield fix(service, "locations", "confidential", question, right=right)
