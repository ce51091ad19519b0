"""Which needs a service meets: stated, or read into its words and as strong as their place."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.made_up import NEEDS, service
from wayfinder.domain.service import Organization, Service, TaxonomyTerm
from wayfinder.index.links import CEILING, LinksBuilder
from wayfinder.index.phrases import PhraseBook

BUILDER = LinksBuilder(PhraseBook(NEEDS))
FILLER = "We are here. "
DEBT_CODE = TaxonomyTerm("x", "debt", "Anything")


def links(of: Service) -> dict[str, float]:
    return {NEEDS[need].id: strength for need, strength in BUILDER.links(of).items()}


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
        ({"needs": ("damp",), "name": "Money advice", "description": "Falls."}, {"damp": 1.0}),
        # what we do not know is no statement, and words speak again
        ({"needs": ("no-such-need",), "name": "Money advice"}, {"debt": 0.8}),
        ({"taxonomy_terms": (TaxonomyTerm("y", "debt"),), "name": "Money advice"}, {"debt": 0.8}),
    ],
)
def test_what_a_source_states_is_believed(
    fields: dict[str, object], expected: dict[str, float]
) -> None:
    assert links(told(**fields)) == pytest.approx(expected)  # type: ignore[arg-type]


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
    assert links(told(**fields)) == pytest.approx(expected)  # type: ignore[arg-type]


def test_an_owner_of_the_same_name_is_no_second_witness() -> None:
    assert links(told("Money advice")) == pytest.approx({"debt": 0.8})
    assert links(told("Money advice", owner="Money advice Ltd"))["debt"] > 0.8


def test_each_need_has_its_own_evidence() -> None:
    found = links(told("Money advice", description="Housing repairs. Falls."))
    assert found == pytest.approx({"debt": 0.8, "damp": 0.6, "falls": 0.4 * 0.6})


def test_links_are_gathered_service_by_service() -> None:
    builder = LinksBuilder(PhraseBook(NEEDS))
    services = (told(needs=("damp",)), told(), told("Money advice", description="Falls."))
    for number, each in enumerate(services):
        builder.add(number, each)
    needs, numbers, strengths = (column.tolist() for column in builder.pairs())
    assert list(zip(needs, numbers, strengths, strict=True)) == [
        (2, 0, 1.0),
        (0, 2, pytest.approx(0.8)),
        (1, 2, pytest.approx(0.36)),
    ]
    assert builder.believed.tolist() == [True, False, False]


def test_of_no_services_there_are_no_links() -> None:
    builder = LinksBuilder(PhraseBook(NEEDS))
    assert [column.tolist() for column in builder.pairs()] == [[], [], []]
    assert builder.believed.tolist() == []
