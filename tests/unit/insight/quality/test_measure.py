"""What a report counts, and which rows it sends to a feed's owner."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from tests.made_up import areas, at, service
from tests.unit.insight.quality.evidence import (
    NOON,
    TODAY,
    evidence,
    measured,
    pair,
    rows,
)
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import Session
from wayfinder.domain.quality import EXPECTED, FAULTS, Share
from wayfinder.domain.service import (
    Audience,
    Channel,
    Claim,
    CostOption,
    Organization,
    Origin,
    Phone,
    ReferralRoute,
    Service,
)
from wayfinder.insight.quality.expected import EXPECTATIONS
from wayfinder.store.alerts import Alert
from wayfinder.store.evidence import Listed
from wayfinder.store.records import StagedRejection

WHOLE: dict[str, Any] = {
    "phones": (Phone(number="01438 222 333"),),
    "locations": (at(51.9, -0.2, postcode="SG1 1EH"),),
    "sessions": (Session(0, 540, 1020),),
    "eligibility": Eligibility(minimum_age=18),
    "coverage": areas("E07000243"),
    "referral_routes": (ReferralRoute.SELF,),
    "costs": (CostOption(amount=0),),
    "description": "Balance classes.",
    "assured_date": TODAY,
}


def other(source: str, record: str, **fields: Any) -> Service:
    """A whole service of a source."""
    origins = {"*": Origin(source, record, date(2026, 11, 1))}
    return replace(service(record, **WHOLE), origins=origins, **fields)


def test_a_record_with_everything_has_nothing_to_fix() -> None:
    found = measured(evidence([service("Falls", **WHOLE)]))
    assert found.fixes == ()
    assert found.sources[0].completeness == dict.fromkeys(EXPECTED, Share(1, 1))
    assert set(found.sources[0].faults) == set(FAULTS)
    assert set(EXPECTATIONS) == set(EXPECTED)


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"phones": ()}, "contact", "absent"),
        (
            {"phones": (Phone(number="01438 222 333", audience=Audience.CLINICIAN),)},
            "contact",
            "absent",
        ),
        ({"locations": ()}, "place", "absent"),
        ({"locations": (at(51.9, -0.2),)}, "place", "absent"),
        ({"sessions": ()}, "hours", "absent"),
        ({"eligibility": Eligibility()}, "eligibility", "absent"),
        ({"coverage": areas()}, "area", "absent"),
        ({"referral_routes": ()}, "referral", "absent"),
        ({"costs": ()}, "cost", "absent"),
        ({"description": None}, "description", "absent"),
        ({"organization": Organization(id="1", name="Falls")}, "organization", "absent"),
        ({"assured_date": None}, "assured_date", "absent"),
        ({"assured_date": date(2026, 8, 22)}, "assured_date", "stale"),
        ({"assured_date": date(2026, 11, 23)}, "assured_date", "future"),
        ({"locations": (at(51.9, -0.2, postcode="SG1 1ZZ"),)}, "postcode", "postcode"),
        ({"phones": (Phone(number="01438 22"),)}, "phones", "phone"),
        ({"sessions": (), "hours_text": "First Monday"}, "hours", "hours"),
        ({"coverage": areas("E07000243", unresolved=("The valley",))}, "area", "area"),
        ({"eligibility": Eligibility(text="Ask us")}, "eligibility", "eligibility"),
        ({"description": "We run a refuge."}, "locations", "confidential"),
    ],
)
def test_what_is_wrong_is_a_row_that_says_what_would_be_right(
    changed: dict[str, Any], field: str, code: str
) -> None:
    found = measured(evidence([service("Falls", **(WHOLE | changed))]))
    (row,) = found.fixes
    assert (row.source, row.record_id, row.name) == ("test", "Falls", "Falls")
    assert (row.field, row.code) == (field, code)
    assert row.wrong
    assert row.right
    assert found.sources[0].faults[code] == found.overall.faults[code] == 1


@pytest.mark.parametrize(
    "fine",
    [
        {"locations": (), "channels": (Channel.PHONE, Channel.ONLINE)},
        {"phones": (), "url": "https://falls.example"},
        {"phones": (Phone(number="SHOUT to 85258", sms=True),)},
        {"phones": (Phone(number="111"),)},
        {
            "sessions": (),
            "locations": (replace(WHOLE["locations"][0], sessions=WHOLE["sessions"]),),
        },
        {"hours_text": "Also the first Saturday"},
        {"assured_date": date(2026, 8, 23)},
        {"eligibility": Eligibility(text="Aged 18+", minimum_age=18)},
        {"name": "Advice line", "description": "We help you to find a refuge."},
    ],
)
def test_what_is_right_is_no_row(fine: dict[str, Any]) -> None:
    assert measured(evidence([replace(service("Falls", **WHOLE), **fine)])).fixes == ()


def test_a_phone_line_is_not_counted_among_those_that_need_a_place() -> None:
    line = service("Line", **(WHOLE | {"locations": (), "channels": (Channel.PHONE,)}))
    found = measured(evidence([line, service("Falls", **WHOLE)])).sources[0]
    assert found.completeness["place"] == Share(1, 1)
    assert found.records == 2


def test_a_clinician_s_number_is_checked_and_not_told() -> None:
    phones = (*WHOLE["phones"], Phone(number="01438 99", audience=Audience.CLINICIAN))
    found = measured(evidence([service("Falls", **(WHOLE | {"phones": phones}))]))
    (row,) = rows(found, "phone")
    assert row.given is None
    assert "01438 99" not in str(found.fixes)


def test_the_same_name_in_the_same_place_is_one_service_twice() -> None:
    one, same = other("test", "1", name="Falls class"), other("test", "2", name="falls  CLASS")
    elsewhere = other(
        "test", "3", name="Falls class", locations=(at(51.7, -0.3, postcode="AL1 3JE"),)
    )
    other_source = other("more", "4", name="Falls class")
    found = measured(evidence([one, same, elsewhere, other_source], sources=("test", "more")))
    (row,) = rows(found, "duplicate")
    assert (row.record_id, row.wrong) == ("2", "Has the same name and place as record 1")


def test_a_pair_within_a_source_is_a_duplicate_and_one_across_sources_waits() -> None:
    one, two = other("test", "1"), other("test", "2")
    three, four = other("more", "3"), other("more", "4")
    pairs = (
        pair(one.id, two.id, "certain"),
        pair(one.id, three.id),
        pair(two.id, four.id, "certain"),
    )
    found = measured(evidence([one, two, three, four], sources=("test", "more"), pairs=pairs))
    assert [row.record_id for row in rows(found, "duplicate")] == ["2"]
    assert [each.doubtful_links for each in found.sources] == [1, 1]
    assert found.overall.doubtful_links == 1, "it is one pair, whichever sources it is between"
    only = measured(
        evidence([one, two, three, four], sources=("test", "more"), pairs=pairs), "more"
    )
    assert [(each.source, each.doubtful_links) for each in only.sources] == [("more", 1)]
    assert not rows(only, "duplicate")
    assert only.overall == only.sources[0]


def test_each_source_is_told_what_the_other_says() -> None:
    joint = service(
        "Falls",
        phones=(Phone(number="01438 222 333"),),
        origins={"*": Origin("test", "1", date(2026, 11, 1))},
        conflicts={
            "phones": (Claim([{"number": "01438 444 555"}], Origin("more", "9", date(2025, 3, 3))),)
        },
    )
    listed = [other("test", "1", name="Falls"), other("more", "9", name="Falls class")]
    found = measured(evidence(listed, joint=[joint], sources=("test", "more")))
    theirs, ours = rows(found, "conflict")
    assert (ours.record_id, ours.field, ours.wrong) == ("1", "phones", "Said otherwise by MORE")
    assert (ours.name, theirs.name) == ("Falls", "Falls class"), "each by the name of its own"
    assert (ours.given, "01438 444 555 (3 March 2025)" in ours.right) == ("01438 222 333", True)
    assert (theirs.record_id, theirs.given) == ("9", "01438 444 555")
    assert "01438 222 333" in theirs.right


LONG = "Balance classes for people who have fallen. Come and try one, free of charge."


@pytest.mark.parametrize(
    ("ours", "theirs", "rows_of"),
    [
        ("Balance classes for people who have fallen.", "We help people who fell.", {}),
        ("Stay steady.", "We help people who fell.", {}),
        ("Stay steady.", "Up on your feet.", {"test": 1, "more": 1}),
        ("Balance classes for people...", "Up on your feet.", {}),
    ],
)
def test_a_summary_that_we_took_from_a_description_is_nobody_s_to_mend(
    ours: str, theirs: str, rows_of: dict[str, int]
) -> None:
    """The description that it was taken from is told already."""
    origin = Origin("more", "9", None)
    joint = service(
        "Falls",
        summary=ours,
        description=LONG,
        origins={"*": Origin("test", "1", None)},
        conflicts={
            "summary": (Claim(theirs, origin),),
            "description": (Claim("We help people who fell. Ring us first.", origin),),
        },
    )
    listed = [other("test", "1"), other("more", "9")]
    found = rows(measured(evidence(listed, joint=[joint], sources=("test", "more"))), "conflict")
    assert sorted(it.source for it in found if it.field == "description") == ["more", "test"]
    assert Counter(it.source for it in found if it.field == "summary") == rows_of


def test_whoever_calls_it_closed_and_whoever_offers_it_are_all_asked_who_is_right() -> None:
    """Also a source whose record agrees with the one that is believed, and the closed record, which
    is not among those that are listed."""
    said = (("test", "1"), ("more", "9"), ("shut", "3"))
    here, there, closing = (Origin(source, record, TODAY) for source, record in said)
    joint = service(
        "Falls",
        origins={"*": here},
        records=(here, there, closing),
        conflicts={"status": (Claim("temporarily closed", closing),)},
    )
    listed = [other("test", "1"), other("more", "9")]
    told = evidence(listed, joint=[joint], sources=("test", "more", "shut"))
    found = rows(measured(told), "conflict")
    assert {(it.source, it.name, it.given) for it in found} == {
        ("test", "1", "active"),
        ("more", "9", "active"),
        ("shut", "Falls", "temporarily closed"),
    }
    assert all("told elsewhere" in it.right for it in found)


def test_of_a_record_that_is_listed_no_more_nobody_has_to_mend_anything() -> None:
    claim = Claim("Ring us.", Origin("more", "9", None))
    joint = service(
        "Falls",
        note="Come.",
        origins={"*": Origin("test", "1", None)},
        conflicts={"note": (claim,)},
    )
    found = measured(evidence([other("test", "1")], joint=[joint], sources=("test", "more")))
    assert [it.source for it in rows(found, "conflict")] == ["test"]


def test_a_record_that_lists_openly_what_somebody_hides_comes_first_and_tells_nothing_of_it() -> (
    None
):
    hidden = at(51.9, -0.2, confidential=True)
    shown = other("test", "9", name="Orchid Place", locations=(hidden,), costs=())
    found = measured(
        evidence([other("test", "1", costs=()), Listed(shown, gives_away=True)], sources=("test",))
    )
    first, *rest = found.fixes
    assert (first.record_id, first.code, first.severity) == ("9", "exposed", "urgent")
    assert (first.name, first.given) == ("Orchid Place", None)
    assert {it.severity for it in rest} == {"missing"}
    assert [it for it in found.fixes if it.field == "place"] == [], "nobody is to state more of it"
    assert found.sources[0].faults["exposed"] == 1


def test_the_ledger_is_told_by_source() -> None:
    refused = (
        StagedRejection(7, "1", "url", "url: cannot be used, so it was left out", "htp:/a"),
        StagedRejection(8, None, "status", "status: 'opne' is none of active", "x,y,SG1 1EH"),
        StagedRejection(9, None, "status", "status: 'shut' is none of active", "x,y,SG1 1EH"),
    )
    alerts = (Alert("test", "feed_shrank", NOON, "100 to 3"), Alert("more", "late", NOON, "x"))
    found = measured(evidence([other("test", "1")], sources=("test", "more"), refused=refused,
                              alerts=alerts))  # fmt: skip
    test, more = found.sources
    assert test.refused == {
        "status: … is none of active": 2,
        "url: cannot be used, so it was left out": 1,
    }
    assert (test.withdrawn, test.imported_at, more.withdrawn) == (2, NOON, 0)
    assert [each.code for each in test.alerts] == ["feed_shrank"]
    assert [each.code for each in found.overall.alerts] == ["feed_shrank", "late"]
    left_out, row, _ = sorted(rows(found, "refused"), key=lambda it: it.wrong)
    assert (left_out.record_id, left_out.name, left_out.given) == ("1", "1", "htp:/a")
    assert row.given is None, "a whole row may hold anything"


def test_the_whole_is_the_sum_of_its_sources() -> None:
    found = measured(evidence([other("test", "1"), other("more", "2", costs=())],
                              sources=("test", "more")))  # fmt: skip
    assert found.overall.records == sum(each.records for each in found.sources) == 2
    assert found.overall.completeness["cost"] == Share(1, 2)
    assert found.overall.source is None
