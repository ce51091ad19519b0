"""Which needs a service meets: stated, or read into its words by witnesses that are weighed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from tests.made_up import NEEDS, service
from wayfinder.domain.need import Need
from wayfinder.domain.service import Organization, Service, TaxonomyTerm
from wayfinder.index.kin import Kin
from wayfinder.index.links import CEILING, LinksBuilder, Witness
from wayfinder.index.postings import ServiceRows
from wayfinder.index.terms import Weighed

BUILDER = LinksBuilder(NEEDS, Kin())
FILLER = "We are here. "
DEBT_CODE = TaxonomyTerm("x", "debt", "Anything")


def said(of: Service) -> dict[str, float]:
    return {NEEDS[need].id: strength for need, strength in BUILDER.said(of).items()}


def told(name: str = "Group", owner: str | None = None, **fields: object) -> Service:
    """A service whose owner has its name, and with it no evidence of its own."""
    return replace(service(name, **fields), organization=Organization(id="o", name=owner or name))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"needs": ("damp",)}, {"damp": 1.0}),
        ({"needs": ("damp", "falls")}, {"damp": 1.0, "falls": 1.0}),
        ({"taxonomy_terms": (DEBT_CODE,)}, {"debt": 1.0}),
        ({"taxonomy_terms": (DEBT_CODE,), "needs": ("debt", "damp")}, {"debt": 1.0, "damp": 1.0}),
        # believed: nothing more is read into what it says
        ({"needs": ("damp",), "name": "Debt", "description": "Money advice."}, {"damp": 1.0}),
        ({"needs": ("damp",), "name": "Money and other advice"}, {"damp": 1.0}),
        # but a name that is just what people ask for
        ({"needs": ("damp",), "name": "Money advice"}, {"damp": 1.0, "debt": 0.8}),
        # what we do not know is no statement, and words speak again
        ({"needs": ("no-such-need",), "name": "Money advice"}, {"debt": 0.8}),
        ({"taxonomy_terms": (TaxonomyTerm("y", "debt"),), "name": "Money advice"}, {"debt": 0.8}),
    ],
)
def test_what_a_source_states_is_believed(
    fields: dict[str, object], expected: dict[str, float]
) -> None:
    assert said(told(**fields)) == pytest.approx(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "strength"),
    [
        ({}, None),
        ({"name": "Money advice"}, 0.8),
        ({"name": "Debt"}, 0.8),  # in a name one word is enough
        ({"taxonomy_terms": (TaxonomyTerm("y", "1", "Money advice"),)}, 0.8),
        ({"owner": "Money Advice Trust"}, 0.45),
        ({"description": "Money advice for tenants."}, 0.6),
        ({"description": "Debt is what we know."}, 0.6 * 0.6),
        ({"description": FILLER + "Money advice too."}, 0.4),
        ({"description": FILLER + "Debt too."}, 0.4 * 0.6),
        ({"summary": "Money advice for tenants."}, 0.6),  # the description where there is none
        ({"summary": "Money advice.", "description": "A hall."}, None),
        # independent evidence adds up: 1 - (1 - a)(1 - b)
        ({"name": "Money advice", "description": "Money advice for tenants."}, 1 - 0.2 * 0.4),
        ({"owner": "Money Advice Trust", "description": "Debt."}, 1 - 0.55 * 0.64),
        ({"description": "Debt. Debt. Debt."}, 1 - 0.64 * 0.76 * 0.76),
        # but words alone are never certain
        ({"description": "Money advice. " * 40}, CEILING),
        ({"name": "Money advice", "owner": "Debt Trust", "description": "Money advice."}, CEILING),
        # a book-length description is not read to its end
        ({"description": FILLER * 39 + "Money advice."}, 0.4),
        ({"description": FILLER * 40 + "Money advice."}, None),
        # words of one phrase must stand in one sentence
        ({"description": "We give advice. Bring your money."}, None),
    ],
)
def test_a_need_read_into_words_has_the_strength_of_where_it_stands(
    fields: dict[str, object], strength: float | None
) -> None:
    expected = {} if strength is None else {"debt": strength}
    assert said(told(**fields)) == pytest.approx(expected)  # type: ignore[arg-type]


def test_an_owner_of_the_same_name_is_no_second_witness() -> None:
    assert said(told("Money advice")) == pytest.approx({"debt": 0.8})
    assert said(told("Money advice", owner="Money advice Ltd"))["debt"] > 0.8


def test_each_need_has_its_own_evidence() -> None:
    found = said(told("Money advice", description="Housing repairs. Falls."))
    assert found == pytest.approx({"debt": 0.8, "damp": 0.6, "falls": 0.4 * 0.6})


def test_a_need_is_heard_in_how_those_who_meet_it_describe_themselves() -> None:
    """Residents do not say "rapid response lifting"; those who lift do."""
    fallen = replace(NEEDS[1], offers=("rapid response lifting",))
    builder = LinksBuilder([fallen], Kin())
    assert builder.said(told("Rapid Response Lifting")) == {0: pytest.approx(0.8)}


def weighed(words: Sequence[tuple[str, float, Sequence[float]]], services: int) -> Weighed:
    """Terms as (term, idf, its weight in each service)."""
    loose = [(k, s, w) for k, (*_, held) in enumerate(words) for s, w in enumerate(held) if w]
    keys, numbers, weights = zip(*loose, strict=True) if loose else ((), (), ())
    return Weighed(
        terms=tuple(term for term, *_ in words),
        idf=np.array([idf for _, idf, _ in words], float),
        service_count=services,
        keys=np.array(keys, np.int64),
        services=np.array(numbers, np.int64),
        weights=np.array(weights, float),
    )


def linked(
    services: Sequence[Service], words: Weighed, meant: Witness | None = None
) -> dict[tuple[str, int], float]:
    builder = LinksBuilder(NEEDS, Kin())
    for number, each in enumerate(services):
        builder.add(number, each)
    needs, numbers, strengths = builder.pairs(words, meant)
    pairs = ((NEEDS[need].id, number) for need, number in zip(needs, numbers.tolist(), strict=True))
    return dict(zip(pairs, strengths.tolist(), strict=True))


def test_what_is_said_is_believed_by_seven_tenths() -> None:
    """0.7 x 0.8, and 0.7 x 0.6 x 0.6; what its source states needs no belief."""
    services = (told(needs=("damp",)), told(), told("Money advice", description="Falls."))
    found = linked(services, weighed([], 3))
    assert found == pytest.approx(
        {("damp", 0): 1.0, ("debt", 2): 0.7 * 0.8, ("falls", 2): 0.7 * 0.36}
    )


DAMP_FOR_CERTAIN = "Mould. Damp flat. Housing repairs."
# The one word of the profile that any service uses: used well (0.6) it is a fifth of what can be
# said.
LIKE_DAMP = ("mould", 1.0, (0.6, 0.3, 0.0, 0.6))


@pytest.mark.parametrize(
    ("number", "service", "strength"),
    [
        (0, told(), 0.14),  # nothing is said, but a word is the need's
        (1, told(), None),  # 0.07: a link so weak is none
        (2, told(), None),
        (2, told("Damp flat"), 0.56),
        (1, told("Damp flat"), 1 - (1 - 0.56) * (1 - 0.07)),  # independent witnesses
        (0, told("Damp flat", description=DAMP_FOR_CERTAIN), 1 - (1 - 0.7 * CEILING) * (1 - 0.14)),
        (0, told(needs=("debt",)), None),  # it says what it is: it is not read for more
        (3, told(needs=("damp",)), 1.0),
    ],
)
def test_two_witnesses_are_heard(number: int, service: Service, strength: float | None) -> None:
    services = [told() for _ in range(4)]
    services[number] = service
    found = linked(services, weighed([LIKE_DAMP], 4)).get(("damp", number))
    assert found == (None if strength is None else pytest.approx(strength))


@pytest.mark.parametrize(
    ("service", "close", "strength"),
    [
        (told(), 0.0, None),
        (told(), 1.0, 0.25),
        (told(), 0.39, None),  # 0.0975: a link so weak is none
        (told(), 0.41, 0.25 * 0.41),
        # closeness takes a share of the others' voice: it may speak against them too
        (told("Damp flat"), 0.0, 0.75 * 0.56),
        (told("Damp flat"), 1.0, 0.75 * 0.56 + 0.25),
        (told(needs=("damp",)), 0.0, 1.0),
        (told(needs=("debt",)), 1.0, None),
    ],
)
def test_closeness_in_meaning_is_a_third_witness(
    service: Service, close: float, strength: float | None
) -> None:
    meant = [np.zeros(1), np.zeros(1), np.array([close])]
    found = linked([service], weighed([], 1), meant).get(("damp", 0))
    assert found == (None if strength is None else pytest.approx(strength))


def test_words_and_meaning_together_are_never_certain() -> None:
    service = told("Damp flat", description=DAMP_FOR_CERTAIN)
    words = weighed([("mould", 1.0, (0.6,))], 1)
    found = linked([service], words, [np.zeros(1), np.zeros(1), np.ones(1)])
    assert found["damp", 0] == pytest.approx(0.75 * (1 - 0.335 * 0.86) + 0.25)
    assert found["damp", 0] < 1.0


@pytest.mark.parametrize("lines", [2, 4])
def test_a_witness_must_speak_of_every_need(lines: int) -> None:
    with pytest.raises(ValueError, match="zip"):
        linked([told()], weighed([], 1), [np.zeros(1)] * lines)


def test_links_are_kept_by_row_with_whether_the_source_states_needs() -> None:
    builder = LinksBuilder(NEEDS, Kin())
    for number, each in enumerate((told(), told(needs=("falls", "damp")), told("Money advice"))):
        builder.add(number, each)
    rows = ServiceRows(np.array([2, 1, 1], np.int32), 3)
    arrays = builder.arrays(weighed([], 3), rows)
    assert arrays["states_needs"].tolist() == [False, True, False]
    assert arrays["need_starts"].tolist() == [0, 1, 3, 5]
    assert arrays["need_rows"].tolist() == [0, 1, 2, 1, 2]
    assert arrays["need_impacts"].tolist() == [round(0.56 * 255), 255, 255, 255, 255]


@pytest.mark.parametrize("needs", [NEEDS, ()])
def test_of_no_services_there_are_no_links(needs: Sequence[Need]) -> None:
    builder = LinksBuilder(needs, Kin())
    assert [column.tolist() for column in builder.pairs(weighed([], 0))] == [[], [], []]
