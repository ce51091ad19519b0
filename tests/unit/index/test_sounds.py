"""Words are told by their sound as far as misspellers need it."""

from __future__ import annotations

import pytest

from wayfinder.index.sounds import skeleton, sound


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fone", "phone"),
        ("sycologist", "psychologist"),
        ("sykiatrist", "psychiatrist"),
        ("diarea", "diarrhoea"),
        ("numonia", "pneumonia"),
        ("dimensha", "dementia"),
        ("kouncil", "council"),
        ("exema", "eczema"),
        ("asma", "asthma"),
        ("rumatism", "rheumatism"),
        ("headake", "headache"),
        ("kemist", "chemist"),
        ("kiropodist", "chiropodist"),
        ("nurcery", "nursery"),
        ("weelchair", "wheelchair"),
        ("nife", "knife"),
        ("rist", "wrist"),
        ("depreshun", "depression"),
        ("penshun", "pension"),
        ("elektricity", "electricity"),
    ],
)
def test_one_skeleton(typed: str, meant: str) -> None:
    assert skeleton(sound(typed)) == skeleton(sound(meant))


@pytest.mark.parametrize(
    ("one", "other"),
    [("debt", "rent"), ("carer", "courier"), ("church", "crutch"), ("gambling", "camping")],
)
def test_different_sounds(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_vowels_tell_apart_what_has_one_skeleton() -> None:
    assert sound("fone") == sound("phone") != sound("fun")
    assert skeleton(sound("fun")) == skeleton(sound("phone"))
