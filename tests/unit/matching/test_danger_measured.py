"""The whole table of phrases: alone, mistyped, and told beside other needs.

The rules were mended for every phrase of it, so recall here flatters: it shows that nothing gained
was lost. The honest figures are those of first looks (`docs/safety/hazard-log.md`) and, for the
weights of words, of the phrases held out (`test_danger_evidence`).
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from wayfinder.matching.danger_table import load_danger_table
from wayfinder.matching.triage import load_danger_rules, triage

FOLDER = Path(__file__).parents[3] / "directory" / "safety"
RULES = load_danger_rules(FOLDER)
TABLE = load_danger_table(FOLDER, RULES.categories)
DANGER = [(told.text, told.category) for told in TABLE if told.category is not None]
HARMLESS = [told.text for told in TABLE if told.category is None]


def categories(text: str) -> list[str]:
    return [urgent.category for urgent in triage(text, RULES, frozenset())]


def test_recall_and_false_positives_on_the_table() -> None:
    missed = [phrase for phrase, category in DANGER if category not in categories(phrase)]
    false_alarms = [phrase for phrase in HARMLESS if categories(phrase)]
    assert len(missed) / len(DANGER) <= 0.03, missed
    assert len(false_alarms) / len(HARMLESS) <= 0.03, false_alarms


def test_recall_and_false_positives_on_phrases_nobody_looked_at() -> None:
    """The halves held out of what was written cold: first looks, so the bars are low."""
    unseen = [told for told in TABLE if told.unseen]
    dangers = [told.text for told in unseen if told.category is not None]
    harmless = [told.text for told in unseen if told.category is None]
    missed = [text for text in dangers if not categories(text)]
    false_alarms = [text for text in harmless if categories(text)]
    assert len(missed) / len(dangers) <= 0.18, missed
    assert len(false_alarms) / len(harmless) <= 0.08, false_alarms


BESIDE = (
    "He also needs help with council tax and a blue badge",
    "She would like a lift to the library on Tuesdays",
    "They are looking for a toddler group and some second hand furniture",
)
RAMBLE = (
    "so I was just talking to my neighbour about the bins and the weather and then I thought I "
    "would ring you because my sister said you know about clubs and buses and the blue badge for "
    "her hip and while I am on "
)


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("told", ["{0}. {1}", "{1}. {0}", "{1}, {0}, {2}", "{0}, {1}"])
def test_danger_is_seen_beside_any_harmless_sentence(told: str, beside: str) -> None:
    said = [(told.format(phrase, beside, BESIDE[0]), category) for phrase, category in DANGER]
    missed = [text for text, category in said if category not in categories(text)]
    assert len(missed) / len(DANGER) <= 0.03, missed


def test_danger_is_seen_at_the_end_of_a_story_without_a_stop() -> None:
    assert categories(RAMBLE) == []
    missed = [phrase for phrase, category in DANGER if category not in categories(RAMBLE + phrase)]
    assert len(missed) / len(DANGER) <= 0.03, missed


@pytest.mark.parametrize("join", [". ", ", ", " and "])
def test_two_harmless_needs_are_no_danger_together(join: str) -> None:
    pairs = [
        f"{one}{join}{HARMLESS[(at * 7 + 13) % len(HARMLESS)]}" for at, one in enumerate(HARMLESS)
    ]
    false_alarms = [text for text in pairs if categories(text)]
    assert len(false_alarms) / len(pairs) <= 0.03, false_alarms


def test_one_mistyped_word_hides_little_and_alarms_little() -> None:
    typos = random.Random(20261122)
    danger = [(mistyped(phrase, typos), category) for phrase, category in DANGER]
    harmless = [mistyped(phrase, typos) for phrase in HARMLESS]
    missed = [phrase for phrase, category in danger if category not in categories(phrase)]
    false_alarms = [phrase for phrase in harmless if categories(phrase)]
    assert len(missed) / len(danger) <= 0.06, missed
    assert len(false_alarms) / len(harmless) <= 0.03, false_alarms


def mistyped(phrase: str, typos: random.Random) -> str:
    """One of the longer words with a letter lost, doubled, or swapped with its neighbour."""
    words = phrase.split()
    long_words = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if long_words:
        at = typos.choice(long_words)
        cut = typos.randrange(1, len(words[at]) - 1)
        before, one, two, after = words[at][:cut], *words[at][cut : cut + 2], words[at][cut + 2 :]
        words[at] = before + typos.choice([two, one + one + two, two + one]) + after
    return " ".join(words)
