"""How the checks of the needs vocabulary see a phrase: its content words, stemmed, in any order.

Deliberately harsher than the matcher: it drops every word that some matcher might ignore, so that a
phrase which passes here stays distinctive however the matcher treats small words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import Stemmer

from wayfinder.domain.need import Need

STEMMER = Stemmer.Stemmer("english")
SMALL_WORDS = """
a about after again all am an and any are around as at be because been before being both but by
can can't cannot could couldn't did didn't do does doesn't doing don't down during each else few
for from further get gets getting go goes going gone got had has hasn't have haven't having he
help helping her here hers him himself his how i i'm if in into is isn't it its it's just me
more most much must my myself near need needs no nor not now of off on once only or other our
out over own please she should so some such than that the their them then there these they this
those through to too under until up us very want wanting wants was wasn't we were what when
where which while who whom why will with won't would you your
"""
SMALL = frozenset(SMALL_WORDS.split())


def content(phrase: str) -> tuple[str, ...]:
    """Stems of the content words of `phrase`, in its order; "A&E" and "ME/CFS" stay one word."""
    words = re.findall(r"[a-z0-9&/]+(?:'[a-z]+)?", phrase.lower().replace("’", "'"))
    kept = (re.sub(r"'s$", "", word) for word in words if word not in SMALL)
    return tuple(STEMMER.stemWords(list(kept)))


def key(phrase: str) -> frozenset[str]:
    """Two phrases with one key are one phrase to a matcher that ignores order."""
    return frozenset(content(phrase))


def recognised(text: str, needs: tuple[Need, ...]) -> frozenset[str]:
    """Ids of the needs heard in `text`, read as plainly as can be: the matcher's oracle.

    A need is heard where all content words of one of its wordings stand close together, unless they
    stand there as part of one of its exclusions.
    """
    words = content(text)
    return frozenset(need.id for need in needs if _heard(need, words))


def _heard(need: Need, words: tuple[str, ...]) -> bool:
    excused = {place for e in need.exclude for place in _places(key(e), words)}
    wordings = (key(wording) for wording in (*need.phrases, *need.terms))
    return any(place - excused for w in wordings for place in map(frozenset, _windows(w, words)))


def _places(wanted: frozenset[str], words: tuple[str, ...]) -> set[int]:
    return {place for window in _windows(wanted, words) for place in window}


def _windows(wanted: frozenset[str], words: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """Places of `wanted` in each stretch of `words` that holds all of it and at most two more."""
    for start, word in enumerate(words):
        stretch = range(start, min(start + len(wanted) + 2, len(words)))
        found = tuple(place for place in stretch if words[place] in wanted)
        if word in wanted and wanted <= {words[place] for place in found}:
            yield found
