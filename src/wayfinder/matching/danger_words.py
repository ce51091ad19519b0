"""Reading a need's words for danger: inflection, text-speak and misspelling set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain, repeat

from msgspec import Struct

from wayfinder.index.text import stem as stem_of_word
from wayfinder.index.text import stems as stems_of
from wayfinder.matching.danger_confused import Apart, Confused, as_meant, joined
from wayfinder.matching.danger_spelling import Corrections, build_corrections, corrected
from wayfinder.matching.danger_tongues import (
    NO_APOSTROPHES,
    in_english,
    letters_joined,
    unaccented,
    without_apostrophes,
)

SENTENCE_BREAK = 100
EXACT = "="
COMMA, FULL_STOP = ",", "."
JOINS = frozenset("and but also so because plus".split())
SUBJECTS = frozenset(
    """i im ive id ill he hes hed shes she shed they theyre theyve we were weve its theres who my
    our can where how""".split()
)
SENTENCE_ENDS = ".!?;\n"
IN_EVERY_TEXT = 10**12
GROWN_WORDS = frozenset({"grown", "adult"})
IN_LAW = ["in", "law"]
GROWN_AGES = frozenset(map(str, range(18, 75)))
AGE_LEADS = frozenset({"hes", "shes", "aged", "age", "is", "whos", "who", COMMA})
AGE_WITHIN = 12
SOMEBODY_ELSE = frozenset(
    """by with him her his man men bloke boyfriend girlfriend partner husband wife ex dad mum uncle
    teacher coach friend who older someone somebody""".split()
)
NO_AGE = frozenset(
    """week weeks wks month months day days hour hours hrs minute minutes mins times percent ago
    stone kilos pounds quid foot ft mile miles km pm am to of out""".split()
)
CHILDS_AGES = frozenset(map(str, range(5, 18)))
TELLS_AGE = frozenset({"im", "hes", "shes", "whos", "theyre"})
CHILD = "child"

_PIECE = re.compile(r"\d+(?=y(?:o|rs?|ears?)\b)|[a-z0-9]+|\.{2,}|[.!?;\n,:()]|(?<=\s)[-–—](?=\s)")
_NEGATED_VERBS = {
    **{verb: f"{verb}nt" for verb in ("do", "does", "did", "is", "are", "was", "were", "could")},
    **{verb: f"{verb}nt" for verb in ("would", "has", "have", "had", "should")},
    "can": "cant",
    "will": "wont",
}


class Spelling(Struct, frozen=True, kw_only=True):
    """How words are put right: `respell` for text-speak, `slips` for keywords and their typos.

    `together` holds the words written apart by the last of them: what they mean is read after them.
    `slips` maps a keyword to how many letters may be wrong, where it is not the usual one.
    `confused` are real words meant for others, `scripts` leads from sentences in no Latin letters
    to what they mean, and `grown` from "son" to the word for a son of age.
    """

    scripts: dict[str, str]
    grown: dict[str, str]
    respell: dict[str, tuple[str, ...]]
    confused: dict[str, tuple[Confused, ...]]
    together: dict[str, tuple[Apart, ...]]
    slips: dict[str, int]


class Clause(Struct, frozen=True):
    """The words between two breaks: all their stems in order, misspellings put right.

    `first` and `last` are the positions they have in the reading.
    """

    first: int
    last: int
    stems: tuple[str, ...]


class Reading(Struct, frozen=True):
    """A text as the rules see it: which known words stand where (sentences lie far apart).

    `breaks` are the positions inside sentences where one clause ends and the next begins.
    """

    present: frozenset[int]
    positions: dict[int, list[int]]
    words: dict[int, tuple[int, ...]]
    clauses: tuple[Clause, ...]
    breaks: tuple[int, ...]


class Lexicon(Struct, frozen=True, kw_only=True):
    """The rules' own words, each with a number: by stem, or by the exact form written `=form`.

    `usage` is how often English uses each; the breaks "," and "." stand in every text.
    """

    stems: dict[str, int]
    forms: dict[str, int]
    spelling: Spelling
    corrections: Corrections
    usage: dict[int, int]


def build_lexicon(
    rule_words: Iterable[str], spelling: Spelling, english: Mapping[str, int]
) -> Lexicon:
    """Numbers for all words of the rules, and what puts their misspellings right.

    `english` is the language's words and how often each is used.
    """
    written = {_plain(word) for word in rule_words}
    exact = sorted(word.removeprefix(EXACT) for word in written if word.startswith(EXACT))
    loose = sorted(word for word in written if not word.startswith(EXACT))
    stems = _numbered(stems_of(loose), first=0)
    forms = _numbered(exact, first=len(stems))
    stem_of = dict(zip(english, stems_of(list(english)), strict=True))
    ours = {word for word in english if stem_of[word] in stems or word in forms}
    return Lexicon(
        stems=stems,
        forms=forms,
        spelling=spelling,
        corrections=build_corrections((*loose, *exact, *ours), spelling.slips, english),
        usage=_usage(stems, forms, {word: stem_of[word] for word in ours}, english),
    )


def number_of(lexicon: Lexicon, word: str) -> int:
    """The number of a word as rules write it ("bleeding", "=die")."""
    plain = _plain(word)
    if plain.startswith(EXACT):
        return lexicon.forms[plain.removeprefix(EXACT)]
    return lexicon.stems[stem_of_word(plain)]


def tokens(text: str) -> list[str]:
    """Lower-case words, "," and "." for breaks (one ends every text); "do not" is "dont"."""
    if not text.isascii():
        text = unaccented(text)
    plain = letters_joined(without_apostrophes(text.lower()))
    found: list[str] = []
    for piece in _PIECE.findall(plain.replace("&", " and ")):
        if piece == "not" and found and found[-1] in _NEGATED_VERBS:
            found[-1] = _NEGATED_VERBS[found[-1]]
        elif piece == "cannot":
            found.append("cant")
        else:
            found.append(piece if piece.isalnum() else _break(piece))
    found.append(FULL_STOP)
    return found


def read(text: str, lexicon: Lexicon) -> Reading:
    """Where the rules' words stand in `text`, and its clauses."""
    positions: dict[int, list[int]] = {}
    words: dict[int, tuple[int, ...]] = {}
    clauses: list[Clause] = []
    breaks: list[int] = []
    stems: list[str] = []
    said = in_english(text, lexicon.spelling.scripts)
    found = _respelt(tokens(said), lexicon.spelling.respell)
    found = as_meant(found, lexicon.spelling.confused)
    found = joined(found, lexicon.spelling.together)
    found = _grown(_aged(found), lexicon.spelling.grown)
    at = 0
    for word, following, as_written in zip(found, [*found[1:], ""], stems_of(found), strict=True):
        at += 1
        words[at], stem = _understood(word, as_written, lexicon)
        for number in words[at]:
            positions.setdefault(number, []).append(at)
        if not _ends_clause(word, following):
            stems.append(stem)
            continue
        if stems:
            clauses.append(Clause(at - len(stems), at - 1, tuple(stems)))
            stems = []
        if word == FULL_STOP:
            at += SENTENCE_BREAK
        else:
            breaks.append(at)
    return Reading(frozenset(positions), positions, words, tuple(clauses), tuple(breaks))


def _ends_clause(word: str, following: str) -> bool:
    """Whether a clause ends here: at a break, or at "and he", "but I", where another begins."""
    return word in (COMMA, FULL_STOP) or (word in JOINS and following in SUBJECTS)


def _numbered(words: Iterable[str], first: int) -> dict[str, int]:
    return {word: number for number, word in enumerate(sorted(set(words)), start=first)}


def _usage(
    stems: Mapping[str, int],
    forms: Mapping[str, int],
    stem_of: Mapping[str, str],
    english: Mapping[str, int],
) -> dict[int, int]:
    usage = {number: english.get(word, 0) for word, number in forms.items()}
    usage |= dict.fromkeys(stems.values(), 0)
    for word, stem in stem_of.items():
        if stem in stems:
            usage[stems[stem]] += english[word]
    return usage | {stems[mark]: IN_EVERY_TEXT for mark in (COMMA, FULL_STOP) if mark in stems}


def _respelt(found: list[str], respell: dict[str, tuple[str, ...]]) -> list[str]:
    if respell.keys().isdisjoint(found):
        return found
    return [meant for word in found for meant in respell.get(word, (word,))]


def _aged(found: list[str]) -> list[str]:
    """The words, with "child" after the age of one who is called nothing else: "she's 12"."""
    if CHILDS_AGES.isdisjoint(found):
        return found
    told = (
        (word, CHILD) if before in TELLS_AGE and _is_age([word, after], 0, CHILDS_AGES) else (word,)
        for before, word, after in zip(["", *found], found, [*found[1:], ""], strict=False)
    )
    return [word for words in told for word in words]


def _grown(found: list[str], grown: dict[str, str]) -> list[str]:
    """The words, those for a child made those for a grown person where an age or word says so."""
    if grown.keys().isdisjoint(found):
        return found
    return [
        grown[word] if word in grown and _of_age(found, at) else word
        for at, word in enumerate(found)
    ]


def _of_age(found: list[str], at: int) -> bool:
    """Whether "adult" stands before, "in law" or "aged 24" just after, or "shes 24" soon after."""
    if not GROWN_WORDS.isdisjoint(found[max(0, at - 2) : at]) or found[at + 1 : at + 3] == IN_LAW:
        return True
    after = found[at + 1 : at + 2 + AGE_WITHIN]
    lead = next((place for place, word in enumerate(after) if word not in AGE_LEADS), 0)
    if _is_age(after, lead):
        return True
    own = "shes" if found[at].startswith("daughter") else "hes"
    if own not in after:
        return False
    said = after.index(own)
    return _is_age(after, said + 1) and SOMEBODY_ELSE.isdisjoint(after[:said])


def _is_age(words: list[str], at: int, ages: frozenset[str] = GROWN_AGES) -> bool:
    return (
        words[at : at + 1] != [] and words[at] in ages and NO_AGE.isdisjoint(words[at + 1 : at + 2])
    )


def _understood(word: str, stem: str, lexicon: Lexicon) -> tuple[tuple[int, ...], str]:
    """The numbers of all that a word may be, and the stem of the likeliest."""
    known = _known(word, stem, lexicon)
    meant = () if known else corrected(word, lexicon.corrections)
    if not meant:
        return known, stem
    stems = [stem_of_word(each) for each in meant]
    heard = chain.from_iterable(map(_known, meant, stems, repeat(lexicon)))
    return tuple(dict.fromkeys(heard)), stems[0]


def _known(word: str, stem: str, lexicon: Lexicon) -> tuple[int, ...]:
    by_stem, by_form = lexicon.stems.get(stem), lexicon.forms.get(word)
    if by_stem is None:
        return () if by_form is None else (by_form,)
    return (by_stem,) if by_form is None else (by_stem, by_form)


def _plain(word: str) -> str:
    return word.lower().translate(NO_APOSTROPHES)


def _break(piece: str) -> str:
    return FULL_STOP if piece in SENTENCE_ENDS else COMMA
