"""What is compared of a service."""

from __future__ import annotations

import pytest

from tests.unit.ingest.linking.making import service, told
from wayfinder.domain.service import Phone
from wayfinder.ingest.linking.prints import e164, print_of


@pytest.mark.parametrize(
    ("number", "spelt"),
    [
        ("01632 960001", "+441632960001"),
        ("(01632) 960 001", "+441632960001"),
        ("+44 1632 960001", "+441632960001"),
        ("+44 (0)1632 960001", "+441632960001"),
        ("01279 655191 ext. 4298", "+441279655191;ext=4298"),
        ("116 123", "116123"),
    ],
)
def test_a_phone_is_spelt_one_way(number: str, spelt: str) -> None:
    assert e164(Phone(number=number)) == spelt


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.Example.org/", "example.org"),
        ("http://example.org/help/", "example.org/help"),
        ("example.org/help?id=1", "example.org/help?id=1"),
    ],
)
def test_a_page_is_its_host_and_path(url: str, page: str) -> None:
    of = told("a/1", "Help", url=url)
    assert of.pages == {page}
    assert of.hosts == {"example.org"}


def test_of_a_confidential_place_nothing_is_compared() -> None:
    refuge = service(
        "a/1", "Refuge", address="7 Hidden Lane", postcode="SG1 1AA", point=(51.9, 0.0),
        confidential=True,
    )  # fmt: skip
    of = print_of(refuge)
    assert not of.postcodes | of.houses | of.place_words
    assert of.points == ()
    assert "Hidden" not in repr(of)
    assert "SG1" not in repr(of)


def test_greenwich_is_a_place() -> None:
    assert told("a/1", "Meridian", point=(51.5, 0.0)).points == ((51.5, 0.0),)
