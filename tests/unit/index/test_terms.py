"""What each word of a service weighs, by the field it stands in (BM25F), worked out by hand."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from tests.made_up import service
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.service import Organization, Service, TaxonomyTerm
from wayfinder.domain.word_groups import WordGroup
from wayfinder.index.kin import Kin
from wayfinder.index.terms import FIELD_WEIGHTS, TermsBuilder, field_text


def only(**fields: object) -> Service:
    """A service whose name and owner have no word of their own."""
    return service("The", organization=Organization(id="o", name="Of"), **fields)


def terms(
    *services: Service, kin: Kin | None = None
) -> tuple[dict[tuple[int, str], float], dict[str, float]]:
    """The weight (0 to 1) of every (service, term), and how telling each term is."""
    builder = TermsBuilder(kin)
    for number, each in enumerate(services):
        builder.add(number, each)
    of = builder.weighed()
    assert of.service_count == len(services)
    pairs = zip(of.services.tolist(), (of.terms[key] for key in of.keys), strict=True)
    return dict(zip(pairs, of.weights.tolist(), strict=True)), dict(
        zip(of.terms, of.idf, strict=True)
    )


@pytest.mark.parametrize(
    ("fields", "weight"),
    [
        ({"name": "Mould"}, 3.0),
        ({"alternate_name": "Mould"}, 2.0),
        ({"taxonomy_terms": (TaxonomyTerm("x", "1", "Mould"),)}, 2.0),
        ({"summary": "Mould"}, 1.0),
        ({"description": "Mould"}, 1.0),
        ({"organization": Organization(id="o", name="Mould"), "description": "roofs"}, 0.8),
        ({"eligibility": Eligibility(text="Mould"), "description": "roofs"}, 0.6),
        ({"name": "Mould", "description": "Mould, mould"}, 5.0),
        ({"description": "Mould and moulds"}, 2.0),  # one stem
        ({"description": "mould " * 50}, 50.0),
    ],
)
def test_a_word_counts_by_its_field_and_ever_less_the_more_of_it_there_is(
    fields: dict[str, object], weight: float
) -> None:
    """Alone in the directory a text is of the mean length: w / (w + 1.2)."""
    held, _ = terms(replace(only(), **fields))
    assert held[0, "mould"] == pytest.approx(weight / (weight + 1.2))


def test_every_field_that_counts_is_read_and_no_other() -> None:
    assert [field for field, _ in FIELD_WEIGHTS] == [
        "name",
        "alternate_name",
        "taxonomy_terms",
        "summary",
        "organization",
        "description",
        "eligibility",
    ]
    held, _ = terms(only(note="Mould", waiting_time="Mould", hours_text="Mould", alert="Mould"))
    assert held == {}


@pytest.mark.parametrize(
    ("summary", "description", "read"),
    [
        ("Mould cleared.", None, "Mould cleared."),
        ("Mould cleared.", "We mend roofs.", "Mould cleared."),
        # many feeds give the beginning of the description as its summary: not to be counted twice
        ("Mould cleared", "Mould cleared in a day.", ""),
        ("Mould cleared…", "Mould cleared in a day.", ""),
        ("Mould cleared.", "Mould cleared. We mend roofs.", ""),
    ],
)
def test_a_summary_that_repeats_the_description_is_not_read_again(
    summary: str, description: str | None, read: str
) -> None:
    told = only(summary=summary, description=description)
    assert field_text(told, "summary") == read


@pytest.mark.parametrize("field", [field for field, _ in FIELD_WEIGHTS if field != "name"])
def test_a_field_that_is_not_known_has_no_words(field: str) -> None:
    unknown = replace(only(), organization=Organization(id="o", name=""))
    assert field_text(unknown, field) == ""


def test_a_long_text_makes_each_of_its_words_weigh_less() -> None:
    """Lengths 1 and 3, mean 2: w / (w + 1.2 (0.2 + 0.8 length / 2))."""
    held, _ = terms(only(description="mould"), only(description="mould damp roofs"))
    assert held[0, "mould"] == pytest.approx(1 / (1 + 1.2 * 0.6))
    assert held[1, "mould"] == pytest.approx(1 / (1 + 1.2 * 1.4))


def test_a_word_is_the_more_telling_the_fewer_services_hold_it() -> None:
    """ln(1 + (N - n + 0.5) / (n + 0.5)) with N = 3."""
    _, idf = terms(
        only(description="mould damp roofs"),
        only(description="mould damp"),
        only(description="mould mould"),
    )
    assert idf == {
        "mould": pytest.approx(math.log(1 + 0.5 / 3.5)),
        "damp": pytest.approx(math.log(1 + 1.5 / 2.5)),
        "roof": pytest.approx(math.log(1 + 2.5 / 1.5)),
    }


def test_words_are_counted_as_they_are_written_for_the_spelling() -> None:
    builder = TermsBuilder()
    builder.add(0, only(description="Moulds, and the mould; Café"))
    counted = {"the": 2, "of": 1, "moulds": 1, "and": 1, "mould": 1, "cafe": 1}
    assert dict(builder.word_counts) == counted
    assert builder.stems == ["mould", "cafe"]


ALIKE, WORDLESS = 1.2, 1.2 * 0.2
"""What stands below a weight: where all texts are of one length, and where none has a word."""


@pytest.mark.parametrize(
    ("text", "held"),
    [
        # a word counts for itself and for its group, and so the group as often as all its words
        ("damp roofs", {"damp": 1 / (1 + ALIKE), "~wet": 1 / (1 + ALIKE), "roof": 1 / (1 + ALIKE)}),
        (
            "damp, mould",
            {"damp": 1 / (1 + ALIKE), "mould": 1 / (1 + ALIKE), "~wet": 2 / (2 + ALIKE)},
        ),
        (
            "mouldy mould",
            {"mouldi": 1 / (1 + ALIKE), "mould": 1 / (1 + ALIKE), "~wet": 2 / (2 + ALIKE)},
        ),
        # who it is about is no need, and no term; but whom it is for is heard through its group
        ("for a lady", {"~woman": 1 / (1 + WORDLESS)}),
        ("for a woman or lady", {"~woman": 2 / (2 + WORDLESS)}),
    ],
)
def test_a_word_counts_for_its_group_too(text: str, held: dict[str, float]) -> None:
    wet = WordGroup("wet", ("damp", "mould", "mouldy"))
    found, idf = terms(
        only(description=text), kin=Kin([wet, WordGroup("woman", ("woman", "lady"))])
    )
    assert found == {(0, term): pytest.approx(weight) for term, weight in held.items()}
    assert set(idf) == set(held)


@pytest.mark.parametrize("services", [(), (only(),)])
def test_where_there_are_no_words_there_is_nothing(services: tuple[Service, ...]) -> None:
    assert terms(*services) == ({}, {})


def test_a_directory_of_hardly_a_word_is_taken_to_have_a_mean_of_one() -> None:
    """Else a lone word in a field of little weight would count as if it were a name."""
    held, _ = terms(only(eligibility=Eligibility(text="Mould")))
    assert held == {(0, "mould"): pytest.approx(0.6 / (0.6 + 1.2 * (0.2 + 0.8 * 0.6)))}
