"""What counts as a change: what is said, not when it was said again."""

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


def test_the_same_said_again_later_is_no_change() -> None:
    before = replace(HUB, conflicts=disputed("a@b.org", MONDAY))
    later = replace(HUB, conflicts=disputed("a@b.org", TUESDAY), origins={"*": Origin("a", "1")})
    assert fields_changed(before, later) == ()
    for other in (disputed("c@b.org", MONDAY), disputed("a@b.org", MONDAY, "c"), {}):
        assert fields_changed(before, replace(HUB, conflicts=other)) == ("conflicts",)
