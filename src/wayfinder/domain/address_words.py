"""How an address may be spelt in a text: patterns that find it in any of these ways.

Words may be abbreviated, written together or apart with anything between; a house number may be a
word, bear a letter, or be one of a range; a postcode may be spelt with any separators.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SHORT_FOR = (
    ("avenue", "ave", "av"), ("close", "cl"), ("court", "ct"), ("crescent", "cres", "cresc"),
    ("drive", "dr", "drv"), ("gardens", "garden", "gdns", "gdn"), ("green", "grn"),
    ("grove", "gr", "grv"), ("hill", "hl"), ("house", "hse", "ho"), ("lane", "ln"),
    ("lodge", "ldg"), ("mount", "mt"), ("parade", "pde"), ("park", "pk"), ("place", "pl"),
    ("road", "rd"), ("saint", "st"), ("square", "sq"), ("street", "str", "st"),
    ("terrace", "terr", "ter"), ("villas", "villa"), ("way", "wy"), ("yard", "yd"),
    ("north", "n"), ("south", "s"), ("east", "e"), ("west", "w"), ("upper", "upr"),
    ("lower", "lwr"), ("great", "gt"), ("little", "lt"), ("cottage", "cottages", "cott"),
    ("building", "buildings", "bldg", "bldgs"), ("centre", "center", "ctr"), ("mews", "mws"),
    ("and",),
)  # fmt: skip
"""Words of addresses, each with how it is abbreviated."""

GENERIC = frozenset(word for them in _SHORT_FOR for word in them) | frozenset(
    "the of row walk flat floor unit room first second third ground high main old new church"
    " station london school mill queen queens king kings".split()
)
"""Words that a great many addresses hold: one of them alone tells none."""

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()

GAP = r"[\W_]{0,4}"
"""What may stand between two words of an address, or two letters of a postcode: anything but
letters and digits, and nothing at all."""

_NUMBER = rf"(?:\d{{1,4}}(?:\s?[a-z](?![^\W_]))?|(?:{'|'.join(_NUMBERS)})(?![^\W_]))"
_BEFORE = r"(?:(?:flat|unit|room|apartment|apt|number|numbers|nos?)[\W_]{0,3})?"
_NEXT = r"[\W_]{1,3}(?:(?:to|and|or)[\W_]{1,3})?"
_RANGE = rf"{_NUMBER}(?:{_NEXT}{_NUMBER}){{0,3}}"

NUMBER = rf"{_BEFORE}{_RANGE}{GAP}"
"""A house number in front of a street, whichever it is, or a few of them."""


@lru_cache(maxsize=4096)
def as_spelt(words: str) -> str:
    """A pattern of these words (as `same_place.words` has them) in any spelling."""
    return GAP.join(_word(each) for each in words.split())


def with_number(number: str, street: str) -> str:
    """A pattern of a street behind this house number, alone, in a range, or with a letter."""
    spelt = int(number) if number.isdecimal() else 0
    word = f"|{_NUMBERS[spelt - 1]}" if 0 < spelt <= len(_NUMBERS) else ""
    own = rf"(?:0*{re.escape(number)}(?:\s?[a-z](?![^\W_]))?{word})"
    before, after = rf"(?:{_NUMBER}{_NEXT}){{0,3}}", rf"(?:{_NEXT}{_NUMBER}){{0,3}}"
    return f"{_BEFORE}{before}{own}{after}{GAP}{street}"


def postcode(code: str) -> str:
    """A pattern of a postcode, whatever stands between its letters; a letter O is written for a
    nought and a letter I for a one, and the other way round."""
    return GAP.join(_ALIKE.get(it, re.escape(it)) for it in code.upper() if it.isalnum())


_ALIKE = {**dict.fromkeys("0O", "[0O]"), **dict.fromkeys("1I", "[1IL]")}


def outward(code: str) -> str:
    """A pattern of the first half of a postcode, which is often smaller than a district."""
    half = "".join(code.upper().split())[:-3]
    return r"[ -]?".join(map(re.escape, re.findall(r"[A-Z]+|\d\w*", half)))


def degrees(value: float) -> str:
    """A pattern of a coordinate to two decimals or more, within some 100 m, cut off or rounded."""
    near = (value - 0.001, value, value + 0.001)
    spelt = {f"{abs(it):.2f}" for it in near} | {f"{int(abs(it) * 100) / 100:.2f}" for it in near}
    either = "|".join(sorted(it.replace(".", "[.,]") for it in spelt))
    return rf"(?<![\d.,£$€])[-\u2212\u2013]?(?:{either})\d*°?(?:\s?[NEW]\b)?"


def runs(line: str) -> list[list[str]]:
    """The words of a line between its numbers: [["rose", "house"], ["elm", "road"]] of "rose
    house 12 elm road"."""
    found: list[list[str]] = [[]]
    for word in line.split():
        if any(map(str.isdigit, word)):
            found.append([])
        else:
            found[-1].append(word)
    return [each for each in found if each]


def telling_words(line: str) -> frozenset[str]:
    """Those of a line that tell it apart, as they would in a web address."""
    least = 4
    words = (word for run in runs(line) for word in run)
    return frozenset(it for it in words if len(it) >= least and it not in GENERIC)


def _word(word: str) -> str:
    kin = {short for them in _SHORT_FOR if word in them for short in them} or {word}
    spelt = sorted(kin, key=lambda it: (-len(it), it))
    either = "|".join(_with_apostrophe(it) for it in spelt)
    return f"(?:{either})" if word != "and" else "(?:and|&)?"


def _with_apostrophe(word: str) -> str:
    if word.endswith("s") and len(word) > 2:
        return rf"{re.escape(word[:-1])}['\u2019]?s['\u2019]?"
    return re.escape(word)
