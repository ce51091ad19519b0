"""The search form: what it asks to mend, and the enquiry it makes all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.enquiry import Person
from wayfinder.web.form import SearchForm


def read(**fields: str) -> SearchForm:
    return SearchForm.read({"need": "falls", **fields})


def test_a_whole_form_becomes_an_enquiry() -> None:
    enquiry = read(need="  my mum falls ", postcode=" sg1 1eh ", age="81", offset="10").enquiry()
    assert (enquiry.need, enquiry.postcode, enquiry.offset) == ("my mum falls", "sg1 1eh", 10)
    assert enquiry.person == Person(age=81)
    assert enquiry.include_near_misses


def test_spelling_is_corrected_unless_the_form_says_otherwise() -> None:
    assert not read().enquiry().as_typed
    assert read(as_typed="yes").enquiry().as_typed


def test_a_person_put_right_is_as_stated() -> None:
    told = read(stated="yes", age="", circumstances="carer low_income").enquiry().person
    assert told == Person(age=None, circumstances=("carer", "low_income"), as_stated=True)
    assert read(stated="yes").enquiry().person == Person(circumstances=(), as_stated=True)
    assert read(circumstances="carer").enquiry().person == Person()


def test_needs_that_are_not_meant_are_left_out() -> None:
    assert read(without="debt  falls").enquiry().without_needs == ("debt", "falls")
    assert len(read(without="x " * 900).enquiry().without_needs) == 30


@pytest.mark.parametrize(("need", "kept"), [("mum  falls\r\noften", True), ("mum falls", False)])
def test_what_was_put_right_holds_for_the_words_it_was_said_of(need: str, kept: bool) -> None:
    put_right = {"stated": "yes", "without": "debt", "of": "mum falls\noften"}
    enquiry = SearchForm.read({"need": need, **put_right}).enquiry()
    assert (enquiry.person.as_stated, enquiry.without_needs) == (
        (True, ("debt",)) if kept else (False, ())
    )


@pytest.mark.parametrize("offset", ["-10", "ten", "1e3", "10010", "9" * 5000])
def test_an_offset_that_is_none_shows_the_first_page(offset: str) -> None:
    assert read(offset=offset).enquiry().offset == 0


def test_what_is_left_out_is_unknown() -> None:
    enquiry = read().enquiry()
    assert (enquiry.postcode, enquiry.person.age, enquiry.offset) == (None, None, 0)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"need": ""}, ["need"]),
        ({"need": "x" * 2001}, ["need"]),
        ({"age": "old"}, ["age"]),
        ({"age": "131"}, ["age"]),
        ({"age": "-1"}, ["age"]),
        ({"age": "nan"}, ["age"]),
        ({"age": "1e3"}, ["age"]),
        ({"need": "", "age": "?"}, ["need", "age"]),
    ],
)
def test_each_wrong_field_is_named(fields: dict[str, str], wrong: list[str]) -> None:
    assert [fault.field for fault in read(**fields).faults()] == wrong


def test_what_can_be_used_is_asked_although_the_rest_is_wrong() -> None:
    enquiry = read(need="falls " * 1000, age="old", postcode="SG1 1EH").enquiry()
    assert (len(enquiry.need), enquiry.person.age, enquiry.postcode) == (2000, None, "SG1 1EH")


@given(
    st.fixed_dictionaries(
        {name: st.text(max_size=30) for name in ("age", "offset", "need", "as_typed")}
    )
)
def test_any_text_makes_an_enquiry_that_can_be_asked(fields: dict[str, str]) -> None:
    enquiry = SearchForm.read(fields).enquiry()
    assert enquiry.offset >= 0
    assert enquiry.person.age is None or 0 <= enquiry.person.age <= 130
