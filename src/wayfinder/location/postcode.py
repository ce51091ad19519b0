"""Postcodes as people write them, read into one value.

The shapes are Royal Mail's (PAF Programmers' Guide): the outward code is A9, A99, A9A, AA9, AA99
or AA9A and the inward code 9AA. Two historic oddities, NPT (Newport, withdrawn) and GIR 0AA, are
not read. Shape is all that is judged here; whether a postcode exists is the gazetteer's to say.
"""

from __future__ import annotations

import re

from msgspec import Struct

from wayfinder.errors import FieldError, MalformedPostcode

EXAMPLE = "AL1 3JE"

_OUTWARD = re.compile(r"[A-Z][A-HJ-Z]?(?:[0-9]|[1-9][0-9A-Z])")
_INWARD = re.compile(r"[0-9][A-Z]{2}")
_FULL = re.compile(rf"({_OUTWARD.pattern})({_INWARD.pattern})")
_CUT_SHORT = re.compile(r"(\S+)\s+[0-9][A-Z]?")
_SEPARATORS = re.compile(r"[\W_]+")
_DIGITS = str.maketrans("OI", "01")
_LETTERS = str.maketrans("01", "OI")


class OutwardCode(Struct, frozen=True):
    """The first half of a postcode, the area of one delivery office: "AL1"."""

    code: str

    @classmethod
    def parse(cls, text: str) -> OutwardCode:
        """Read "al1", " AL 1 " or "AL1". Raises MalformedPostcode."""
        code = _mend_outward(_letters_and_digits(text))
        if not _OUTWARD.fullmatch(code):
            raise malformed()
        return cls(code)

    @property
    def area(self) -> str:
        """The leading letters, the postcode area: "AL"."""
        return self.code[:2] if self.code[1].isalpha() else self.code[0]

    def __str__(self) -> str:
        return self.code


class Postcode(Struct, frozen=True):
    """A whole postcode. `str()` gives its proper spelling; `repr()` keeps the second half back,
    so that no log or traceback can hold somebody's address.
    """

    outward: str
    inward: str

    @classmethod
    def parse(cls, text: str) -> Postcode:
        """Read any case, spacing and punctuation: "al1-3je", " AL1 3JE.", "AL13JE".

        O for 0 and I for 1 (and the reverse) are mended only where the shape leaves no choice.
        Raises MalformedPostcode.
        """
        typed = _letters_and_digits(text)
        match = _FULL.fullmatch(typed) or _FULL.fullmatch(_mend(typed))
        if match is None:
            raise malformed()
        return cls(match[1], match[2])

    @property
    def outward_code(self) -> OutwardCode:
        """The outward code as a value of its own."""
        return OutwardCode(self.outward)

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}"

    def __repr__(self) -> str:
        return f"Postcode({self.outward} ***)"


def parse_place_code(text: str) -> Postcode | OutwardCode:
    """Read a postcode, or as much of one as was given.

    "AL1 3JE" is a Postcode; "AL1" an OutwardCode, and so are "AL1 3" and "AL1 3J" (a sector is
    no finer than we can honestly place). Raises MalformedPostcode.
    """
    if cut_short := _CUT_SHORT.fullmatch(text.strip().upper()):
        return OutwardCode.parse(cut_short[1])
    try:
        return Postcode.parse(text)
    except MalformedPostcode:
        return OutwardCode.parse(text)


def malformed(*, or_town: bool = False) -> MalformedPostcode:
    """The error for a bad shape. It never repeats what was typed: that may be an address.

    `or_town`: the name of a town would do as well.
    """
    half = "its first half such as AL1"
    others = f"{half}, or a town by its name such as St Albans" if or_town else half
    message = f"Give a UK postcode such as {EXAMPLE}, or {others}."
    return MalformedPostcode(
        f"`postcode` does not have the shape of a UK postcode. {message}",
        (FieldError("postcode", message),),
    )


def _letters_and_digits(text: str) -> str:
    typed = _SEPARATORS.sub("", text)
    return typed.upper() if typed.isascii() else ""


def _mend(typed: str) -> str:
    outward, inward = typed[:-3], typed[-3:]
    return _mend_outward(outward) + inward[:1].translate(_DIGITS) + inward[1:]


def _mend_outward(outward: str) -> str:
    """Put right O/0 and I/1 where only one reading can be an outward code.

    The first character is a letter; no postcode area has I for its second letter; no outward code
    ends in O or I, or has 0 before another digit.
    """
    if not 2 <= len(outward) <= 4:
        return outward
    first, middle, last = outward[0].translate(_LETTERS), outward[1:-1], outward[-1]
    if len(middle) == 2:
        middle = middle[0].replace("0", "O") + middle[1].translate(_DIGITS)
    elif len(middle) == 1:
        middle = middle.replace("0", "O").replace("I", "1")
    return first + middle + last.translate(_DIGITS)
