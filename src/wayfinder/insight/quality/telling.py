"""What may be told of a value that is wrong: enough for its owner to find it, and nothing that is
nobody's business (people's e-mail addresses, where a confidential place is)."""

from __future__ import annotations

import re

from wayfinder.domain.quality import Fix, severity
from wayfinder.domain.service import Service

EXCERPT_CHARS = 120
WITHHELD = "withheld: its place is confidential"

_EMAIL = re.compile(r"[^\s@<>,;:()\"']+@[^\s@<>,;()\"']+")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)


def excerpt(text: str) -> str:
    """The beginning of a text on one line, without e-mail addresses."""
    if "@" in text:
        text = _EMAIL.sub("[e-mail]", text)
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_CHARS else line[: EXCERPT_CHARS - 1].rstrip() + "…"


def without_place(text: str) -> str:
    """The same of a text of which nobody knows whose it is: without postcodes as well."""
    return excerpt(_POSTCODE.sub("[postcode]", text))


def fix(
    service: Service, field: str, code: str, wrong: str, *, right: str, given: str | None = None
) -> Fix:
    """A row about a service. Of one that is given in a confidential place no free text is told: a
    postcode or a street may stand in it."""
    origin = service.origin("*")
    if given is not None:
        given = WITHHELD if service.has_confidential_place else excerpt(given)
    return Fix(
        source=origin.source_id,
        severity=severity(code),
        record_id=origin.record_id,
        name=excerpt(service.name),
        field=field,
        code=code,
        wrong=wrong,
        given=given,
        right=right,
    )
