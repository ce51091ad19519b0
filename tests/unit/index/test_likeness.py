"""How much of a need's own vocabulary a service uses: by hand, and as a naive program counts it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from tests import made_up
from wayfinder.domain.need import Need
from wayfinder.domain.word_groups import WordGroup
from wayfinder.index import text
from wayfinder.index.kin import Kin
from wayfinder.index.likeness import likeness, profiles
from wayfinder.index.terms import TermsBuilder, Weighed

RARE = math.log(1.2) / math.log(2)
"""How telling a word of both needs is, beside a word of one: ln(1 + 0.5/2.5) to ln(1 + 1.5/1.5)."""


def need(number: int, *wordings: str, offers: tuple[str, ...] = ()) -> Need:
    label, *phrases = wordings
    return replace(
        made_up.NEEDS[number], label=label, phrases=tuple(phrases), terms=(), offers=offers
    )


DEBT = need(0, "Debt", "debt advice")
DAMP = need(1, "Mould", "mould advice", "help with the mould", offers=("Mould-killing", "mould"))
KILLER = Kin([WordGroup("kill", ("killing", "wiping"))])


def test_a_profile_has_the_content_words_of_all_wordings() -> None:
    """In n wordings n / (n + 1): "debt" in two, "mould" in five, also in how services put it."""
    assert profiles([DEBT, DAMP], Kin()) == [
        {"debt": pytest.approx(2 / 3), "advic": pytest.approx(1 / 2 * RARE)},
        {
            "mould": pytest.approx(5 / 6),
            "advic": pytest.approx(1 / 2 * RARE),
            "kill": pytest.approx(1 / 2),
        },
    ]


def test_a_word_that_has_kin_speaks_mostly_for_its_group() -> None:
    (_, damp) = profiles([DEBT, DAMP], KILLER)
    assert damp["kill"] == pytest.approx(0.15 / 1.15)
    assert damp["~kill"] == pytest.approx(0.85 / 1.85)
    assert damp["mould"] == pytest.approx(5 / 6)


def like(needs: Sequence[Need], kin: Kin, weighed: Weighed) -> list[list[float]]:
    return [each.tolist() for each in likeness(needs, kin, weighed)]


def held(*terms: tuple[str, float, tuple[float, ...]], services: int) -> Weighed:
    """Each term with its idf and its weight in every service."""
    weights = np.array([each for *_, each in terms], float).reshape(len(terms), services)
    keys, numbers = weights.nonzero()
    return Weighed(
        terms=tuple(term for term, *_ in terms),
        idf=np.array([idf for _, idf, _ in terms], float),
        service_count=services,
        keys=keys,
        services=numbers,
        weights=weights[keys, numbers],
    )


def test_a_service_is_like_a_need_by_the_words_it_uses() -> None:
    """Two needs and three services, on paper. No service kills: the word asks nothing of them.

    Both profiles have two words in use; the three that five lacks count as the heaviest.
    """
    words = held(
        ("debt", 1.0, (0.6, 0.0, 0.3)),
        ("zebra", 9.0, (0.5, 0.5, 0.5)),
        ("mould", 2.0, (0.0, 0.45, 0.0)),
        ("advic", 0.5, (0.0, 0.6, 0.6)),
        services=3,
    )
    advice = 1 / 2 * RARE * 0.5
    of_debt, of_damp = 2 / 3 * 4 + advice, 5 / 6 * 2.0 * 4 + advice
    assert like([DEBT, DAMP], Kin(), words) == [
        [
            pytest.approx(2 / 3 * 0.6 / (of_debt * 0.6)),
            pytest.approx(advice * 0.6 / (of_debt * 0.6)),
            pytest.approx((2 / 3 * 0.3 + advice * 0.6) / (of_debt * 0.6)),
        ],
        [
            0.0,
            pytest.approx((5 / 6 * 2.0 * 0.45 + advice * 0.6) / (of_damp * 0.6)),
            pytest.approx(advice * 0.6 / (of_damp * 0.6)),
        ],
    ]


def test_five_telling_words_used_well_are_all_that_words_can_say() -> None:
    """Eight words that weigh alike: five used at 0.6 say all, and more say no more."""
    words = [f"word{letter}" for letter in "abcdefgh"]
    stems = [text.stem(word) for word in words]
    many = need(0, " ".join(words))
    services = [sum(i < n for i in range(8)) for n in (0, 1, 4, 5, 8)]
    weights = [(stem, 1.0, tuple(0.6 * (i < n) for n in services)) for i, stem in enumerate(stems)]
    (found,) = like([many], Kin(), held(*weights, services=5))
    assert found == pytest.approx([0.0, 0.2, 0.8, 1.0, 1.0])


def test_kin_of_a_needs_word_make_a_service_like_it() -> None:
    words = held(("~kill", 1.0, (0.6, 0.0)), ("wipe", 1.0, (0.6, 0.6)), services=2)
    assert like([DAMP], KILLER, words) == [[pytest.approx(1 / 5), 0.0]]
    assert like([DAMP], Kin(), words) == [[0.0, 0.0]]


@pytest.mark.parametrize("services", [0, 2])
def test_where_no_word_of_a_need_is_used_nothing_is_like_it(services: int) -> None:
    assert like([DEBT, DAMP], Kin(), held(services=services)) == [[0.0] * services] * 2
    assert like([], Kin(), held(services=services)) == []


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kin", [Kin(), Kin(made_up.GROUPS)], ids=["words alone", "with kin"])
def test_a_naive_count_over_a_made_up_directory_comes_to_the_same(seed: int, kin: Kin) -> None:
    builder = TermsBuilder(kin)
    services = made_up.directory(seed, 30)
    for number, service in enumerate(services):
        builder.add(number, service)
    weighed = builder.weighed()
    expected = [
        [naive(number, each, kin, weighed) for number in range(len(services))]
        for each in made_up.NEEDS
    ]
    found = like(made_up.NEEDS, kin, weighed)
    assert found == [pytest.approx(line) for line in expected]
    assert any(0.1 < strength < 1 for line in found for strength in line)


def naive(service: int, of: Need, kin: Kin, weighed: Weighed) -> float:
    """What the service says of what could be said, term by term."""
    loose = zip(weighed.keys, weighed.services, weighed.weights, strict=True)
    holds = {(int(number), weighed.terms[key]): float(weight) for key, number, weight in loose}
    idf = dict(zip(weighed.terms, weighed.idf.tolist(), strict=True))
    says = {
        term: count / (count + 1) * telling(term, kin) / telling_most() * idf[term]
        for term, count in counted(of, kin).items()
        if term in idf
    }
    heaviest = sorted(says.values(), reverse=True)[:5]
    could = sum(heaviest + heaviest[:1] * (5 - len(heaviest))) * 0.6
    said = sum(worth * holds.get((service, term), 0.0) for term, worth in says.items())
    return min(said / could, 1.0) if could else 0.0


def counted(of: Need, kin: Kin) -> dict[str, float]:
    """No two words of a wording of these needs are of one stem, so words can be counted singly."""
    counts: dict[str, float] = {}
    for wording in (of.label, *of.phrases, *of.terms, *of.offers):
        for word in filter(text.is_content, text.words(wording)):
            stem = text.stem(word)
            group = kin.term(stem)
            shares = ((stem, 0.15), (group, 0.85)) if group else ((stem, 1.0),)
            for term, share in shares:
                counts[term] = counts.get(term, 0.0) + share
    return counts


def telling(term: str, kin: Kin) -> float:
    holders = sum(term in counted(each, kin) for each in made_up.NEEDS)
    return math.log(1 + (len(made_up.NEEDS) - holders + 0.5) / (holders + 0.5))


def telling_most() -> float:
    return math.log(1 + (len(made_up.NEEDS) - 0.5) / 1.5)
