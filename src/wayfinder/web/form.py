"""The search form: what was typed, what is to be mended, and the enquiry it makes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, structs

from wayfinder.domain.enquiry import NEED_MAX_CHARS, Enquiry, Person
from wayfinder.errors import FieldError
from wayfinder.web.told import known

PAGE_SIZE = 10
AGE_MAX = 130
IDS_MAX = 30


class SearchForm(Struct, frozen=True):
    """The fields as text, as they came; shown again in the page, never logged or stored."""

    need: str = ""
    postcode: str = ""
    age: str = ""
    offset: str = ""
    as_typed: str = ""
    """Anything at all: correct no spelling."""
    stated: str = ""
    """Anything at all: the person is as `age` and `circumstances` say, whatever the words say."""
    circumstances: str = ""
    without: str = ""
    """Ids of needs that are not meant, with spaces between; `circumstances` are ids likewise."""
    told: str = ""
    """Answers to questions about the person, as `web.told` reads them."""
    of: str = ""
    """The need that the last four are about, or nothing: of other words they say nothing."""

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> SearchForm:
        """The form's own fields of a submitted body; all others are ignored."""
        form = cls(**{name: fields.get(name, "").strip() for name in cls.__struct_fields__})
        if form.of and form.of.split() != form.need.split():
            return structs.replace(form, stated="", circumstances="", without="", told="", of="")
        return form

    def faults(self) -> tuple[FieldError, ...]:
        """What is to be mended, field by field; a postcode is for the gazetteer to judge."""
        return tuple(fault for fault in (self._need_fault(), self._age_fault()) if fault)

    def enquiry(self) -> Enquiry:
        """The enquiry asked for, or as much of it as can be used while there are faults."""
        return Enquiry(
            need=self.need[:NEED_MAX_CHARS],
            postcode=self.postcode or None,
            without_needs=_ids(self.without),
            person=self._person(),
            limit=PAGE_SIZE,
            offset=_whole(self.offset),
            include_near_misses=True,
            as_typed=bool(self.as_typed),
        )

    def _person(self) -> Person:
        age = None if self._age_fault() else _years(self.age)
        if not self.stated:
            return known(Person(age=age), self.told)
        stated = Person(age=age, circumstances=_ids(self.circumstances), as_stated=True)
        return known(stated, self.told)

    def _need_fault(self) -> FieldError | None:
        if not self.need:
            return FieldError("need", "Say what is needed, for example “my mum keeps falling over”")
        if len(self.need) > NEED_MAX_CHARS:
            return FieldError("need", f"Tell it in {NEED_MAX_CHARS:,} characters or fewer")
        return None

    def _age_fault(self) -> FieldError | None:
        years = _years(self.age)
        wrong = bool(self.age) if years is None else not 0 <= years <= AGE_MAX
        return FieldError("age", "Give the age in years, for example 81") if wrong else None


def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.split()[:IDS_MAX])


def _whole(text: str) -> int:
    """A page's offset; the first page for what is none, or beyond any list of results."""
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _years(text: str) -> float | None:
    """Years, or None when the text is no plain number (so neither "nan" nor "1e3")."""
    plain = text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 8
    return float(text) if plain else None
