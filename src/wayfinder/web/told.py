"""Answers to questions, as the form carries them from page to page: "sex:female not:veteran"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from wayfinder.domain.answer import PersonAnswer
from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.enquiry import Person, Tie

TOLD_MAX = 60
_TIES = {kind.value: kind for kind in CoverageKind} | {"no-" + k.value: k for k in CoverageKind}
_AREA = re.compile(r"[A-Z0-9]{3,9}")


def read_told(told: str) -> PersonAnswer:
    """What the words of the form's field say; any other word is passed over."""
    parts = [part.partition(":")[::2] for part in told.split()[:TOLD_MAX]]
    sexes = [Sex(value) for name, value in parts if name == "sex" and value in set(Sex)]
    return PersonAnswer(
        sex=sexes[-1] if sexes else None,
        circumstances=tuple(value for name, value in parts if name == "is") or None,
        not_circumstances=tuple(value for name, value in parts if name == "not") or None,
        ties=tuple(_ties(parts)) or None,
    )


def _ties(parts: list[tuple[str, str]]) -> Iterator[Tie]:
    for name, area in parts:
        if name in _TIES and _AREA.fullmatch(area):
            yield Tie(kind=_TIES[name], area=area, holds=not name.startswith("no-"))


def written(answer: PersonAnswer) -> str:
    """The same as the form's field has it."""
    ties = (f"{'' if tie.holds else 'no-'}{tie.kind.value}:{tie.area}" for tie in answer.ties or ())
    sex = (f"sex:{answer.sex.value}",) if answer.sex else ()
    true = (f"is:{each}" for each in answer.circumstances or ())
    false = (f"not:{each}" for each in answer.not_circumstances or ())
    return " ".join((*sex, *true, *false, *ties))


def and_answer(told: str, answer: PersonAnswer) -> str:
    """The field with one more answer."""
    return written(structs.replace(read_told(told), **_given(answer)))


def but_circumstances(told: str) -> str:
    """The field without what is true of the person: that is told in a field of its own."""
    return written(structs.replace(read_told(told), circumstances=None))


def known(person: Person, told: str) -> Person:
    """The person with what was answered."""
    return structs.replace(person, **_given(read_told(told)))


def _given(answer: PersonAnswer) -> dict[str, object]:
    fields = structs.asdict(answer)
    return {name: value for name, value in fields.items() if value is not None}
