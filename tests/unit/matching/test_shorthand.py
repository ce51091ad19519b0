"""What is typed in haste is read as it is meant, and what only looks like it is left alone."""

from __future__ import annotations

import pytest

from wayfinder.domain.enquiry import Enquiry
from wayfinder.matching.shorthand import in_full, written_out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("T2DM, fit for d/c Mon", "type 2 diabetes, fit for discharge Mon"),
        ("LL ignoring damp, pt HOH", "landlord ignoring damp, patient hard of hearing"),
        ("dont no who 2 talk 2", "dont know who to talk to"),
        ("need help 4 my mum 2nite", "need help for my mum tonight"),
        ("preg n my bf left", "pregnant and my boyfriend left"),
        ("anyone who helps w that", "anyone who helps with that"),
        ("my dd 12 wont eat", "my daughter 12 wont eat"),
    ],
)
def test_shorthand_is_written_out(typed: str, meant: str) -> None:
    assert written_out(typed)[0] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "had 2 falls and has 2 dogs",
        "children aged 2-4",
        "called the n word",
        "Ms Jones, 80, is lonely",
        "ALL IN CAPITALS MS JONES",
        "no money for food",
        "my dd bounced",
    ],
)
def test_what_only_looks_like_it_is_left_alone(typed: str) -> None:
    assert written_out(typed) == (typed, ())


def test_what_was_written_out_is_told_and_can_be_refused() -> None:
    enquiry = Enquiry(need="wife has MS")
    written, told = in_full(enquiry)
    assert written.need == "wife has multiple sclerosis"
    assert [(each.from_, each.to) for each in told] == [("MS", "multiple sclerosis")]
    assert in_full(Enquiry(need="wife has MS", as_typed=True))[1] == ()
