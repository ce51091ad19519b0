"""Who sent somebody is heard as no need."""

from __future__ import annotations

import pytest

from wayfinder.index import text
from wayfinder.matching.referrals import sent_by


@pytest.mark.parametrize(
    ("need", "left"),
    [
        ("my GP told me to ring you about falls", "falls"),
        ("I've been told to call you, damp flat", "damp flat"),
        ("the school suggested I should contact you about autism", "autism"),
        ("my gp told me I have diabetes", "my gp told me i have diabetes"),
        ("need a gp", "need a gp"),
    ],
)
def test_who_sent_somebody_is_left_out(need: str, left: str) -> None:
    sent = sent_by(need)
    assert " ".join(w for n, w in enumerate(text.words(need)) if n not in sent) == left
