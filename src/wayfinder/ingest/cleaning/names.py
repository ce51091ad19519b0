"""Names that a register SHOUTS, written as people write them."""

from __future__ import annotations

import re

_SMALL = frozenset(
    (
        "and", "at", "by", "de", "for", "from", "in", "into", "la", "le", "near", "next", "of",
        "off", "on", "or", "over", "the", "to", "under", "upon", "via", "with",
    )
)  # fmt: skip
_KEPT = frozenset(
    (
        "NHS", "GP", "GPS", "PMS", "APMS", "GMS", "HMP", "UK", "CAMHS", "MIU", "UTC", "ICB",
        "PCN", "CCG", "OOH", "LLP", "PLC", "A&E", "ENT", "IAPT", "HIV", "USA", "BMI", "RAF",
        "HMS", "AA", "YMCA", "YWCA", "UCL", "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI",
        "XII",
    )
)  # fmt: skip
_AS_WRITTEN = {
    "LTD": "Ltd",
    "ST": "St",
    "DR": "Dr",
    "DRS": "Drs",
    "MR": "Mr",
    "MRS": "Mrs",
    "MS": "Ms",
    "RD": "Rd",
    "CTR": "Ctr",
    "NR": "Nr",
    "PHD": "PhD",
    "BSC": "BSc",
}
_WORD = re.compile(r"[^\W_]+(?:['’&][^\W_]+)*")
_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)")
_VOWEL = re.compile(r"[AEIOUY]")


def unshouted(name: str) -> str:
    """`name` in title case if it holds no small letter, else as it stands.

    Abbreviations stay ("NHS", "PMS", letters without a vowel), "St", "Dr" and "McX" are spelt so,
    joining words are small unless they come first: "ST MARY'S AND MCCALL" is "St Mary's and
    McCall".
    """
    if not name.isupper():
        return name
    return _WORD.sub(lambda word: _spelt(word.group(), first=_begins(name, word.start())), name)


def _begins(name: str, at: int) -> bool:
    """Whether a name, or a part of it set off by a dash or bracket, begins here."""
    return at == 0 or name[:at].endswith((" - ", "(", ": ", "/ "))


def _spelt(word: str, *, first: bool) -> str:
    if word in _AS_WRITTEN:
        return _AS_WRITTEN[word]
    if word in _KEPT or _is_code(word):
        return word
    if word.lower() in _SMALL and not first:
        return word.lower()
    if _ORDINAL.fullmatch(word):
        return word.lower()
    return _capitals(word)


def _is_code(word: str) -> bool:
    """Initials, "6G", "PCT": nothing that could be pronounced."""
    if _ORDINAL.fullmatch(word):
        return False
    return any(letter.isdigit() for letter in word) or not _VOWEL.search(word)


def _capitals(word: str) -> str:
    if word.startswith("MC") and len(word) > 4:
        return "Mc" + word[2:].capitalize()
    head, mark, tail = (*re.split(r"(['’])", word, maxsplit=1), "", "")[:3]
    if mark and len(head) == 1 and len(tail) > 1:
        return head + mark + tail.capitalize()
    return head.capitalize() + mark + tail.lower()
