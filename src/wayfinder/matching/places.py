"""The town a need's words name as the place where the person is.

Nothing but a whole name counts, and only where the words say "a place": after "in", "near" or
"lives", as the last words behind what is wanted, or with a capital and no sign of being a
person's, a road's or a hospital's name. Where somebody works, once lived or has a daughter is not
where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from wayfinder.index import relatives, text
from wayfinder.location.towns import Town, Towns


class PlaceNamed(Struct, frozen=True):
    """A town, and which words of the text (by number, as `text.words` has them) name it."""

    town: Town
    words: frozenset[int]


class _Mention(Struct, frozen=True):
    """A town's name somewhere in a text: its words are `first` to `last`, both included."""

    town: Town
    first: int
    last: int


_LONGEST_NAME = 4

_SHORT = 4
"""So short a name may be another word ("ware")."""

_PLACE_FOLLOWS = frozenset(
    "in near nr at from around round outside lives living live based".split()
)
_COUNTIES = frozenset("herts hertfordshire essex".split())
_TWO_BEFORE = frozenset(
    tuple(words.split())
    for words in (
        *("near to", "close to", "next to", "local to", "moved to"),
        *("outskirts of", "edge of", "middle of", "centre of", "resident of"),
    )
)
_OF_A_TOWN = frozenset("man woman lady gentleman couple family resident patient mum dad".split())
_AROUND_A_NAME = _COUNTIES | frozenset("in near nr old new town centre area uk england".split())
_MAY_END = _AROUND_A_NAME | frozenset("please thanks thank you asap now today tonight".split())
_INSTITUTIONS = frozenset(
    """hospital general college school academy court road rd street st lane avenue drive close way
    council county station airport park library surgery practice clinic jobcentre university forest
    heath green house common hall ward prison fc football""".split()
)
_RELATIVE = rf"(?:{relatives.any_of(*relatives.ALL)}|wive|family|friend|neighbour|ex)s?"
_ELSEWHERE = re.compile(
    r"(?:\b(?:used to (?:live|be)|was living|lived|born|grew up|brought up|raised|originally"
    r"|previously|formerly|moved away|moved|moving|moves|works?|working|worked|job|not|isn'?t"
    r"|(?:do|does|did)(?:n'?t| not) live|hospital|prison|custody|ward|clinic|appointments?"
    r"|referred|school|college)"
    r"(?: \w+)? (?:in|near|at|from)"
    rf"|\b(?:her|his|their) (?:\w+ )?{_RELATIVE} (?:who )?(?:(?:lives|live|is|are|moved) )?"
    r"(?:\w+ )?(?:in|near)"
    r"|(?<!\bmoved)(?<!\bclose)(?<!\bnext)(?<!\bnear)(?<!\blocal) to"
    r"|\b(?:mr|mrs|ms|miss|dr|sir|rev|called|named|name is))\.?\s*$",
    re.IGNORECASE,
)


_OWN = rf"(?:{relatives.any_of(*relatives.GROWN_UP)}|parents)"
_NATION = re.compile(
    rf"(?<!\bher )(?<!\bhis )(?<!\btheir )\b{_OWN}(?:'?s| is| who)?(?: lives| living| live)?"
    r"(?: (?:up|down|over|away|back))? in (scotland|wales|northern ireland|ireland)\b",
    re.IGNORECASE,
)
_NATION_CODES = {"scotland": "S92000003", "wales": "W92000004", "northern ireland": "N92000002"}


def nation_named(need: str, codes: frozenset[str]) -> str | None:
    """The nation that a relative is told to be in ("mum in Scotland"), whose need it may be; None
    where none is named, or one that the place (area `codes`) lies in."""
    if (found := _NATION.search(text.straight(need))) is None:
        return None
    nation = found[1].lower()
    return None if _NATION_CODES.get(nation) in codes else nation.title()


def place_named(need: str, towns: Towns) -> PlaceNamed | None:
    """The one town named as the place; None when there is none, or more than one."""
    plain = text.spoken(need)
    spans = list(text.WORD.finditer(plain))
    words = [found.group().replace("'", "").lower() for found in spans]
    if towns.first_words.isdisjoint(words):
        return None
    named = [each for each in _mentions(words, towns) if _is_place(each, plain, spans, words)]
    if len({each.town for each in named}) != 1:
        return None
    numbers = (number for each in named for number in range(each.first, each.last + 1))
    return PlaceNamed(named[0].town, frozenset(numbers))


def town_alone(typed: str, towns: Towns) -> Town | None:
    """The town whose name is all that was typed, but for its county and such: "Harlow, Essex"."""
    words = text.words(typed)
    for name in (words, [word for word in words if word not in _AROUND_A_NAME]):
        found = towns.starting(name)
        if found is not None and found[1] == len(name):
            return found[0]
    return None


def is_elsewhere(before: str) -> bool:
    """Whether these words say of the place right behind them that the person is not there."""
    return _ELSEWHERE.search(before[-60:]) is not None


def _mentions(words: list[str], towns: Towns) -> Iterator[_Mention]:
    after = 0
    for number, word in enumerate(words):
        if number >= after and word in towns.first_words:
            found = towns.starting(words[number : number + _LONGEST_NAME])
            if found is not None:
                town, size = found
                after = number + size
                yield _Mention(town, number, after - 1)


def _is_place(mention: _Mention, plain: str, spans: list[re.Match[str]], words: list[str]) -> bool:
    before = plain[: spans[mention.first].start()]
    if _names_something_else(mention, plain, spans) or is_elsewhere(before):
        return False
    follows = _follows(words[: mention.first])
    if _is_capital(mention, spans, plain):
        return follows or not _is_surname(before)
    stands_apart = _stands_last(mention, words) or _stands_first(mention, plain, spans, words)
    return follows or stands_apart


def _stands_last(mention: _Mention, words: list[str]) -> bool:
    """Whether it is the last thing said, right behind what is wanted: "debt advice harlow", or the
    last but for what may follow a town's name: "debt advice stevenage old town"."""
    last = _MAY_END.issuperset(words[mention.last + 1 :]) and mention.first > 0
    before = words[mention.first - 1]
    return last and _is_long(mention, words) and (before == "help" or text.tells(before))


def _stands_first(
    mention: _Mention, plain: str, spans: list[re.Match[str]], words: list[str]
) -> bool:
    """Whether what is wanted comes behind it, if anything: "harlow: debt", "harlow man in debt"."""
    if mention.first > 0 or not _is_long(mention, words):
        return False
    if mention.last + 1 == len(words):
        return True
    between = plain[spans[mention.last].end() : spans[mention.last + 1].start()]
    return not between.isspace() or words[mention.last + 1] in _OF_A_TOWN


def _is_long(mention: _Mention, words: list[str]) -> bool:
    return mention.last > mention.first or len(words[mention.first]) > _SHORT


def _follows(words: list[str]) -> bool:
    """Whether these words go before a place: "near", "near to", "outskirts of"."""
    *_, other, last = ("", "", *words)
    return last in _PLACE_FOLLOWS or (other, last) in _TWO_BEFORE


def _names_something_else(mention: _Mention, plain: str, spans: list[re.Match[str]]) -> bool:
    """Whether the words go on as the name of a road or a hospital does."""
    if mention.last + 1 == len(spans):
        return False
    after = spans[mention.last + 1]
    word = after.group()
    if plain[spans[mention.last].end() : after.start()] != " " or word.lower() in _COUNTIES:
        return False
    return word.lower() in _INSTITUTIONS or (word[0].isupper() and not word.isupper())


def _is_capital(mention: _Mention, spans: list[re.Match[str]], plain: str) -> bool:
    return spans[mention.first].group()[0].isupper() and not plain.isupper()


def _is_surname(before: str) -> bool:
    """Whether another capitalised word stands right before: "Jean Harlow"."""
    found = _CAPITALISED_BEFORE.search(before)
    return found is not None and not found.group(1).isupper()


_CAPITALISED_BEFORE = re.compile(r"\b([A-Z][A-Za-z'-]*) $")
