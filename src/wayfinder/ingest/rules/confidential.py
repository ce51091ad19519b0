"""Which places are confidential by what their record says, though no flag says it.

Open Referral has no field for it (openreferral/specification#166, #487). Read are the words that
feeds use in its place. Where a record is a refuge by its very name its place is withheld, flagged
or not: whoever lists it may not know. A description alone is never enough; that is a question for
the source's owner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from wayfinder.domain.service import Service
from wayfinder.domain.withheld import WITHHELD
from wayfinder.store.records import StagedRecord, StagedRejection

_S = r"(?:['\u2019]?s['\u2019]?)?"
_WHO = rf"(?:(?:wom[ae]n|men|mother|children){_S}|famil(?:y|ies)|lgbt\w*\+?|asian|bam?e)"
_ABUSE = r"(?:domestic (?:abuse|violence)|violence|abuse)"
REFUGE = re.compile(
    rf"\b(?:{_WHO}|{_ABUSE}|safe|emergency|crisis)(?: (?:and|&) {_WHO})? refuges?\b"
    r"|\brefuge (?:accommodation|places?|spaces?|beds?|bed ?spaces?|provision|for "
    rf"{_WHO})\b|\brefuges? \((?:{_WHO}|{_ABUSE})\)"
    rf"|\b{_ABUSE}(?:[ -]\w+)? (?:safe )?(?:accommodation|shelters?|safe ?houses?)\b"
    r"|\bsafe ?houses?\b",
    re.IGNORECASE,
)
"""Names and terms that nothing bears but a place where people hide from violence."""

NO_REFUGE = re.compile(
    r"\bcaf[eé]s?\b|\b(?:coffee|wildlife|animal|bird|cat|dog|donkey|nature|church|museum|shop|fire"
    r"|help ?line|advice|information|training|support line|drop[ -]?in|outreach|referrals?)\b",
    re.IGNORECASE,
)
"""Words by which a name that holds the others is of something else, or of an office in front."""

WITHHELD_TERM = re.compile(
    r"\b(?:confidential|undisclosed|withheld|secret) (?:address|location|place|site|venue)\b"
    r"|\b(?:address|location)(?: is)? (?:confidential|undisclosed|withheld|not disclosed)\b",
    re.IGNORECASE,
)
"""How a feed says it in words: in an attribute, or where the address should stand."""

_PERHAPS = re.compile(
    r"\brefuges?\b|\bsafe ?houses?\b|\bsafe accommodation\b|\bflee(?:ing)? (?:domestic )?"
    r"(?:abuse|violence)\b.*\b(?:accommodation|stay)\b",
    re.IGNORECASE | re.DOTALL,
)

DOUBT = "Looks like a refuge and shows an address: is the place confidential?"


def with_confidential_places(service: Service) -> Service:
    """The service with its places confidential, where its words say so or it is a refuge."""
    if not (is_refuge(service) or _says_so(service)):
        return service
    hidden = (
        replace(it, location=replace(it.location, confidential=True)) for it in service.locations
    )
    return replace(service, locations=tuple(hidden))


def held_back(
    refused: StagedRejection, read: Service | None
) -> Iterator[StagedRecord | StagedRejection]:
    """What becomes of a refused row, of which `read` could be read. Where that has a confidential
    place, the row is kept for the place's sake, and not offered: a slip in one field must not show
    in every other source what this one withholds."""
    service = with_confidential_places(read) if read else None
    if refused.record_id is None or service is None or not service.has_confidential_place:
        yield refused
        return
    yield StagedRecord(refused.record_id, refused.row, "not_offered", service=service)
    told = f"{unquoted(refused.field or '', refused.reason)} {_KEPT_UNSEEN}"
    yield replace(refused, reason=told, excerpt=WITHHELD)


def unquoted(fields: str, reason: str) -> str:
    """Why something of a confidential record could not be used, without what it says of a place."""
    of_a_place = not _OF_A_PLACE.isdisjoint(fields.split(", "))
    return f"{fields}: could not be read." if of_a_place else reason


_OF_A_PLACE = frozenset({"address", "city", "postcode", "latitude", "longitude", "locations"})
_KEPT_UNSEEN = "Its place stays withheld; the service is not shown until this is mended."


def is_refuge(service: Service) -> bool:
    """Whether it certainly is one, by its name or a term that its source files it under."""
    named = REFUGE.search(service.name) or any(
        REFUGE.search(term.name) for term in service.taxonomy_terms
    )
    return bool(named) and not NO_REFUGE.search(service.name)


def doubt(service: Service) -> str | None:
    """What to ask a source's owner of an address that may have to be withheld; None for nothing."""
    shown = [at.location for at in service.locations if not at.location.confidential]
    if not any(it.postcode or it.address_lines or it.lat_deg is not None for it in shown):
        return None
    texts = (service.name, service.summary, service.description)
    perhaps = any(_PERHAPS.search(text) for text in texts if text)
    return DOUBT if perhaps and not NO_REFUGE.search(service.name) else None


def may_be_confidential(text: str) -> bool:
    """Whether a row, as it stands in a feed, had better not be quoted."""
    return bool(REFUGE.search(text) or WITHHELD_TERM.search(text) or _FLAG.search(text))


_FLAG = re.compile(r"\"[a-z_]*confidential[a-z_]*\"\s*:\s*(?!\s|false|null|\"\"|0)", re.IGNORECASE)


def _says_so(service: Service) -> bool:
    places = (at.location for at in service.locations)
    told = (text for it in places for text in (it.name, *it.address_lines) if text)
    terms = (term.name for term in service.taxonomy_terms)
    return any(WITHHELD_TERM.search(text) for text in (*told, *terms))
