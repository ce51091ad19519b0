"""Names with their own initials behind them: "Carers in Herts (CIH)"."""

from __future__ import annotations

import re

from msgspec.structs import replace

from wayfinder.domain.service import Organization
from wayfinder.domain.service_words import in_words, said_otherwise

_INITIALS = re.compile(r"\s*\(([A-Z]{2,10})\)$")


def adds_only_initials(taken: Organization, said: Organization) -> bool:
    """Whether another says of an organisation only what is `taken`, but for its initials."""
    if without_initials(taken.name) != without_initials(said.name):
        return False
    return said_otherwise(taken, replace(said, name=taken.name)) == in_words(taken)


def without_initials(name: str) -> str:
    """The name; as it stands where the brackets hold anything but its own initials."""
    found = _INITIALS.search(name)
    words = re.findall(r"\w+", name[: found.start()]) if found else []
    initials = {
        "".join(it[0] for it in words).upper(),
        "".join(it[0] for it in words if it[0].isupper()),
    }
    return name[: found.start()] if found and found[1] in initials else name
