"""What two names have in common, and what each says that the other does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from wayfinder.ingest.linking.commonness import Commonness
from wayfinder.ingest.linking.prints import Print
from wayfinder.ingest.linking.weights import WEIGHTS
from wayfinder.ingest.linking.words import (
    AUDIENCES,
    COUNTIES,
    DAYS,
    DIRECTIONS,
    KINDS,
    OFFERS,
    WEAK,
    abbreviates,
    alike,
    in_order,
    is_weak,
)

Finding = tuple[float, str]
"""Points for or against, and the sentence that says why."""

_LEAST_INITIALS = 3
_OPPOSITES = DAYS | DIRECTIONS


class Compared(Struct, frozen=True):
    """Words that both names hold, and those that only one does and nothing else of the other
    record explains."""

    both: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


def compare_names(left: Print, right: Print) -> Compared:
    """The two names, word by word; slips of the pen are overlooked.

    A word is explained where the other record has it in its organisation's name ("Age UK
    Hertfordshire Befriending" and "Befriending" by Age UK Hertfordshire), in its address, or as
    initials ("HILS").
    """
    if left.words == right.words:
        return Compared(left.words, (), ())
    both = [word for word in left.words if word in right.words]
    only_left = [word for word in left.words if word not in both]
    only_right = [word for word in right.words if word not in both]
    for mine, theirs in _same_otherwise(tuple(only_left), tuple(only_right)):
        both += mine
        only_left = [word for word in only_left if word not in mine]
        only_right = [word for word in only_right if word not in theirs]
    return Compared(
        tuple(both),
        tuple(_unexplained(only_left, left, right)),
        tuple(_unexplained(only_right, right, left)),
    )


Words = tuple[str, ...]


def _same_otherwise(left: Words, right: Words) -> Iterator[tuple[Words, Words]]:
    """Words that are the same, but misspelt, abbreviated, or written as one word or as several."""
    if left and "".join(left) == "".join(right):
        yield left, right
        return
    for word in left:
        near = (other for other in right if alike(word, other) or abbreviates(word, other))
        if found := next(near, None):
            yield (word,), (found,)
    yield from (((word,), pair) for pair in pairwise(right) if (word := "".join(pair)) in left)
    yield from ((pair, (word,)) for pair in pairwise(left) if (word := "".join(pair)) in right)


def name_findings(left: Print, right: Print, common: Commonness) -> Iterator[Finding]:
    """All that the names tell for and against."""
    if not left.words or not right.words:
        yield WEIGHTS.own_word, "A name has no word that can be compared"
        return
    names = compare_names(left, right)
    yield _shared(left, right, names, common)
    yield from _audiences(left, right, names)
    yield from _numbers(left, right)
    own_left = list(_own_words(names.left, left, right, names.right))
    own_right = list(_own_words(names.right, right, left, names.left))
    yield from own_left
    yield from own_right
    if own_left and own_right:
        yield WEIGHTS.both_have_own, "Each name says something that the other does not"
    elif any(map(says_more, own_left)) and is_owner(right):
        yield WEIGHTS.owner_and_its_service, f'"{right.name}" is the organisation itself'
    elif any(map(says_more, own_right)) and is_owner(left):
        yield WEIGHTS.owner_and_its_service, f'"{left.name}" is the organisation itself'


def says_more(finding: Finding) -> bool:
    """Whether a finding is of a word that could name another service."""
    return finding[0] <= WEIGHTS.own_kind_word


def is_owner(it: Print) -> bool:
    """Whether a service is only named as its organisation is."""
    return set(it.words) <= set(it.organization_words)


def _shared(left: Print, right: Print, names: Compared, common: Commonness) -> Finding:
    told = names.both
    if names.left and names.right:
        owner = {*left.organization_words} & {*right.organization_words}
        told = tuple(word for word in told if word not in owner)
    points = sum(min(_worth(word), common.bits(word)) for word in told)
    if points >= WEIGHTS.word and all(map(is_weak, (*names.left, *names.right))):
        points += WEIGHTS.whole_name
    points = min(points, WEIGHTS.names_at_most)
    if left.name.casefold() == right.name.casefold():
        return points, f'Same name "{left.name}"'
    if not names.left and not names.right:
        return points, f'Names say the same: "{left.name}" and "{right.name}"'
    if names.both or not (names.left and names.right):
        return points, f"Names share {_quoted(told)}"
    return WEIGHTS.no_word, "Names share no word"


def _worth(word: str) -> float:
    return WEIGHTS.kind_word if word in KINDS or word in WEAK else WEIGHTS.word


def _own_words(own: Words, mine: Print, other: Print, others: Words) -> Iterator[Finding]:
    """Against: each word that only one name has, unless another rule speaks of it; a word for the
    kind of thing is no news of a thing that names none ("Boots" and "Boots Pharmacy")."""
    here = bool(mine.postcodes & other.postcodes)
    kind_is_news = bool(others) or not KINDS.isdisjoint(other.words)
    for word in own:
        if word in AUDIENCES or word in DAYS or word.isdigit():
            continue
        if word in KINDS and not kind_is_news:
            continue
        if word in mine.place_words or word in COUNTIES:
            if here:
                continue
            if other.place_words or (word in COUNTIES and _another_county(word, other)):
                yield WEIGHTS.other_place_word, f'Only "{mine.name}" names the place "{word}"'
                continue
            if word not in COUNTIES:
                yield WEIGHTS.place_of_one, f'Only "{mine.name}" tells of a place, "{word}"'
                continue
        yield _cost(word, mine, other), f'Only "{mine.name}" has the word "{word}"'


def _cost(word: str, mine: Print, other: Print) -> float:
    """What an organisation offers is news of it, however common the word ("Age UK Advice")."""
    if word in OFFERS and is_owner(other):
        return WEIGHTS.own_word
    if is_weak(word) or word in mine.asides:
        return WEIGHTS.weak_word
    return WEIGHTS.own_kind_word if word in KINDS else WEIGHTS.own_word


def _another_county(word: str, other: Print) -> bool:
    return any(it in COUNTIES and it != word for it in (*other.words, *other.organization_words))


def _audiences(left: Print, right: Print, names: Compared) -> Iterator[Finding]:
    mine = {AUDIENCES[word] for word in left.words if word in AUDIENCES}
    theirs = {AUDIENCES[word] for word in right.words if word in AUDIENCES}
    if mine == theirs:
        return
    if mine and theirs and not mine & theirs:
        told = f"One is for {_listed(mine)}, the other for {_listed(theirs)}"
        yield WEIGHTS.other_audience, told
        return
    unexplained = {AUDIENCES[word] for word in (*names.left, *names.right) if word in AUDIENCES}
    if one := (mine ^ theirs) & unexplained - {"adults"}:
        yield WEIGHTS.audience_in_one, f"Only one says in its name that it is for {_listed(one)}"


def _numbers(left: Print, right: Print) -> Iterator[Finding]:
    """Numbers, days and points of the compass tell apart what else is named alike."""
    for told, words in (("number", None), ("day or direction", _OPPOSITES)):
        mine, theirs = (
            {it for it in side.words if (it.isdigit() if words is None else it in words)}
            for side in (left, right)
        )
        if mine and theirs and not mine & theirs:
            yield (
                WEIGHTS.other_number,
                f"Another {told} in the name: {_listed(mine)} and {_listed(theirs)}",
            )


def _unexplained(own: Sequence[str], mine: Print, other: Print) -> Iterator[str]:
    if any(_is_short_for(word, mine) for word in other.words):
        return  # "VAEF" says all that "Voluntary Action Epping Forest (VAEF)" does
    letters = (*other.owner_initials, *other.name_initials)
    for word in own:
        known = word in other.organization_words or word in other.place_words
        if not known and not any(_stands_for(word, it) for it in letters):
            yield word


def _is_short_for(word: str, name: Print) -> bool:
    """Whether a word is the initials of a whole name, which may say them itself at its end."""
    said = word in name.words
    return len(word) >= _LEAST_INITIALS and any(
        it == word or (said and it.startswith(word)) for it in name.name_initials
    )


def _stands_for(word: str, letters: str) -> bool:
    """Whether a word is made of initials, in their order: "HPFT" passes over two of "HPUNFT"."""
    if len(word) < _LEAST_INITIALS:
        return word == letters and len(word) > 1
    if len(word) == _LEAST_INITIALS:
        return letters.startswith(word)
    return word[0] == letters[0] and in_order(word, letters)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _listed(words: set[str]) -> str:
    return " and ".join(sorted(words))
