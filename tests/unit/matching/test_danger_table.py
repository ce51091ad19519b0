"""The phrases that danger is measured by are read whole, or the mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.errors import DirectoryError
from wayfinder.matching.danger_table import HELD_OUT_OF, Told, load_danger_table
from wayfinder.matching.triage import load_danger_rules

FOLDER = Path(__file__).parents[3] / "directory" / "safety"
TABLE = load_danger_table(FOLDER, load_danger_rules(FOLDER).categories)
WRITTEN = """version = "2026-11-22"
[[batch]]
id = "1"
harmless = ["smoke free class"]
[batch.danger]
fire = ["smoke under the door"]
[[batch]]
id = "2"
harmless = ["water bill"]
"""


def written(tmp_path: Path, text: str) -> tuple[Told, ...]:
    (tmp_path / "phrases.toml").write_text(text)
    return load_danger_table(tmp_path, {"fire", "flood"})


def test_every_batch_is_read_in_order(tmp_path: Path) -> None:
    assert written(tmp_path, WRITTEN) == (
        Told("smoke under the door", "fire"),
        Told("smoke free class", None),
        Told("water bill", None),
    )


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("fire =", "fyre =", "batch 1: danger: 'fyre' is no category"),
        ("water bill", "Smoke under the DOOR", "'Smoke under the DOOR' stands twice"),
        ("harmless", "harmles", "harmles"),
        ("[[batch]]", "[[bach]]", "bach"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(DirectoryError) as raised:
        written(tmp_path, WRITTEN.replace(old, new))
    assert complaint in raised.value.detail


def test_one_phrase_in_five_is_held_out_whoever_asks() -> None:
    seen = [told for told in TABLE if not told.unseen]
    held = [told for told in seen if told.held_out]
    assert len(held) / len(seen) == pytest.approx(1 / HELD_OUT_OF, abs=0.03)
    assert held == [told for told in seen if Told(told.text, None).held_out]


def test_a_batch_held_out_is_so_whole(tmp_path: Path) -> None:
    told = written(tmp_path, WRITTEN.replace('id = "1"', 'id = "1"\nheld_out = true'))
    assert [(phrase.text, phrase.unseen) for phrase in told] == [
        ("smoke under the door", True),
        ("smoke free class", True),
        ("water bill", False),
    ]
    assert all(phrase.held_out for phrase in told if phrase.unseen)


def test_the_table_is_large_and_half_harmless() -> None:
    dangers = sum(told.category is not None for told in TABLE)
    assert len(TABLE) >= 2000
    assert 0.4 <= dangers / len(TABLE) <= 0.6
