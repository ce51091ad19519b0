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

WITHHELD = "[address withheld]"
"""What stands in a text where the address stood."""

Pattern = re.Pattern[str]

_ALONE = r"(?<![^\W_])(?:{})(?![^\W_])"
_COUNTIES = frozenset({"hertfordshire", "herts", "essex", "england", "uk", "united kingdom"})


class Part(NamedTuple):
    """A piece of an address as a pattern; it tells nothing where `words` stand in the names that a
    service has in public (None: it always tells). A street tells even then, behind a number."""

    words: str | None
    pattern: str
    is_street: bool = False


class Address(NamedTuple):
    """What to strike out of a text: whatever could be read of addresses, and then the towns beside
    it, so that all is struck as one: how many lines there are would tell something."""

    parts: Pattern
    beside: Pattern

    def struck(self, text: str) -> str:
        """The text without them."""
        left = self.parts.sub(WITHHELD, text)
        return self.beside.sub(WITHHELD, left) if WITHHELD in left else left


def addresses(places: tuple[Location, ...], names: str) -> Address | None:
    """Whatever of these places' addresses could be read in a text."""
    parts = [part for place in places for part in _parts(place)]
    if not parts:
        return None
    streets = frozenset(it.pattern for it in parts if it.is_street)
    alone = _telling(parts, names)
    beside = _telling((part for place in places for part in near(place)), names)
    return Address(
        _any_of(streets & alone, streets, alone - streets, links(places, names)), _beside(beside)
    )


@lru_cache(maxsize=2048)
def _any_of(
    telling: frozenset[str], streets: frozenset[str], others: frozenset[str], held: str | None
) -> Pattern:
    found = [*_holding(held), *_longest_first(others)]
    if streets:
        found.append(f"{NUMBER}(?:{'|'.join(_longest_first(streets))})")
    return re.compile(_ALONE.format("|".join((*found, *_longest_first(telling)))), re.IGNORECASE)


@lru_cache(maxsize=2048)
def _beside(towns: frozenset[str]) -> Pattern:
    mark = re.escape(WITHHELD)
    either = "|".join((*_longest_first(towns), mark))
    town = rf"(?:{_ALONE.format('|'.join(_longest_first(towns)))}[\W_]+)?" if towns else ""
    return re.compile(rf"{town}{mark}(?:(?:[^\w\[]|_)*(?:{either})(?![^\W_]))*", re.IGNORECASE)


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
    but not where another postcode follows, or a line of it with its postcode."""
    code = postcode(place.postcode) if place.postcode else None
    found = []
    for line in map(words, place.address_lines):
        number, run = _numbered(line)
        if number:
            follows = rf"(?:[^\n]{{0,40}}?{code}|(?![^\n]{{0,40}}?{_POSTCODE}))" if code else ""
            found.append(with_number(number, as_spelt(run)) + follows)
        elif code and tells_the_place(line, place, ""):
            found.append(rf"{as_spelt(line)}[^\n]{{0,40}}?{code}")
    return re.compile(_ALONE.format("|".join(found)), re.IGNORECASE) if found else None


def key_words(place: Location) -> list[frozenset[str]]:
    """For each line, the words that must all stand in a text that tells it in full."""
    last = [runs(words(line))[-1:] for line in place.address_lines]
    return [telling_words(" ".join(run)) or frozenset(run[:1]) for each in last for run in each]


_POSTCODE = r"(?<![^\W_])[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?![^\W_])"


@lru_cache(maxsize=4096)
def _parts(place: Location) -> tuple[Part, ...]:
    """What of one place's address could be read in a text."""
    told = (line for line in place.address_lines if tells_the_place(line, place, ""))
    lines = list(map(words, told))
    parts = [part for line in lines for part in _of_line(line, place)]
    if place.name:
        parts.append(Part(words(place.name), as_spelt(words(place.name))))
    if place.postcode:
        parts.append(Part(None, postcode(place.postcode)))
    point = (it for it in (place.lat_deg, place.lon_deg) if it is not None)
    parts += [Part(None, degrees(value)) for value in point]
    return tuple(part for part in parts if part.pattern)


def _of_line(line: str, place: Location) -> list[Part]:
    telling = [run for it in runs(line) if tells_the_place(run := " ".join(it), place, "")]
    parts = [Part(f" {run} ", as_spelt(run), is_street=True) for run in telling]
    number, run = _numbered(line)
    if run in telling:
        return parts
    return [
        *parts,
        Part(f" {line} ", with_number(number, as_spelt(run)) if number else as_spelt(line)),
    ]


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
