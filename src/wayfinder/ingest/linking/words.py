"""The words of names, spelt one way, and what each can tell. Tables of our own, from how the
registers and councils of Hertfordshire and west Essex write."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_TOKEN = re.compile(r"[^\W_]+")
_ALIKE = 85.0
_LEAST_LETTERS = 4
_VOWEL = re.compile("[aeiou]")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")

_PERSON = re.compile(r"\b(?:drs?|mrs?|ms)\b\.?\s+((?:[a-z]\.?\s+)*[a-z-]+)")
_BRACKETS = re.compile(r"\(([^()]*)\)")

_PHRASES = MappingProxyType(
    {
        "a and e": "accident emergency",
        "accident and emergency": "accident emergency",
        "after school": "afterschool",
        "care line": "careline",
        "children and young people": "children",
        "children centre": "family centre",
        "citizen advice bureau": "citizen advice",
        "day service centre": "day centre",
        "dental practice": "dental",
        "distribution centre": "centre",
        "food bank": "foodbank",
        "group practice": "practice",
        "h c": "health centre",
        "help line": "helpline",
        "household waste recycling centre": "recycling centre",
        "home start": "homestart",
        "job centre plus": "jobcentre",
        "job centre": "jobcentre",
        "jobcentre plus": "jobcentre",
        "medical centre": "practice",
        "medical group": "practice",
        "medical practice": "practice",
        "parent and toddler": "toddler",
        "post office": "postoffice",
        "pre school": "preschool",
        "well being": "wellbeing",
        "young people": "children",
    }
)
_SPELLINGS = MappingProxyType(
    {
        "assoc": "association", "ave": "avenue", "bc": "borough council", "cab": "citizen advice",
        "cambs": "cambridgeshire", "cc": "county council", "center": "centre",
        "chemist": "pharmacy", "child": "children", "childrens": "children", "cl": "close",
        "cres": "crescent", "cu": "credit union", "ctr": "centre", "dc": "district council",
        "dentist": "dental", "first": "1", "ft": "foundation trust", "gdns": "gardens",
        "grp": "practice", "herts": "hertfordshire", "info": "information", "kids": "children",
        "libraries": "library", "ln": "lane", "med": "medical", "meds": "medical", "mens": "men",
        "miu": "minor injuries unit", "pcn": "primary care network", "pct": "practice",
        "pharmacies": "pharmacy", "prac": "practice", "pract": "practice", "rd": "road",
        "saint": "st", "second": "2", "sq": "square", "street": "st", "surg": "practice",
        "surgeries": "practice", "surgery": "practice", "third": "3", "womens": "women",
        "yd": "yard", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
        "eight": "8", "nine": "9", "ten": "10",
    }
)  # fmt: skip

FILLERS = frozenset(
    "a an and at by cic cio co for from in limited llp ltd of on or our plc service team the to "
    "with your dr drs mr mrs ms".split()
)
"""Words that tell nothing."""

WEAK = frozenset(
    "advice associate borough care central centre clinic community council counselling county "
    "district england foundation group health help house information instore line local main "
    "meeting nhs office organisation outreach partner partnership programme project recovery "
    "scheme st support town trust uk unit village".split()
)
"""Words that one source adds and another leaves out, of one and the same service."""

OFFERS = frozenset(
    "advice care clinic counselling help information line meeting outreach programme project "
    "recovery scheme support".split()
)
"""Those of them that may be a service of their own."""

KINDS = frozenset(
    "library practice pharmacy dental dentist optician church hall park school nursery playground "
    "hospital hospice foodbank cafe preschool museum leisure road "
    "association branch charity club friend museum society".split()
)
"""Words that a great many names hold: shared, they tell little; different, much."""

_LONG_WEAK = sorted(word for word in WEAK if len(word) >= _LEAST_LETTERS)

COUNTIES = frozenset({"hertfordshire", "essex"})

AUDIENCES = MappingProxyType(
    {
        **dict.fromkeys(("children", "young", "youth", "teenager", "teen", "junior"), "children"),
        **dict.fromkeys(("camhs", "boys", "girl"), "children"),
        **dict.fromkeys(("adult",), "adults"),
        **dict.fromkeys(("older", "elderly", "senior", "pensioner"), "older people"),
        **dict.fromkeys(("women", "lady", "ladie", "female"), "women"),
        **dict.fromkeys(("men", "gent", "gents", "male"), "men"),
        **dict.fromkeys(("parent", "mother", "father"), "parents"),
    }
)
"""Words of a name that say whom a service is for."""

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
DIRECTIONS = frozenset("north south east west mid upper lower".split())


@lru_cache(maxsize=65536)
def spoken(text: str) -> tuple[str, ...]:
    """The words of a text, folded and spelt one way, each once, in their order; fillers and
    single letters left out.

    "The St. Mary's Surgery Ltd" is ("st", "mary", "practice").
    """
    return tuple(dict.fromkeys(word for word in _spelt(text) if _tells(word)))


def _tells(word: str) -> bool:
    return word not in FILLERS and (len(word) > 1 or word.isdigit())


def asides(text: str) -> frozenset[str]:
    """Words that a name says by the way: surnames behind a title, and what stands in brackets:
    "patel" and "main" of "Dr A Patel, Riverside Surgery (main)"."""
    folded = _folded(text)
    found = " ".join(it[1] for it in (*_PERSON.finditer(folded), *_BRACKETS.finditer(folded)))
    return frozenset(spoken(found)) if found else frozenset()


@lru_cache(maxsize=65536)
def is_weak(word: str) -> bool:
    """Whether a word is one that a source adds at will, or such a one misspelt."""
    if word in WEAK or word in COUNTIES:
        return True
    long = len(word) >= _LEAST_LETTERS and not word.isdigit()
    return (
        long
        and process.extractOne(word, _LONG_WEAK, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None
    )


def alike(word: str, other: str) -> bool:
    """Whether two words are one but for a slip of the pen: "commnity", "libray", "advcie", not
    "central" and "centre"; numbers never are."""
    if min(len(word), len(other)) < _LEAST_LETTERS or word.isdigit() or other.isdigit():
        return False
    if fuzz.ratio(word, other, score_cutoff=_ALIKE):
        return True
    return _transposed(word, other)


def abbreviates(word: str, other: str) -> bool:
    """Whether a word is another one without its vowels: "pk" and "park", "mtg" and "meeting"."""
    short, long = sorted((word, other), key=len)
    if not 1 < len(short) < min(len(long), 5) or short[0] != long[0] or _VOWEL.search(short):
        return False
    return short.isascii() and not short.isdigit() and in_order(short, long)


def in_order(letters: str, text: str) -> bool:
    """Whether all letters occur in a text, one after the other."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _transposed(word: str, other: str) -> bool:
    return OSA.distance(word, other, score_cutoff=1) == 1 and sorted(word) == sorted(other)


def initials(text: str) -> tuple[str, ...]:
    """A name's first letters, with its small words and without: "hails" and "hils" of "Health and
    Independent Living Support"."""
    tokens = _TOKEN.findall(_folded(text))
    every = "".join(token[0] for token in tokens)
    without = "".join(token[0] for token in tokens if token not in FILLERS)
    return tuple(dict.fromkeys(letters for letters in (without, every) if len(letters) > 1))


def _spelt(text: str) -> list[str]:
    spelt = " ".join(_SPELLINGS.get(token, token) for token in _TOKEN.findall(_folded(text)))
    return _with_phrases(" ".join(map(_singular, spelt.split()))).split()


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("&", " and "))
    return "".join(it for it in plain if not unicodedata.combining(it) and it not in "'’`")


def _with_phrases(text: str) -> str:
    padded = f" {text} "
    for phrase, word in _PHRASES.items():
        if f" {phrase} " in padded:
            padded = padded.replace(f" {phrase} ", f" {word} ")
    return padded


def _singular(word: str) -> str:
    if ordinal := _ORDINAL.fullmatch(word):
        return ordinal[1]
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
