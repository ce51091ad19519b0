"""What is shown at all, and in whose favour words and needs speak."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.answering import HOME, Asked, away, named, numbered
from tests.unit.matching.conftest import Open
from wayfinder.domain.service import Organization, Service
from wayfinder.matching.score import FLOOR, WORDS_FLOOR, WORDS_FLOOR_BESIDE_NEEDS


def written(number: int, name: str, description: str, **fields: object) -> Service:
    """Two words of a name, which its owner shares, and three of a description: all the same length.

    So each word of the name has the weight 3 + 0.8 of 5, each of the description 1 of 2.2, and
    every word, which only one of them uses or none, is as telling as any other.
    """
    service = numbered(number, name, description=description, **fields)
    return replace(service, organization=Organization(id="o", name=name))


IN_NAME, IN_DESCRIPTION = 0.76, 0.4545

ORCHARD = written(1, "Violin Orchard", "copper lantern meadow")
SADDLE = written(2, "Pebble Saddle", "walnut ribbon harbour", needs=("debt",))
TIMBER = written(3, "Timber Anchor", "velvet canyon thistle", needs=("damp",))


@pytest.fixture(scope="module")
def words(open_directory: Open) -> Asked:
    return open_directory([ORCHARD, SADDLE, TIMBER])


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("violin", IN_NAME, True),
        ("violin kettle", IN_NAME / 2, True),
        ("violin kettle marble", IN_NAME / 3, False),
        ("copper", IN_DESCRIPTION, True),
        ("copper kettle", IN_DESCRIPTION / 2, False),
        ("copper lantern kettle", IN_DESCRIPTION * 2 / 3, True),
        ("copper lantern meadow kettle marble", IN_DESCRIPTION * 3 / 5, True),
        ("copper lantern kettle marble", IN_DESCRIPTION / 2, False),
        ("violin copper kettle marble", (IN_NAME + IN_DESCRIPTION) / 4, True),
        ("the violin of my son", IN_NAME, True),  # only words that tell something count
        ("kettle", 0.0, False),
    ],
)
def test_words_alone_must_make_up_enough_of_what_was_typed(
    words: Asked, typed: str, text: float, shown: bool
) -> None:
    assert (text >= WORDS_FLOOR) is shown, "the sum by hand"
    assert words.names(typed) == (["Violin Orchard"] if shown else [])


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("mould violin", IN_NAME / 2, True),
        ("mould violin kettle", IN_NAME / 3, False),
        ("mould copper lantern meadow kettle", IN_DESCRIPTION * 3 / 5, False),
        ("mould copper lantern", IN_DESCRIPTION * 2 / 3, True),
    ],
)
def test_beside_a_need_that_was_heard_words_must_say_more(
    words: Asked, typed: str, text: float, shown: bool
) -> None:
    assert (text >= WORDS_FLOOR_BESIDE_NEEDS) is shown, "the sum by hand"
    assert words.names(typed) == ["Timber Anchor", "Violin Orchard"][: 1 + shown]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("mould pebble", ["Timber Anchor"]),  # it says that it is for debt: believed
        ("pebble", ["Pebble Saddle"]),  # nothing was heard that it could contradict
        ("mould pebble saddle", ["Pebble Saddle", "Timber Anchor"]),  # but it was called by name
    ],
)
def test_what_states_another_need_is_no_answer_to_this_one(
    words: Asked, typed: str, offered: list[str]
) -> None:
    assert words.names(typed) == offered


@pytest.mark.parametrize(
    ("typed", "first", "score"),
    [
        ("violin orchard", "Violin Orchard", 1.0),
        ("violin orchard kettle", "Violin Orchard", 1.0),  # two thirds of what was typed
        ("violin orchard kettle marble", "Violin Orchard", IN_NAME / 2),  # only mentioned
        ("orchard violin", "Violin Orchard", IN_NAME),  # not what it is called
    ],
)
def test_a_name_that_was_typed_is_a_full_match(
    words: Asked, typed: str, first: str, score: float
) -> None:
    (match,) = words(typed).matches
    assert named(match.service) == first
    assert match.score == pytest.approx(of_relevance(score), abs=2e-3)


def of_relevance(relevance: float) -> float:
    """The score without a place, when nothing but its relevance is known of a service."""
    return (0.70 * relevance + 0.08 * 0.5) / 0.78


BY_STRENGTH: dict[str, tuple[dict[str, object], float]] = {
    # where the need is read           fields                                           strength
    "it says so itself": ({"needs": ("debt",)}, 1.0),
    "Debt advice": ({"organization": Organization(id="o", name="Debt advice")}, 0.8),
    "its first words": ({"description": "Money advice for tenants."}, 0.6),
    "its owner": ({"organization": Organization(id="o", name="Money Advice Trust")}, 0.45),
    "later words": ({"description": "A cafe. Money advice on Mondays."}, 0.4),
    "one first word": ({"description": "We talk about debt."}, 0.36),
    "one later word": ({"description": "A cafe. We talk about debt."}, 0.24),
    "twice": ({"description": "Money advice for tenants. Money advice too."}, 0.76),
}


def test_a_need_counts_by_where_it_is_read(open_directory: Open) -> None:
    asked = open_directory(
        numbered(number, name, **fields)
        for number, (name, (fields, _)) in enumerate(reversed(BY_STRENGTH.items()))
    )
    given = {named(match.service): match.score for match in asked(needs=("debt",)).matches}
    shown = {name: strength for name, (_, strength) in BY_STRENGTH.items() if strength >= FLOOR}
    assert "one later word" not in shown
    assert list(given) == sorted(shown, key=shown.__getitem__, reverse=True)
    assert given == {
        name: pytest.approx(of_relevance(strength), abs=2e-3) for name, strength in shown.items()
    }


def test_words_and_need_are_independent_evidence(open_directory: Open) -> None:
    """1 - (1 - 0.6)(1 - text): "tenants" is one of the two words typed, in a description."""
    asked = open_directory(
        [
            numbered(1, "Blue Door", description="Money advice."),
            numbered(2, "Green Door", description="Money advice for tenants."),
        ]
    )
    first, second = asked("tenants debt").matches
    assert [named(first.service), named(second.service)] == ["Green Door", "Blue Door"]
    assert second.score == pytest.approx(of_relevance(0.6), abs=2e-3)


def test_what_helps_outweighs_what_is_near(open_directory: Open) -> None:
    asked = open_directory(
        [
            numbered(1, "Door", description="A cafe. Money advice.", locations=(away(0),)),
            numbered(2, "Afar", needs=("debt",), locations=(away(16_000),)),
        ]
    )
    assert asked.names(needs=("debt",), postcode=HOME) == ["Afar", "Door"]
