"""How a word sounds to an English ear, as far as spelling needs it.

Metaphone (jellyfish 1.3 was tried) keeps the silent letters that misspellers drop: to it
"sycologist" is no "psychologist", "asma" no "asthma" and "kemist" no "chemist". The rules below
are few, and chosen for the words of health and care.
"""

from __future__ import annotations

import re

_HEARD_AS = (
    ("s", r"^ps(?=y)|^sc(?=[eiy])|^x|t?c(?=[eiy])|t?z|ts(?=[eiyo])|sc(?=[eiy])"),
    ("n", r"^[gkp]n"),
    ("r", r"^wr|rh"),
    ("w", r"^wh"),
    ("sk", r"sch(?=[oi])"),
    ("k", r"(?<=sy)ch|(?<=[aeiou])ch(?=e$|es$)|^ch(?=em|iro|or)|ch(?=[lr]|itis)|(?<=ma)ch$|ck"),
    ("ch", r"t?ch"),
    ("sh", r"[cst]h?i(?=an|al|on|en|ous)|ti(?=a)|sh"),
    ("sm", r"sthm"),
    ("f", r"ph"),
    ("j", r"dg(?=[eiy])|g(?=[eiy])"),
    ("", r"gh|e$"),
    ("ks", r"cz|x|cs"),
    ("kw", r"qu"),
    ("k", r"c|q"),
    ("m", r"mb$"),
    ("t", r"bt"),
    ("el", r"le$"),
    ("e", r"ae|oe"),
    ("i", r"(?<=.)y(?![aeiou])"),
)
"""What is heard, and the letters that are heard so; where two fit at one place, the first does."""

_LETTERS = re.compile("|".join(f"({letters})" for _, letters in _HEARD_AS))
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouyhw]*[aeiouy][aeiouyhw]*")


def sound(word: str) -> str:
    """The word respelt by ear: "phone" and "fone" are both "fon"."""
    return _LETTERS.sub(_heard, _TWICE.sub(r"\1", word))


def skeleton(heard: str) -> str:
    """A `sound` whose vowels are all alike: "numonia" and "pneumonia" are both "namana"."""
    return _TWICE.sub(r"\1", _VOWELS.sub("a", heard))


def _heard(found: re.Match[str]) -> str:
    return _HEARD_AS[(found.lastindex or 1) - 1][0]
