"""What `POST /v1/match` accepts, checked field by field, and how it becomes an `Enquiry`."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.enquiry import NEED_MAX_CHARS, RESULTS_MAX, Enquiry, Filters, Person, Tie
from wayfinder.domain.service import Channel, ReferralRoute, Sector
from wayfinder.errors import FieldError, InvalidInput

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=100)]


NAME_MAX_CHARS = 40
ERRORS_MAX = 20
"""Most faults told of at once: who made more has made the same one many times."""


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True
    )


class TieRequest(_Part):
    """A tie of the person to an area, other than living there."""

    kind: Literal["gp", "work", "study", "connection"] = Field(
        description="Registered with a GP there, works or studies there, or has a local connection "
        "as housing law has it.",
        examples=["work"],
    )
    area: Annotated[str, StringConstraints(pattern=r"^(?:[A-Z0-9]{3,9}|wf:[a-z0-9-]{1,60})$")] = (
        Field(
            description='The area\'s GSS or NHS code, or where it has none our own id ("wf:").',
            examples=["E10000015"],
        )
    )
    holds: bool | None = Field(
        default=True, description="false: there is known to be no such tie.", examples=[False]
    )


class PersonRequest(_Part):
    """The person the need is about. Nothing that tells who they are."""

    age: float | None = Field(default=None, ge=0, le=130, description="In years.", examples=[81])
    sex: Sex | None = Field(
        default=None,
        description="As the person tells it. Left out: services for one sex only are shown, to be "
        "asked.",
        examples=["female"],
    )
    circumstances: tuple[Identifier, ...] | None = Field(
        default=None,
        max_length=30,
        description="All that is known to be true. Left out: what the need's words tell.",
        examples=[["carer"]],
    )
    not_circumstances: tuple[Identifier, ...] | None = Field(
        default=(),
        max_length=30,
        description="All that is known not to be true.",
        examples=[["veteran"]],
    )
    gp_practice: Annotated[str, StringConstraints(pattern=r"^[A-Z]?[0-9]{5}$")] | None = Field(
        default=None,
        description="ODS code of the GP practice they are registered with.",
        examples=["E82004"],
    )
    ties: tuple[TieRequest, ...] | None = Field(
        default=(),
        max_length=20,
        description="Ties to areas other than living there.",
        examples=[[{"kind": "work", "area": "E10000015"}]],
    )
    as_stated: bool | None = Field(
        default=False,
        description="The person is as stated here: nothing of them is read in the need's words, "
        "not even what is left out here.",
        examples=[True],
    )


class FiltersRequest(_Part):
    """Wishes that remove results. Left out: no such wish."""

    open_now: bool | None = Field(default=False, examples=[True])
    free: bool | None = Field(default=False, examples=[True])
    channels: tuple[Channel, ...] | None = Field(
        default=(), max_length=10, examples=[["phone", "online"]]
    )
    referral: tuple[ReferralRoute, ...] | None = Field(
        default=(), max_length=10, examples=[["self"]]
    )
    languages: tuple[Identifier, ...] | None = Field(default=(), max_length=20, examples=[["pl"]])
    sectors: tuple[Sector, ...] | None = Field(default=(), max_length=10, examples=[["voluntary"]])
    max_distance_m: float | None = Field(default=None, gt=0, le=2_000_000, examples=[5000])


class MatchRequest(_Part):
    """One search: a need in plain words (or need ids), and a place if there is one. A null is as
    good as nothing.

    Do not send names or anything else that tells who somebody is: nothing of it is kept, and
    nothing of it helps.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"need": "my mum keeps falling", "postcode": "SG1 1EH", "person": {"age": 81}}
            ]
        }
    )

    need: str | None = Field(
        default="", max_length=NEED_MAX_CHARS, examples=["my mum keeps falling over"]
    )
    needs: tuple[Identifier, ...] | None = Field(default=(), max_length=20, examples=[["falls"]])
    without_needs: tuple[Identifier, ...] | None = Field(
        default=(),
        max_length=20,
        description="Ids of needs that the words name and nobody means: they are not searched for. "
        "Danger is still heard, and help with it still shown.",
        examples=[["debt"]],
    )
    postcode: str | None = Field(
        default=None,
        max_length=60,
        description="A postcode or the first half of one; or a town by its name.",
        examples=["SG1 1EH"],
    )
    latitude: float | None = Field(default=None, ge=-90, le=90, examples=[51.9017])
    longitude: float | None = Field(default=None, ge=-180, le=180, examples=[-0.2019])
    person: PersonRequest | None = Field(default=PersonRequest(), examples=[{"age": 81}])
    filters: FiltersRequest | None = Field(default=FiltersRequest(), examples=[{"free": True}])
    limit: int | None = Field(default=10, ge=1, le=RESULTS_MAX, examples=[10])
    offset: int | None = Field(default=0, ge=0, le=10_000, examples=[0])
    asker: ReferralRoute | None = Field(
        default=None,
        description="Who searches, and so by which route they could refer.",
        examples=["gp"],
    )
    include_near_misses: bool | None = Field(default=False, examples=[True])
    as_typed: bool | None = Field(
        default=False,
        description="Read the words as they stand: correct no spelling. Danger is still heard.",
        examples=[True],
    )


def parse_enquiry(body: bytes) -> Enquiry:
    """The enquiry in a request's JSON body.

    Raises InvalidInput that names each field to mend and shows a good value; it never repeats a
    value that was sent, and of a field we do not know no more than the beginning of its name.
    """
    try:
        asked = MatchRequest.model_validate_json(body.removeprefix(BOM_UTF8))
    except ValidationError as bad:
        raise _invalid(tuple(islice(_field_errors(bad), ERRORS_MAX))) from None
    if errors := tuple(_contradictions(asked)):
        raise _invalid(errors)
    return _enquiry(asked)


def usable(body: bytes) -> Enquiry:
    """What of a refused body danger and doors go by: its words, and its place if that is right.

    The words are cut to what is read of any need; a body of any shape makes an enquiry.
    """
    sent = _loosely(body)
    words = sent.get("need")
    need = words.strip()[:NEED_MAX_CHARS] if isinstance(words, str) else ""
    try:
        placed = MatchRequest.model_validate({name: sent.get(name) for name in _PLACE})
    except ValidationError:
        placed = MatchRequest()
    return msgspec.structs.replace(_enquiry(placed), need=need, limit=1)


_PLACE = ("postcode", "latitude", "longitude")


def _loosely(body: bytes) -> dict[str, Any]:
    """The object of a body whose faults can be passed over; empty where there is none."""
    try:
        sent = json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return {}
    # Half of a character cut in two can be read as JSON, and written nowhere.
    return {name: _whole(value) for name, value in sent.items()} if isinstance(sent, dict) else {}


def _whole(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _enquiry(asked: MatchRequest) -> Enquiry:
    return Enquiry(
        **_told(asked)
        | {
            "need": (asked.need or "").strip(),
            "person": _person(asked.person or PersonRequest()),
            "filters": Filters(**_told(asked.filters)),
        }
    )


def _person(asked: PersonRequest) -> Person:
    ties = (_told(tie) for tie in asked.ties or ())
    stated = tuple(Tie(**tie | {"kind": CoverageKind(tie["kind"])}) for tie in ties)
    return Person(**_told(asked) | {"ties": stated})


def _told(part: BaseModel | None) -> dict[str, Any]:
    """The fields that say something; the enquiry has the defaults of the others."""
    return {name: value for name, value in part or () if value is not None}


def _contradictions(asked: MatchRequest) -> Iterator[FieldError]:
    """What no single field shows: nothing asked for, half a point, or two places at once."""
    if not (asked.need or "").strip() and not asked.needs:
        yield FieldError("need", 'Say what is needed, for example "my mum keeps falling over".')
    for field, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if getattr(asked, field) is None and getattr(asked, other) is not None:
            yield FieldError(field, f"`{other}` was given: a point needs `{field}` too.")
    if asked.postcode is not None and (asked.latitude, asked.longitude) != (None, None):
        yield FieldError("postcode", "Give a postcode or a point, not both.")
    person = asked.person or PersonRequest()
    if not set(person.circumstances or ()).isdisjoint(person.not_circumstances or ()):
        message = "A circumstance is in `circumstances` too: it is true or it is not."
        yield FieldError("person.not_circumstances", message)


def _field_errors(bad: ValidationError) -> Iterator[FieldError]:
    for each in bad.errors(include_input=False, include_context=False, include_url=False):
        yield FieldError(_path(each["loc"]), _message(each["type"], each["msg"], each["loc"]))


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(_shown(part) for part in loc) or "body"


def _shown(part: int | str) -> str:
    """A part of a field's path; a name of the sender's own is bounded and made fit to print."""
    name = "".join(each if each.isprintable() else "?" for each in str(part)[:NAME_MAX_CHARS])
    return name or "?"


def _message(kind: str, said: str, loc: tuple[int | str, ...]) -> str:
    """Pydantic's sentence (which holds no input) with a good value beside it."""
    if kind == "extra_forbidden":
        known = ", ".join(_model_at(loc[:-1]).model_fields)
        return f"There is no such field here. The fields are: {known}."
    example = _example(loc)
    return f"{_SUBJECT.sub('This should', said)}, for example {example}."


_SUBJECT = re.compile(r"^\w+ should")


def _example(loc: tuple[int | str, ...]) -> str:
    names = [part for part in loc if isinstance(part, str)]
    if not names:
        return '{"need": "my mum keeps falling over", "postcode": "SG1 1EH"}'
    field = _model_at(loc[: loc.index(names[-1])]).model_fields[names[-1]]
    return msgspec.json.encode((field.examples or [None])[0]).decode()


def _model_at(loc: tuple[Any, ...]) -> type[BaseModel]:
    return _NESTED[tuple(part for part in loc if isinstance(part, str))]


_NESTED: dict[tuple[str, ...], type[BaseModel]] = {
    (): MatchRequest,
    ("person",): PersonRequest,
    ("person", "ties"): TieRequest,
    ("filters",): FiltersRequest,
}


def _invalid(errors: tuple[FieldError, ...]) -> InvalidInput:
    named = ", ".join(dict.fromkeys(each.field for each in errors))
    return InvalidInput(f"Please look at: {named}.", errors)
