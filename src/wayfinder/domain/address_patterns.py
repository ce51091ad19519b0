"""What to look for in texts where a confidential place must not be read: its address in any
spelling, the town beside it, and web addresses that hold a word of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from wayfinder.domain.address_words import (
    NUMBER,
    as_spelt,
    degrees,
    outward,
    postcode,
    runs,
    telling_words,
    with_number,
)
from wayfinder.domain.same_place import tells_the_place, words
from wayfinder.domain.service import Location

Pattern = re.Pattern[str]

_ALONE = r"(?<![^\W_])(?:{})(?![^\W_])"
_COUNTIES = frozenset({"hertfordshire", "herts", "essex", "england", "uk", "united kingdom"})


class Part(NamedTuple):
    """A piece of an address as a pattern; it tells nothing where `words` stand in the names that a
    service has in public (None: it always tells)."""

    words: str | None
    pattern: str


def addresses(places: tuple[Location, ...], names: str) -> Pattern | None:
    """Whatever of these places' addresses could be read in a text, with the town that stands beside
    it, as one: how many lines there are would tell something."""
    parts = _telling((part for place in places for part in _parts(place)), names)
    if not parts:
        return None
    beside = _telling((part for place in places for part in near(place)), names)
    return _joined(parts, beside, links(places, names))


@lru_cache(maxsize=256)
def _joined(parts: frozenset[str], beside: frozenset[str], held: str | None) -> Pattern:
    one = _ALONE.format("|".join((*_holding(held), *_longest_first(parts))))
    more = _ALONE.format("|".join(_longest_first(parts | beside)))
    before = rf"(?:{_ALONE.format('|'.join(_longest_first(beside)))}[\W_]+)?" if beside else ""
    return re.compile(rf"{before}{one}(?:[\W_]+{more})*", re.IGNORECASE)


def links(places: tuple[Location, ...], names: str) -> str | None:
    """A pattern of whatever of the address may stand in a web or e-mail address, as one word with
    others; None for nothing."""
    known = f" {words(names)} "
    lines = [words(line) for it in places for line in (*it.address_lines, it.name or "")]
    told = {it for line in lines for it in telling_words(line)}
    towns = {it for place in places for it in words(place.city or "").split()}
    found = {re.escape(it) for it in told - towns - _COUNTIES if f" {it} " not in known}
    found |= {p.pattern for it in places for p in _parts(it) if p.words is None}
    return "|".join(_longest_first(found)) or None


@lru_cache(maxsize=4096)
def near(place: Location) -> list[Part]:
    """What places an address more finely than its district, and stands beside it: its town, a
    part of a town, the first half of its postcode."""
    said = {words(it) for it in (place.city or "", *place.address_lines)}
    lines = [it for it in said if it and not any(map(str.isdigit, it)) and it not in _COUNTIES]
    towns = [it for it in lines if not tells_the_place(it, Location(id=""), "")]
    district = words(place.district.name) if place.district else ""
    found = [Part(f" {it} ", as_spelt(it)) for it in towns if f" {it} " not in f" {district} "]
    return found + ([Part(None, outward(place.postcode))] if place.postcode else [])


def towns(places: tuple[Location, ...], names: str) -> Pattern | None:
    """The towns of these places, where they are not named in public."""
    found = _telling((part for place in places for part in near(place)), names)
    return re.compile(_ALONE.format("|".join(_longest_first(found))), re.I) if found else None


@lru_cache(maxsize=4096)
def in_full(place: Location) -> Pattern | None:
    """The address of a place as nobody writes it who means another one: a street with its number,
    or a line of it with its postcode."""
    code = postcode(place.postcode) if place.postcode else None
    found = []
    for line in map(words, place.address_lines):
        number, run = _numbered(line)
        if number:
            other = rf"(?![^\n]{{0,40}}?{_POSTCODE})" if code else ""
            whole = with_number(number, as_spelt(run))
            found += [rf"{whole}[^\n]{{0,40}}?{code}", f"{whole}{other}"] if code else [whole]
        elif code and tells_the_place(line, place, ""):
            found.append(rf"{as_spelt(line)}[^\n]{{0,40}}?{code}")
    return re.compile(_ALONE.format("|".join(found)), re.IGNORECASE) if found else None


def key_words(place: Location) -> frozenset[str]:
    """Words of which one must stand in a text that tells the address in full."""
    lines = [words(line) for line in place.address_lines]
    told = [max(run, key=len) for line in lines for run in runs(line)[-1:]]
    return frozenset(told)


_POSTCODE = r"(?<![^\W_])[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?![^\W_])"


@lru_cache(maxsize=4096)
def _parts(place: Location) -> tuple[Part, ...]:
    """What of one place's address could be read in a text."""
    lines = [words(line) for line in place.address_lines if tells_the_place(line, place, "")]
    parts = [part for line in lines for part in _of_line(line, place)]
    if place.name:
        parts.append(Part(words(place.name), as_spelt(words(place.name))))
    if place.postcode:
        parts.append(Part(None, postcode(place.postcode)))
    point = (it for it in (place.lat_deg, place.lon_deg) if it is not None)
    parts += [Part(None, degrees(value)) for value in point]
    return tuple(part for part in parts if part.pattern)


def _of_line(line: str, place: Location) -> list[Part]:
    parts = [Part(f" {line} ", as_spelt(line))]
    for run in (" ".join(it) for it in runs(line)):
        if tells_the_place(run, place, ""):
            spelt = as_spelt(run)
            parts += [Part(f" {run} ", rf"(?:{NUMBER})?{spelt}"), Part(None, f"{NUMBER}{spelt}")]
    number, run = _numbered(line)
    if number:
        parts.append(Part(f" {line} ", with_number(number, as_spelt(run))))
    return parts


def _numbered(line: str) -> tuple[str | None, str]:
    """The number of a line ("12") and the words behind it; none of a line without."""
    found = re.search(r"(?:^|\s)(\d+)[a-z]?((?: [^\W\d]+)+)$", line)
    return (found[1], found[2].strip()) if found else (None, line)


def _telling(parts: Iterable[Part], names: str) -> frozenset[str]:
    known = f" {words(names)} "
    return frozenset(it.pattern for it in parts if it.words is None or it.words not in known)


def _holding(held: str | None) -> tuple[str, ...]:
    """Whole web and e-mail addresses that hold one of these."""
    if held is None:
        return ()
    web = rf"(?:https?://|www\.)[^\s<>\"]{{0,200}}?(?:{held})[^\s<>\"]*"
    return web, rf"[\w.+-]{{0,64}}?(?:{held})[\w.+-]{{0,64}}@[\w.-]+\w"


def _longest_first(parts: Iterable[str]) -> list[str]:
    return sorted(parts, key=lambda part: (-len(part), part))
