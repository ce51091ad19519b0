"""Whom an Open Referral service is for: ages, conditions in words, and what to bring."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wayfinder.domain.eligibility import Eligibility
from wayfinder.ingest.cleaning.text import line, paragraphs, stated
from wayfinder.ingest.cleaning.values import age, age_range
from wayfinder.ingest.formats.oruk_json import Json, listed

OLDEST = 120
"""Feeds write 999 for "no upper limit": a maximum beyond this is none."""

_YEARS = re.compile(
    r"(?P<years>-?\d+(?:\.\d+)?)\s*\+?\s*(?:years?|yrs?)?(?: old| of age)?\Z", re.IGNORECASE
)
_AGE_KEYS = ("minimum_age", "maximum_age")


def eligibility(item: Json) -> Eligibility:
    """Stated ages as numbers, all else in words. Raises InvalidInput for an age that cannot be."""
    groups = _groups(item)
    minimum, maximum = _ages(item, groups)
    texts = [item.get("eligibility_description"), item.get("eligibility")]
    texts += [one.get(key) for one in groups for key in ("eligibility", "eligibility_description")]
    texts += [f"{key.replace('_', ' ').capitalize()}: {words}" for key, words in unread_ages(item)]
    words = [text for given in texts if (text := paragraphs(given))]
    return Eligibility(
        minimum_age=minimum,
        maximum_age=maximum,
        text="\n\n".join(dict.fromkeys(words)) or None,
        documents=_documents(item),
    )


def unread_ages(item: Json) -> Iterator[tuple[str, str]]:
    """(field, words) of ages that are no number ("Adults")."""
    for holder in (item, *_groups(item)):
        for key in _AGE_KEYS:
            words = stated(holder.get(key))
            if words and not _YEARS.match(words):
                yield key, words


def _groups(item: Json) -> list[Json]:
    """ORUK 1.0's `eligibilitys`, one for each group of people; feeds also say `eligibility`."""
    return listed(item, "eligibilitys") + listed(item, "eligibility")


def _ages(item: Json, groups: list[Json]) -> tuple[float | None, float | None]:
    """The service's own ages, else those from the youngest group's to the oldest's."""
    own = _range(item)
    if own != (None, None):
        return own
    ranges = [_range(one) for one in groups if any(key in one for key in _AGE_KEYS)]
    lows = [low for low, _ in ranges if low is not None]
    highs = [high for _, high in ranges if high is not None]
    return (
        min(lows) if lows and len(lows) == len(ranges) else None,
        max(highs) if highs and len(highs) == len(ranges) else None,
    )


def _range(holder: Json) -> tuple[float | None, float | None]:
    low, high = (_number(holder.get(key)) for key in _AGE_KEYS)
    years = age(high, "maximum_age") if not _beyond(high) else None
    return age_range(low, years)


def _beyond(value: object) -> bool:
    try:
        return float(str(value)) > OLDEST
    except ValueError:
        return False


def _number(value: object) -> object:
    """An age as a feed gives it, without words; None where it is in words alone."""
    if not isinstance(value, str):
        return value
    found = _YEARS.match(value.strip())
    return found["years"] if found else None


def _documents(item: Json) -> tuple[str, ...]:
    given = (
        line(one.get("document") or one.get("name")) for one in listed(item, "required_documents")
    )
    return tuple(dict.fromkeys(text for text in given if text))
