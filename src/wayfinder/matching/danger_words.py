"""Reading a need's words for danger: inflection, text-speak and misspelling set aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import combinations

import Stemmer
from msgspec import Struct
from rapidfuzz.distance import OSA

SENTENCE_BREAK = 100
SHORTEST_MISSPELT = 5
COMMA, FULL_STOP = ",", "."
SENTENCE_ENDS = ".!?;\n"

_PIECE = re.compile(r"[a-z0-9]+|\.{2,}|[.!?;\n,:()]|(?<=\s)[-–—](?=\s)")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_NEGATED_VERBS = {
    **{verb: f"{verb}nt" for verb in ("do", "does", "did", "is", "are", "was", "were", "could")},
    **{verb: f"{verb}nt" for verb in ("would", "has", "have", "had", "should")},
    "can": "cant",
    "will": "wont",
}


class Spelling(Struct, frozen=True, kw_only=True):
    """How words are put right: `respell` for text-speak, `slips` for keywords and their typos.

    `slips` maps a keyword to how many letters may be wrong; `real_words` look like one and are not.
    """

    respell: dict[str, tuple[str, ...]]
    slips: dict[str, int]
    real_words: frozenset[str]


class Reading(Struct, frozen=True):
    """A text as the rules see it: which known words stand where (sentences lie far apart)."""

    present: frozenset[int]
    positions: dict[int, list[int]]
    words: dict[int, tuple[int, ...]]


class Lexicon(Struct, frozen=True):
    """The rules' own words, each with a number: a stem, or an exact form written `=form`."""

    numbers: dict[str, int]
    spelling: Spelling
    misspelt: dict[str, tuple[str, ...]]
    stemmer: Stemmer.Stemmer


def build_lexicon(rule_words: Iterable[str], spelling: Spelling) -> Lexicon:
    """Numbers for all words of the rules, and a look-up table of the keywords' misspellings."""
    stemmer = Stemmer.Stemmer("english", 0)  # 0: no cache, so no word of a need stays in memory
    keys = sorted({_key(word, stemmer) for word in rule_words})
    misspelt: dict[str, tuple[str, ...]] = {}
    for word, slips in spelling.slips.items():
        for shorter in _shorter(word, slips):
            misspelt[shorter] = (*misspelt.get(shorter, ()), word)
    return Lexicon({key: number for number, key in enumerate(keys)}, spelling, misspelt, stemmer)


def number_of(lexicon: Lexicon, word: str) -> int:
    """The number of a word as rules write it ("bleeding", "=die")."""
    return lexicon.numbers[_key(word, lexicon.stemmer)]


def tokens(text: str) -> list[str]:
    """Lower-case words, "," and "." for breaks; "do not" is one word, as "don't" is."""
    if not text.isascii():
        text = _unaccented(text)
    found: list[str] = []
    for piece in _PIECE.findall(text.lower().translate(_APOSTROPHES).replace("&", " and ")):
        if piece == "not" and found and found[-1] in _NEGATED_VERBS:
            found[-1] = _NEGATED_VERBS[found[-1]]
        elif piece == "cannot":
            found.append("cant")
        else:
            found.append(piece if piece.isalnum() else _break(piece))
    return found


def read(text: str, lexicon: Lexicon) -> Reading:
    """Where the rules' words stand in `text`."""
    positions: dict[int, list[int]] = {}
    words: dict[int, tuple[int, ...]] = {}
    at = 0
    for word in _respelt(tokens(text), lexicon.spelling.respell):
        at += SENTENCE_BREAK if word == FULL_STOP else 1
        numbers = _numbers(word, lexicon)
        words[at] = numbers
        for number in numbers:
            positions.setdefault(number, []).append(at)
    return Reading(frozenset(positions), positions, words)


def _unaccented(text: str) -> str:
    straight = text.translate(_APOSTROPHES)
    return "".join(
        c for c in unicodedata.normalize("NFKD", straight) if not unicodedata.combining(c)
    )


def _respelt(found: list[str], respell: dict[str, tuple[str, ...]]) -> list[str]:
    if respell.keys().isdisjoint(found):
        return found
    return [meant for word in found for meant in respell.get(word, (word,))]


def _numbers(word: str, lexicon: Lexicon) -> tuple[int, ...]:
    known = _known(word, lexicon)
    if known or len(word) < SHORTEST_MISSPELT or word in lexicon.spelling.real_words:
        return known
    meant = _corrected(word, lexicon)
    return _known(meant, lexicon) if meant else ()


def _known(word: str, lexicon: Lexicon) -> tuple[int, ...]:
    exact = lexicon.numbers.get(f"={word}")
    stem = lexicon.numbers.get(lexicon.stemmer.stemWord(word))
    return tuple(number for number in (exact, stem) if number is not None)


def _corrected(word: str, lexicon: Lexicon) -> str | None:
    """The keyword meant: candidates come from the table, rapidfuzz has the last word."""
    candidates = list(lexicon.misspelt.get(word, ()))
    for at in range(len(word)):
        candidates += lexicon.misspelt.get(word[:at] + word[at + 1 :], ())
    if not candidates:
        return None
    slips = lexicon.spelling.slips
    distance = {meant: OSA.distance(word, meant) for meant in candidates}
    near = [(off, meant) for meant, off in distance.items() if off <= slips[meant]]
    return min(near)[1] if near else None


def _shorter(word: str, slips: int) -> set[str]:
    """The word with up to `slips` letters left out."""
    return {
        "".join(kept) for lost in range(slips + 1) for kept in combinations(word, len(word) - lost)
    }


def _key(word: str, stemmer: Stemmer.Stemmer) -> str:
    if word.startswith("="):
        return "=" + word[1:].translate(_APOSTROPHES)
    return str(stemmer.stemWord(word.lower().translate(_APOSTROPHES)))


def _break(piece: str) -> str:
    return FULL_STOP if piece in SENTENCE_ENDS else COMMA
