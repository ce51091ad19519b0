"""What a result shows of a service: public numbers, cost in words, where it comes from."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.made_up import at, service
from wayfinder.domain.service import Audience, Claim, CostOption, Origin, Phone
from wayfinder.index.bodies import hit


def test_a_number_for_clinicians_is_shown_to_nobody_else() -> None:
    shown = hit(
        service(
            "Single point of access",
            phones=(
                Phone(number="01234 567890"),
                Phone(number="01234 999999", audience=Audience.CLINICIAN),
            ),
        )
    )
    assert [phone.number for phone in shown.phones] == ["01234 567890"]


def test_a_location_s_number_is_shown_when_the_service_has_none() -> None:
    place = replace(at(51.7, -0.3), phones=(Phone(number="01727 000000"),))
    assert [p.number for p in hit(service("Clinic", locations=(place, place))).phones] == [
        "01727 000000"
    ]


@pytest.mark.parametrize(
    ("costs", "kind", "text"),
    [
        ((), "unknown", "Cost not known: ask"),
        ((CostOption(amount=0),), "free", "Free"),
        ((CostOption(amount=4.5),), "paid", "£4.50"),
        ((CostOption(amount=4.5, currency="EUR"),), "paid", "4.50 EUR"),
        ((CostOption(text="by donation"),), "unknown", "by donation"),
        ((CostOption(amount=0), CostOption(amount=3, text="£3 a week")), "paid", "£3 a week"),
    ],
)
def test_cost_in_words(costs: tuple[CostOption, ...], kind: str, text: str) -> None:
    cost = hit(service("Group", costs=costs)).cost
    assert (cost.kind, cost.text) == (kind, text)


def test_unverified_until_somebody_checked_it() -> None:
    assert hit(service("Group")).unverified


def test_a_source_is_called_by_its_name_or_else_by_its_id() -> None:
    told = service("Group", origins={"*": Origin("council", "1"), "phones": Origin("charity", "2")})
    sources = hit(told, {"council": "The council's list"}).sources
    assert [source.name for source in sources] == ["The council's list", "charity"]


def test_sources_of_the_service_come_first_and_each_says_what_it_is_a_source_of() -> None:
    claim = Claim("temporarily closed", Origin("surgery", "4"))
    told = service(
        "Group",
        url="https://group.example",
        origins={
            "organization": Origin("register", "3"),
            "*": Origin("council", "1"),
            "organization.url": Origin("register", "5"),
            "phones": Origin("charity", "2"),
        },
        records=(Origin("charity", "2"), Origin("council", "1")),
        conflicts={"status": (claim,)},
    )
    assert [(it.id, it.record_id, it.of) for it in hit(told).sources] == [
        ("charity", "2", "service"),
        ("council", "1", "service"),
        ("register", "3", "organization"),
        ("register", "5", "organization"),
        ("surgery", "4", "conflict"),
    ]


def test_the_organisation_s_address_is_the_word_of_whoever_told_it() -> None:
    owner = replace(service("Group").organization, url="https://owner.example")
    origins = {"*": Origin("council", "1"), "organization.url": Origin("register", "5")}
    told = service("Group", organization=owner, url=None, origins=origins)
    assert [it.of for it in hit(told).sources] == ["service", "service"]
