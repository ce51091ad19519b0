"""When two spellings name the same area."""

from __future__ import annotations

import re
import unicodedata

_SHORT_FORMS = {
    "&": "and",
    "saint": "st",
    "beds": "bedfordshire",
    "berks": "berkshire",
    "bucks": "buckinghamshire",
    "cambs": "cambridgeshire",
    "glos": "gloucestershire",
    "hants": "hampshire",
    "herts": "hertfordshire",
    "lancs": "lancashire",
    "leics": "leicestershire",
    "lincs": "lincolnshire",
    "northants": "northamptonshire",
    "notts": "nottinghamshire",
    "oxon": "oxfordshire",
    "staffs": "staffordshire",
    "wilts": "wiltshire",
    "worcs": "worcestershire",
}
_WORDS = re.compile(r"[^\W_]+|&")
_APOSTROPHES = re.compile(r"['’]")
_INITIALS = re.compile(r"\b(\w) (?=\w\b)")
_BEFORE = re.compile(
    r"^(?:(?:london|royal|metropolitan) )*(?:borough|city|county)(?: and \w+)? of "
)
_AFTER = re.compile(
    r"(?: (?:city and|metropolitan|county|district|borough|city|islands))*"
    r"(?: (?:council|corporation|district|borough|county|city))$"
)


def full_key(name: str) -> str:
    """The name without case, accents, punctuation and "the", short forms written out.

    "St. Albans", "Saint Albans" and "ST ALBANS" share a key; so do "Herts" and "Hertfordshire".
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = [_SHORT_FORMS.get(word, word) for word in _WORDS.findall(plain)]
    return _INITIALS.sub(r"\1", " ".join(word for word in words if word != "the"))


def plain_key(name: str) -> str:
    """`full_key` without the words for a kind of council: "London Borough of Brent" is "brent"."""
    key = _AFTER.sub("", full_key(name))
    return _BEFORE.sub("", key) or key
