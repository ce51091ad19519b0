"""Postcodes told in a need's words: "lunch club sg12 9ba", "lives in SG12", "my postcode is cm17".

A whole postcode is one wherever it stands. Its first half alone may be something else (vitamin B12,
the M25, CO2), so it is one only where it is known, and where it cannot be taken for a word or the
words say that it is a place. Whose place it is, the words before it tell, as they do of a town.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from wayfinder.errors import MalformedPostcode
from wayfinder.location.postcode import OutwardCode, Postcode
from wayfinder.matching.places import is_elsewhere

Code = Postcode | OutwardCode


class PostcodesSaid(Struct, frozen=True):
    """A text without its postcodes (`rest`), and the one that tells where the person is: None where
    there is none, or where there are `several`."""

    rest: str
    code: Code | None = None
    several: bool = False


_NAMED = r"(?:\b(?:(?:my|our|the|her|his|their|home) )*post ?code(?:'s| is| of)?[:,]? *)"
_WHERE = r"(?:\b(?:in|at|near|nr|from|around|round) (?:the )?)"
_BEFORE = rf"(?P<where>{_WHERE})?(?P<named>{_NAMED})?(?<![\w'])"
_OUTWARD = _BEFORE + r"(?P<out>[A-Z]{1,2}[0-9][0-9A-Z]?)"
_FULL = re.compile(_OUTWARD + r"[ -]{0,2}(?P<end>[0-9][ABD-HJLNP-UW-Z]{2})(?![\w'])", re.IGNORECASE)
"""No second half has C, I, K, M, O or V (Royal Mail, PAF Programmers' Guide): "5mg" is a dose."""

_HALF = re.compile(
    _OUTWARD + r"(?: [0-9][A-Z]?(?=\s*(?:$|[.,;)])))?(?![\w'])",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(r"\b(?:by|of|to|for|the) *$", re.IGNORECASE)
_STOPS = ",.;:!?)"
_ORDINAL = re.compile(r"1st|2nd|3rd|[04-9]th")
_LIVES = re.compile(r"\bliv(?:e|es|ing) (?:in|at|near) $", re.IGNORECASE)
_WORDS_TOO = frozenset(("CO2", "ME2", "NE1", "SM1", "ST8"))
"""Gas, and how texts spell "me too", "anyone", "someone" and "straight"."""


class _Mention(Struct, frozen=True):
    """A postcode somewhere in a text: whether the person is there, and whether the words before it
    go on behind it."""

    code: Code
    start: int
    end: int
    theirs: bool
    within: bool


def postcodes_said(words: str, is_outward: Callable[[str], bool]) -> PostcodesSaid:
    """What postcodes a text tells; `is_outward` says whether there is such a first half."""
    if not any(letter.isdigit() for letter in words):
        return PostcodesSaid(words)
    whole = list(_whole(words))
    rest = _without(words, whole)
    halves = list(_halves(rest, is_outward))
    codes = _finest(mention.code for mention in (*whole, *halves) if mention.theirs)
    only = codes[0] if len(codes) == 1 else None
    return PostcodesSaid(_without(rest, halves), only, several=len(codes) > 1)


def _whole(words: str) -> Iterator[_Mention]:
    for found in _FULL.finditer(words):
        if found["named"] or not _ORDINAL.fullmatch(found["end"]):
            try:
                code = Postcode.parse(found["out"] + found["end"])
            except MalformedPostcode:
                continue
            yield _mention(code, found, words)


def _halves(words: str, is_outward: Callable[[str], bool]) -> Iterator[_Mention]:
    for found in _HALF.finditer(words):
        try:
            code = OutwardCode.parse(found["out"])
        except MalformedPostcode:
            continue
        if is_outward(code.code) and (found["named"] or _is_place(code, found, words)):
            yield _mention(code, found, words)


def _is_place(code: OutwardCode, found: re.Match[str], words: str) -> bool:
    another = len(code.area) == 1 or code.code in _WORDS_TOO
    return not another or _LIVES.search(words[: found.start("out")]) is not None


def _mention(code: Code, found: re.Match[str], words: str) -> _Mention:
    before = words[: found.start("out")]
    within = found["where"] is not None or _LEADS_ON.search(words[: found.start()]) is not None
    return _Mention(code, found.start(), found.end(), not is_elsewhere(before), within)


def _finest(codes: Iterable[Code]) -> list[Code]:
    """Each once, and no first half of one that is there whole."""
    told = list(dict.fromkeys(codes))
    whole = {code.outward for code in told if isinstance(code, Postcode)}
    return [code for code in told if isinstance(code, Postcode) or code.code not in whole]


def _without(words: str, mentions: Iterable[_Mention]) -> str:
    """The words with a comma in place of each mention, so that nothing runs together but what it
    stood within: "referred by SG1 1EH surgery"."""
    kept, after, between = "", 0, ""
    for each in mentions:
        kept = _joined(kept, between, words[after : each.start])
        after, between = each.end, " " if each.within else ", "
    return _joined(kept, between, words[after:]) if after else words


def _joined(before: str, between: str, after: str) -> str:
    told = after.strip(" ") if between.isspace() else after.strip(" ,")
    apart = before and told and told[0] not in _STOPS
    return f"{before}{between}{told}" if apart else before + told
