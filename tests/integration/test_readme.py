"""The README's example is what this product answers from a clean start, only shortened."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import msgspec
import pytest

from tests.conftest import REPO
from wayfinder.api.schemas import parse_enquiry
from wayfinder.desk import Desk
from wayfinder.domain.hours import LONDON
from wayfinder.settings import Settings

README = (REPO / "README.md").read_text("utf-8")


MONDAY_EVENING = datetime(2026, 11, 23, 21, tzinfo=LONDON)
"""What is open now stands before what is not: the example is of an hour."""


def test_the_readme_s_answer_is_a_true_one(
    filled: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wayfinder.desk.this_moment", lambda: MONDAY_EVENING)
    desk = Desk(
        index_dir=filled.index_dir,
        gazetteer_path=filled.gazetteer_path,
        directory=filled.directory,
    )
    asked = re.search(r"-d '(.+?)'", README)
    assert asked
    answer = desk.answer(parse_enquiry(asked[1].encode()))
    shown = json.loads(README.partition("```json\n")[2].partition("```")[0])
    assert shortened(json.loads(msgspec.json.encode(answer)), shown) == shown


def shortened(real: Any, shown: Any) -> Any:
    """As much of `real` as `shown` shows; figures, which move with the directory, as shown."""
    if isinstance(real, dict) and isinstance(shown, dict):
        return {key: shortened(real.get(key, "missing"), shown[key]) for key in shown}
    if isinstance(real, list) and isinstance(shown, list):
        return [shortened(*pair) for pair in zip(real, shown, strict=False)]
    is_figure = isinstance(real, int | float) and not isinstance(real, bool)
    return shown if is_figure and isinstance(shown, int | float) else real
