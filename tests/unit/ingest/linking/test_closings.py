"""Whose word that a service is closed is told of another source's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.unit.ingest.linking.making import told
from wayfinder.domain.links import PairIds
from wayfinder.ingest.linking.blocking import LARGEST_BLOCK
from wayfinder.ingest.linking.link import link
from wayfinder.ingest.linking.prints import Print

PHONE = "01992 555111"
NOTHING_JUDGED: Mapping[PairIds, bool] = {}


def club(own: str, phone: str = PHONE) -> Print:
    return told(own, "Bengeo Lunch Club", org="Bengeo Trust", phone=phone, postcode="SG14 1AA")


def told_closed(
    offered: Sequence[Print], closed: Print, judged: Mapping[PairIds, bool] = NOTHING_JUDGED
) -> list[tuple[str, str]]:
    linked = link(offered, judged, [closed])
    return [(it.offered_id, it.closed_id) for it in linked.closings]


def test_the_one_service_that_it_certainly_is() -> None:
    choir = told("b/2", "Hertford Youth Choir", org="Choirs", phone=PHONE, postcode="SG14 1AA")
    assert told_closed([club("b/1"), choir], club("a/1")) == [("b/1", "a/1")]


def test_none_of_the_source_itself_nor_of_what_it_still_offers() -> None:
    assert told_closed([club("a/2")], club("a/1")) == []
    assert told_closed([club("a/2"), club("b/1")], club("a/1")) == []


def test_a_persons_word_goes_before_what_is_only_certain() -> None:
    other = told("c/1", "Lunch at Bengeo", org="Kitchens", phone="01992 555999")
    judged = {("a/1", "c/1"): True}
    assert told_closed([club("b/1"), other], club("a/1"), judged) == [("c/1", "a/1")]
    assert told_closed([club("b/1"), other], club("a/1"), {("a/1", "b/1"): False}) == []


def test_a_phone_that_many_have_leads_to_none() -> None:
    many = [
        told(f"b/{number}", f"Service {number}", org="County", phone=PHONE)
        for number in range(LARGEST_BLOCK)
    ]
    assert told_closed([club("b/x"), *many], club("a/1")) == []
