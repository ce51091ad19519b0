"""How much of a need's own vocabulary a service uses, though no phrase of it may stand there.

Each need has a profile: the words of everything it is called and of how services that meet it
describe themselves, each the heavier the more of those wordings hold it, the fewer needs use it,
and the fewer services.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from wayfinder.domain.need import Need
from wayfinder.index.arrays import Floats
from wayfinder.index.kin import OWN_SHARE, Kin
from wayfinder.index.leaning import rarity
from wayfinder.index.terms import Weighed
from wayfinder.index.wordings import content_stems, described

TELLING_WORDS = 5
"""A service that uses so many of a profile's heaviest words is as like it as words can say."""
WELL_USED = 0.6
"""What a word used well weighs in a service (BM25's saturation)."""

Profile = Mapping[str, float]


def profiles(needs: Sequence[Need], kin: Kin) -> list[Profile]:
    """For each need its terms, those of word groups among them, and how much each says of it."""
    counted = [_counted(need, kin) for need in needs]
    spread = Counter(term for counts in counted for term in counts)
    most = rarity(1, len(needs))
    return [
        {
            term: count / (count + 1) * rarity(spread[term], len(needs)) / most
            for term, count in counts.items()
        }
        for counts in counted
    ]


def likeness(needs: Sequence[Need], kin: Kin, weighed: Weighed) -> Iterable[Floats]:
    """For each need in turn how like its profile every service is, 0 to 1."""
    order = np.argsort(weighed.keys, kind="stable")
    services, weights = weighed.services[order], weighed.weights[order]
    starts = np.searchsorted(weighed.keys[order], np.arange(len(weighed.terms) + 1))
    numbers = {term: number for number, term in enumerate(weighed.terms)}
    for profile in profiles(needs, kin):
        says = {
            numbers[t]: says * weighed.idf[numbers[t]]
            for t, says in profile.items()
            if t in numbers
        }
        total = np.zeros(weighed.service_count)
        for key, worth in says.items():
            held = slice(starts[key], starts[key + 1])
            total[services[held]] += worth * weights[held]
        full = _full(sorted(says.values(), reverse=True)[:TELLING_WORDS])
        yield np.minimum(total / full, 1.0) if full else total


def _full(heaviest: Sequence[float]) -> float:
    """What is as like a profile as words can say, from the heaviest of its words in use.

    Where a small directory uses fewer of them than that, the others count as the heaviest: one
    word of a profile alone is never all of it.
    """
    if not heaviest:
        return 0.0
    return (sum(heaviest) + (TELLING_WORDS - len(heaviest)) * heaviest[0]) * WELL_USED


def _counted(need: Need, kin: Kin) -> Mapping[str, float]:
    """In how many of the need's wordings each term stands; a word counts for its group too."""
    counts: dict[str, float] = defaultdict(float)
    for wording in described(need):
        for stem in content_stems(wording):
            group = kin.term(stem)
            counts[stem] += OWN_SHARE if group else 1.0
            if group:
                counts[group] += 1.0 - OWN_SHARE
    return counts
