"""A need's label, as it stands inside a sentence."""

from __future__ import annotations

import pytest

from tests.conftest import DIRECTORY
from wayfinder.domain.need import in_sentence
from wayfinder.domain.vocabulary import load_needs

LABELS = [need.label for need in load_needs(DIRECTORY / "needs")]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Falls and balance", "falls and balance"),
        ("Finding an NHS dentist", "finding an NHS dentist"),
        ("Self-harm", "self-harm"),
        ("Men's sheds and men's groups", "men's sheds and men's groups"),
        ("Advocacy: someone to speak up for you", "advocacy"),
        ("NHS 111: medical advice now", "NHS 111"),
        ("A&E and emergencies", "A&E and emergencies"),
        ("LGBT+ people", "LGBT+ people"),
        ("Universal Credit", "Universal Credit"),
        ("Parkinson's", "Parkinson's"),
        ("Gypsy, Roma and Traveller communities", "Gypsy, Roma and Traveller communities"),
    ],
)
def test_a_label_in_a_sentence(label: str, said: str) -> None:
    assert in_sentence(label) == said
    assert label in LABELS


def test_no_other_label_keeps_its_capital() -> None:
    """A new label that does, or a new name that does not, is to be looked at here."""
    kept = {label.split()[0] for label in LABELS if in_sentence(label)[0].isupper()}
    assert kept == {
        "A&E", "ADHD", "Blue", "COPD,", "Driving,", "Gypsy,", "HIV", "Healthy", "Housing",
        "LGBT+", "Learning", "MND,", "NHS", "PIP,", "Parkinson's", "Scouts,", "Universal",
    }  # fmt: skip
