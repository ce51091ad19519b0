"""Ages as sources write them: "18+", "11 to 25 year olds", "over 55s"."""

from __future__ import annotations

import re

_N = r"\d{1,2}"
_OLD = r"[ -]?(?:years?|yrs?)[ -](?:olds?|of age)"
_YEARS = rf"(?:{_OLD}|[ -]?(?:years?|yrs?)\b)"
_TO = r"(?: ?[-–—] ?| to )"
_UP = r"(?:over|above|older|upwards|up)"
_DOWN = r"(?:under|younger|below)"

_BETWEEN = rf"(?:(?:from )?{_N}{_YEARS}?{_TO}{_N}|between {_N}{_YEARS}? and {_N})"
_LEAST = (
    rf"(?:from |at least )?{_N}{_YEARS}?(?: ?\+| plus\b){_YEARS}?"
    rf"|(?:from )?{_N}{_YEARS}?,? (?:and|or|&) {_UP}{_YEARS}?"
    rf"|(?:from )?{_N}{_YEARS}? (?:upwards|onwards)"
)
_MOST = rf"{_N}{_YEARS}?,? (?:and|or|&) {_DOWN}{_YEARS}?"
_OVER, _UNDER = r"over[ -](?:the age of )?", r"under[ -](?:the age of )?"
_LOOSE = (
    rf"{_BETWEEN}(?:s\b|{_YEARS})?|{_LEAST}|{_MOST}|at least {_N}{_YEARS}?"
    rf"|(?:{_OVER}|{_UNDER}){_N}(?:s\b|{_YEARS})?"
    rf"|up to (?:the age of )?{_N}{_YEARS}?"
)

BESIDE_PEOPLE = rf"(?:(?:aged?|ages):? )?(?:{_LOOSE})"
"""What is an age next to people ("children 5-11") or under a heading ("Age group: 4 to 18")."""

BY_ITSELF = (
    rf"(?:(?:aged?|ages):? (?:{_LOOSE})|{_BETWEEN}(?:s\b|{_OLD})|{_LEAST}|{_MOST}"
    rf"|(?:{_OVER}|{_UNDER}){_N}(?:s\b|{_OLD}|(?!\w|{_YEARS}))"
    rf"|up to (?:the age of {_N}\b|{_N}{_OLD}))"
)
"""What is an age wherever it stands: "10 to 12" may be hours and "over 10 years" experience."""

UNDER = rf"{_UNDER}{_N}(?:s\b|{_YEARS})?"
"""Those below an age, as in "no under 18s"."""

_ABOVE_IT = re.compile(rf"\b(?:{_OVER}|at least |{_LEAST})")
_NUMBER = re.compile(_N)


def years_told(words: str) -> tuple[float | None, float | None] | None:
    """The youngest and the oldest age (years, both included; None: no limit) of what one of the
    shapes above found; None where the one is not below the other."""
    low, *high = map(float, _NUMBER.findall(words))
    if high:
        return (low, high[0]) if low < high[0] else None
    if _ABOVE_IT.search(words):
        return low, None
    return None, low - 1 if re.search(_UNDER, words) else low
