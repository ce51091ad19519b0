"""Reading a need's words for danger: inflection, text-speak and misspelling set aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations

import Stemmer
from msgspec import Struct
from rapidfuzz.distance import OSA

SENTENCE_BREAK = 100
SHORTEST_MISSPELT = 5

_TOKEN = re.compile(r"[a-z0-9]+|\.{2,}|[.!?;\n,:()]|(?<=\s)[-–—](?=\s)")
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
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )
    found: list[str] = []
    for token in _TOKEN.findall(text.lower().translate(_APOSTROPHES).replace("&", " and ")):
        if token == "not" and found and found[-1] in _NEGATED_VERBS:
            found[-1] = _NEGATED_VERBS[found[-1]]
        else:
            found.append(token if token.isalnum() else _break(token))
    return ["cant" if token == "cannot" else token for token in found]


def read(text: str, lexicon: Lexicon) -> Reading:
    """Where the rules' words stand in `text`."""
    positions: dict[int, list[int]] = {}
    words: dict[int, tuple[int, ...]] = {}
    at = 0
    for token in _respelt(tokens(text), lexicon.spelling.respell):
        at += SENTENCE_BREAK if token == "." else 1
        numbers = _numbers(token, lexicon)
        words[at] = numbers
        for number in numbers:
            positions.setdefault(number, []).append(at)
    return Reading(positions, words)


def _respelt(found: list[str], respell: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for token in found:
        if token in respell:
            yield from respell[token]
        else:
            yield token


def _numbers(token: str, lexicon: Lexicon) -> tuple[int, ...]:
    known = _known(token, lexicon)
    if known or len(token) < SHORTEST_MISSPELT or token in lexicon.spelling.real_words:
        return known
    meant = _corrected(token, lexicon)
    return _known(meant, lexicon) if meant else ()


def _known(token: str, lexicon: Lexicon) -> tuple[int, ...]:
    exact = lexicon.numbers.get(f"={token}")
    stem = lexicon.numbers.get(lexicon.stemmer.stemWord(token))
    return tuple(number for number in (exact, stem) if number is not None)


def _corrected(token: str, lexicon: Lexicon) -> str | None:
    """The keyword meant: candidates come from the table, rapidfuzz has the last word."""
    best: tuple[int, str] | None = None
    for shorter in _shorter(token, 1):
        for word in lexicon.misspelt.get(shorter, ()):
            slips = lexicon.spelling.slips[word]
            distance = OSA.distance(token, word, score_cutoff=slips)
            if distance <= slips and (best is None or (distance, word) < best):
                best = (distance, word)
    return best[1] if best else None


def _shorter(word: str, slips: int) -> set[str]:
    """The word with up to `slips` letters left out."""
    return {
        "".join(kept) for lost in range(slips + 1) for kept in combinations(word, len(word) - lost)
    }


def _key(word: str, stemmer: Stemmer.Stemmer) -> str:
    if word.startswith("="):
        return "=" + word[1:].translate(_APOSTROPHES)
    return str(stemmer.stemWord(word.lower().translate(_APOSTROPHES)))


def _break(token: str) -> str:
    return "." if token in ".!?;\n" else ","
