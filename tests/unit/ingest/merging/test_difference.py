"""What counts as a change: whatever a copy would show otherwise."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from tests.answering import numbered
from wayfinder.domain.service import Claim, Origin
from wayfinder.ingest.merging.difference import fields_changed

HUB = numbered(1, "Hub")
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def disputed(value: str, day: date, source: str = "b") -> dict[str, tuple[Claim, ...]]:
    return {"email": (Claim(value, Origin(source, "1", day)),)}


def test_fields_that_say_something_else_are_named() -> None:
    assert fields_changed(HUB, HUB) == ()
    assert fields_changed(HUB, replace(HUB, url="https://b.org", email="a@b.org")) == (
        "email",
        "url",
    )


def test_a_copy_has_to_take_over_whose_word_it_is_and_of_which_day() -> None:
    later = replace(HUB, origins={"*": replace(HUB.origin("*"), as_of=TUESDAY)})
    assert fields_changed(HUB, later) == ("provenance", "sources")
    joint = replace(HUB, records=(HUB.origin("*"), Origin("b", "1")), merged_ids=("b1",))
    assert fields_changed(HUB, joint) == ("merged_ids", "sources")


def test_what_others_say_is_another_once_their_record_or_its_day_is() -> None:
    before = replace(HUB, conflicts=disputed("a@b.org", MONDAY))
    for other in (
        disputed("a@b.org", TUESDAY),
        disputed("c@b.org", MONDAY),
        disputed("a@b.org", MONDAY, "c"),
        {},
    ):
        assert fields_changed(before, replace(HUB, conflicts=other)) == ("conflicts",)
    assert fields_changed(before, replace(before)) == ()
