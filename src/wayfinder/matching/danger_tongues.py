"""Danger told in another language or in broken letters, put into English that the rules read.

Only the few sentences of `directory/safety/tongues.toml`: a net, and no translation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec import Struct

from wayfinder.index.text import APOSTROPHES

NO_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
_INITIALS_PAST = re.compile(rf"\b(od)[{APOSTROPHES}](d)\b", re.IGNORECASE)
_UNDIVIDED = str.maketrans("ıłđßøðþ", "ildsodp")
_LETTERS_APART = re.compile(r"(?<![a-z0-9])[a-z]([ .*_-])[a-z](?:\1[a-z])+(?![a-z0-9])")
_STARS = re.compile(r"(?<=[a-z])\*+(?=[a-z])")


class Tongue(Struct, frozen=True, forbid_unknown_fields=True):
    """One `[[tongue]]` of `tongues.toml`: what its sentences mean in plain English."""

    language: str
    means: dict[str, str]


class TonguesFile(Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    tongue: tuple[Tongue, ...]


def latin(tongues: Iterable[Tongue]) -> dict[str, str]:
    """The sentences of Latin letters, without accents, and what they mean."""
    return {said: meant for said, meant in _sentences(tongues) if said.isascii()}


def other_scripts(tongues: Iterable[Tongue]) -> dict[str, str]:
    """The sentences of any other script, and what they mean."""
    return {said: meant for said, meant in _sentences(tongues) if not said.isascii()}


def in_english(text: str, scripts: Mapping[str, str]) -> str:
    """`text` with the sentences of `scripts` put into English, each a sentence of its own."""
    if text.isascii():
        return text
    plain = unaccented(text.lower())
    for said, meant in scripts.items():
        plain = plain.replace(said, f". {meant}. ") if said in plain else plain
    return plain


def unaccented(text: str) -> str:
    """`text` without apostrophes and accents: "żyć" is "zyc"."""
    straight = without_apostrophes(text)
    return "".join(
        c for c in unicodedata.normalize("NFKD", straight) if not unicodedata.combining(c)
    ).translate(_UNDIVIDED)


def without_apostrophes(text: str) -> str:
    """`text` without apostrophes; "od'd" is "oded", for without one it would be odd."""
    return _INITIALS_PAST.sub(r"\1e\2", text).translate(NO_APOSTROPHES)


def letters_joined(text: str) -> str:
    """Lower-case `text` with words that were spelt apart made whole: "k.m.s", "s u i", "r*pe"."""
    if "*" in text:
        text = _STARS.sub("", text)
    return _LETTERS_APART.sub(lambda apart: apart[0].replace(apart[1], ""), text)


def _sentences(tongues: Iterable[Tongue]) -> Iterable[tuple[str, str]]:
    for tongue in tongues:
        for said, meant in tongue.means.items():
            yield unaccented(said.lower()), meant
