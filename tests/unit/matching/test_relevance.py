"""What is shown at all, and in whose favour words and needs speak."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.answering import HOME, Asked, away, named, numbered
from tests.unit.matching.conftest import Open
from wayfinder.domain.service import Organization, Service
from wayfinder.matching.related import STRONG
from wayfinder.matching.weights import WEIGHTS


def written(number: int, name: str, description: str, owner: str = "", **more: object) -> Service:
    """Two words of a name, which its owner shares, and as many of a description: all of a length.

    So each word of the name has the weight 3 + 0.8 of 5, each of the description 1 of 2.2, and
    every word, which only one of them uses or none, is as telling as any other.
    """
    service = numbered(number, name, description=description, **more)
    return replace(service, organization=Organization(id="o", name=owner or name))


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
        ("copper lantern meadow", IN_DESCRIPTION, True),
        ("copper lantern kettle", IN_DESCRIPTION * 2 / 3, False),
        ("violin copper kettle", (IN_NAME + IN_DESCRIPTION) / 3, True),
        ("violin copper kettle marble", (IN_NAME + IN_DESCRIPTION) / 4, False),
        ("violin copper lantern kettle", (IN_NAME + IN_DESCRIPTION * 2) / 4, True),
        ("the violin of my son", IN_NAME, True),  # only words that tell something count
        ("kettle", 0.0, False),
    ],
)
def test_words_alone_must_make_up_enough_of_what_was_typed(
    words: Asked, typed: str, text: float, shown: bool
) -> None:
    assert (text >= WEIGHTS.words_floor) is shown, "the sum by hand"
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
def test_words_beside_a_need_that_was_heard_must_make_up_enough_too(
    words: Asked, typed: str, text: float, shown: bool
) -> None:
    assert (text >= WEIGHTS.words_floor_beside_needs) is shown, "the sum by hand"
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
    """The score without a place, when nothing but its relevance is known of a service: nobody knows
    how to reach it, and it is there for no crisis."""
    return (0.63 * relevance + 0.08 * 0.5 + 0.03 * 0 + 0.02 * 1) / 0.76


def link(said: float, like: float) -> float:
    """Two witnesses, each believed to 0.7: what a service says, and how like the need it is."""
    return 1 - (1 - 0.7 * said) * (1 - 0.7 * like)


def like(weight: float, share: float) -> float:
    """0.6 is all that a word can say of its share."""
    return weight / 0.6 * share


ONE_WORD = 1 / 5
"""Five words are all that can be said, and where fewer are in use the others count as much."""
MONEY_ADVICE = (1 / 2 + 2 / 3) / (1 / 2 + 4 * 2 / 3)
"""Of the need's wordings one has "money" and two have "advice": n / (n + 1)."""


IN_OWNER, TWICE, IN_BOTH = 0.8 / 2, 2 / 3.2, 4.8 / 6

BY_STRENGTH: dict[str, list[tuple[str, str, float]]] = {
    # Names and owners of two words, descriptions of four.
    # name              description                        strength
    "by two words": [
        ("Money Advice", "Copper lantern meadow kettle", link(0.8, like(IN_NAME, MONEY_ADVICE))),
        (
            "Repeated Words",
            "Money advice. Money advice",
            link(1 - 0.4 * 0.6, like(TWICE, MONEY_ADVICE)),
        ),
        (
            "Leading Words",
            "Money advice. Meadow kettle",
            link(0.6, like(IN_DESCRIPTION, MONEY_ADVICE)),
        ),
        (
            "Trailing Words",
            "Copper lantern. Money advice",
            link(0.4, like(IN_DESCRIPTION, MONEY_ADVICE)),
        ),
        ("Owner Speaks", "Copper lantern meadow kettle", link(0.45, like(IN_OWNER, MONEY_ADVICE))),
    ],
    "by one": [
        ("Debt Orchard", "Copper lantern meadow kettle", link(0.8, like(IN_NAME, ONE_WORD))),
        (
            "Leading Word",
            "Debt lantern meadow kettle",
            link(0.6 * 0.6, like(IN_DESCRIPTION, ONE_WORD)),
        ),
        (
            "Trailing Word",
            "Copper lantern. Debt kettle",
            link(0.4 * 0.6, like(IN_DESCRIPTION, ONE_WORD)),
        ),
    ],
}


@pytest.mark.parametrize("read", BY_STRENGTH)
def test_a_need_counts_by_where_it_is_read(open_directory: Open, read: str) -> None:
    services = [
        written(9 - n, name, description, "Money Advice" if name == "Owner Speaks" else name)
        for n, (name, description, _) in enumerate(BY_STRENGTH[read])
    ]
    stated = written(10, "Stated Plainly", "Copper lantern meadow kettle", needs=("debt",))
    asked = open_directory([*services, stated])
    given = {named(match.service): match.score for match in asked(needs=("debt",)).matches}
    expected = {"Stated Plainly": 1.0} | {name: each for name, _, each in BY_STRENGTH[read]}
    assert list(given) == sorted(expected, key=lambda name: -expected[name])
    assert given == {
        name: pytest.approx(of_relevance(each), abs=3e-3) for name, each in expected.items()
    }


def test_words_and_link_are_weighed_together(open_directory: Open) -> None:
    """Six parts words, four parts link: "tenants" is one of the two words typed."""
    asked = open_directory(
        [
            written(1, "Blue Orchard", "money advice ribbon"),
            written(2, "Green Saddle", "money advice tenants"),
        ]
    )
    linked = 0.4 * link(0.6, like(IN_DESCRIPTION, MONEY_ADVICE))
    first, second = asked("tenants debt").matches
    assert [named(first.service), named(second.service)] == ["Green Saddle", "Blue Orchard"]
    assert first.score == pytest.approx(of_relevance(linked + 0.6 * IN_DESCRIPTION / 2), abs=2e-3)
    assert second.score == pytest.approx(of_relevance(linked), abs=2e-3)


def test_related_help_is_what_states_the_related_need_and_nothing_read_into_words(
    open_directory: Open,
) -> None:
    """Debt is related to falls. The strongest link that words can make here is not enough."""
    asked = open_directory(
        [
            written(1, "Money Advice", "Money advice. Meadow kettle"),
            written(2, "Stated Plainly", "Copper lantern", needs=("debt",)),
        ]
    )
    assert link(1 - 0.2 * 0.4, like(IN_BOTH, MONEY_ADVICE)) < STRONG, "the sum by hand"
    assert asked.names("falls") == ["Stated Plainly"]


def test_what_helps_outweighs_what_is_near(open_directory: Open) -> None:
    asked = open_directory(
        [
            numbered(1, "Door", description="A cafe. Money advice.", locations=(away(0),)),
            numbered(2, "Afar", needs=("debt",), locations=(away(16_000),)),
        ]
    )
    assert asked.names(needs=("debt",), postcode=HOME) == ["Afar", "Door"]


def test_what_states_the_need_need_not_use_the_words_that_name_it(open_directory: Open) -> None:
    asked = open_directory(
        [
            numbered(1, "Debt Centre", needs=("debt",), locations=(away(2_000),)),
            numbered(2, "Orchard", needs=("debt",), locations=(away(0),)),
            numbered(3, "Debt Harbour", needs=("debt",), locations=(away(4_000),)),
        ]
    )
    assert asked.names("debt", postcode=HOME) == ["Orchard", "Debt Centre", "Debt Harbour"]
    assert asked.names("debt harbour please", postcode=HOME)[0] == "Debt Harbour"
