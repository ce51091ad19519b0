"""How the checks of the needs vocabulary see a phrase: its content words, stemmed, in any order.

Deliberately harsher than the matcher: it drops every word that some matcher might ignore, so that a
phrase which passes here stays distinctive however the matcher treats small words.
"""

from __future__ import annotations

import re

import Stemmer

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
