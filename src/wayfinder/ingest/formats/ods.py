"""NHS ODS files `epraccur` (GP practices) and `egdpprac` (dental practices): no header row.

Columns are those of the ODS data file specification, counted here from 0. The register holds much
that is no practice (prescribing cost centres, closed and dormant ones): all of it is accounted
for, only active practices are offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from wayfinder.domain.service import (
    Channel,
    CostOption,
    Identifier,
    Location,
    Organization,
    Origin,
    Phone,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
    Status,
    TaxonomyTerm,
)
from wayfinder.ingest.cleaning.names import unshouted
from wayfinder.ingest.cleaning.phones import phone_number
from wayfinder.ingest.cleaning.text import summary
from wayfinder.ingest.reading import Feed, csv_rows
from wayfinder.ingest.records import EXCERPT_CHARS, Context, Row, postcode
from wayfinder.store.staging import StagedRecord, StagedRejection

COLUMNS = 27
CODE, NAME, ADDRESS, POSTCODE, STATUS, PHONE, SETTING = 0, 1, slice(4, 9), 9, 12, 17, 25
GP_PRACTICE_SETTING = "4"

_CODE = re.compile(r"[A-Z0-9]{3,10}")
_DENTAL_CODE = re.compile(r"V\d{5,6}")
_STATUSES = {"A": "active", "C": "closed", "D": "dormant", "P": "proposed"}


class _Kind(Struct, frozen=True, kw_only=True):
    """What all practices of one file have in common, in our words."""

    term: TaxonomyTerm
    description: str
    file: str
    setting: str | None = None
    costs: tuple[CostOption, ...] = ()


GP = _Kind(
    term=TaxonomyTerm("ods", "gp-practice", "GP practice"),
    file="epraccur",
    setting=GP_PRACTICE_SETTING,
    costs=(CostOption(amount=0, text="Free"),),  # NHS Act 2006, s. 1(4): no charge unless in law
    description=(
        "A GP practice: see a doctor or nurse about a health problem that is not an emergency. "
        "Registering with a GP and being seen by one is free. "
        "Ask the practice whether you live in its area and how to register."
    ),
)
DENTAL = _Kind(
    term=TaxonomyTerm("ods", "dental-practice", "NHS dental practice"),
    file="egdpprac",
    description=(
        "A dental practice listed by the NHS: check-ups, fillings and other care of teeth and "
        "gums. Ask the practice whether it is taking NHS patients and what you would pay."
    ),
)


def read_gp(feed: Feed, context: Context) -> Iterator[Row]:
    """GP practices: active ones with prescribing setting 4 are offered, closed ones defunct."""
    return _read(feed, context, GP)


def read_dental(feed: Feed, context: Context) -> Iterator[Row]:
    """Dental practices: active ones are offered, closed ones defunct."""
    return _read(feed, context, DENTAL)


def _read(feed: Feed, context: Context, kind: _Kind) -> Iterator[Row]:
    for row, cells in csv_rows(feed):
        staged = _row(row, cells, context, kind)
        yield staged
        if isinstance(staged, StagedRecord) and staged.service and not staged.service.phones:
            yield from _left_out(row, cells)


def _row(row: int, cells: list[str], context: Context, kind: _Kind) -> Row:
    if fault := _fault(cells, kind):
        return StagedRejection(row, None, *fault, excerpt=",".join(cells)[:EXCERPT_CHARS])
    code, status, setting = cells[CODE], cells[STATUS], cells[SETTING]
    if kind.setting and setting != kind.setting:
        reason = f"not a practice: prescribing setting {setting or 'empty'}"
        return StagedRecord(code, row, "not_offered", reason)
    if status == "C":
        return StagedRecord(code, row, "defunct", "closed", _service(cells, context, kind))
    if status != "A":
        return StagedRecord(code, row, "not_offered", f"not open: {_STATUSES[status]}")
    return StagedRecord(code, row, "offered", service=_service(cells, context, kind))


def _left_out(row: int, cells: list[str]) -> Iterator[StagedRejection]:
    """A number that cannot be right is not given out to be dialled, but is told of."""
    if cells[PHONE].strip() and phone_number(cells[PHONE]) is None:
        reason = "phone: is no number that can be dialled, so it was left out"
        yield StagedRejection(row, cells[CODE], "phone", reason, cells[PHONE])


def _fault(cells: list[str], kind: _Kind) -> tuple[str, str] | None:
    """(field, reason) if the row is not a row of this ODS file."""
    if len(cells) != COLUMNS:
        return "row", f"row: has {len(cells)} columns; an ODS row has {COLUMNS}"
    if not _CODE.fullmatch(cells[CODE]):
        return "code", f'code: {cells[CODE]!r} is not an ODS code such as "E82060"'
    if not cells[NAME].strip():
        return "name", "name: is empty"
    if cells[STATUS] not in _STATUSES:
        return "status", f"status: {cells[STATUS]!r} is none of {', '.join(_STATUSES)}"
    if (file := _file_of(cells)) != kind.file:
        return "code", f"code: {cells[CODE]} is a row of the file {file}, not of {kind.file}"
    return None


def _file_of(cells: list[str]) -> str:
    """The file a row is of: the two have the same columns, but all dental practices, and only
    they, have a code such as V00003 and no prescribing setting."""
    dental = _DENTAL_CODE.fullmatch(cells[CODE]) and not cells[SETTING]
    return DENTAL.file if dental else GP.file


def _service(cells: list[str], context: Context, kind: _Kind) -> Service:
    code, name = cells[CODE], unshouted(" ".join(cells[NAME].split()))
    phone = phone_number(cells[PHONE]) if cells[PHONE] else None
    source_id = context.source.id
    return Service(
        id=code,
        name=name,
        organization=Organization(
            id=code,
            name=name,
            sector=Sector.NHS,
            identifiers=(Identifier("ods", code),),
        ),
        origins={"*": Origin(source_id, code, context.source.as_of)},
        status=Status.DEFUNCT if cells[STATUS] == "C" else Status.ACTIVE,
        description=kind.description,
        summary=summary(kind.description, 120),
        phones=(Phone(number=phone),) if phone else (),
        locations=_locations(cells),
        coverage=context.default_coverage,
        referral_routes=(ReferralRoute.SELF,),
        channels=(Channel.IN_PERSON,),
        costs=kind.costs,
        taxonomy_terms=(kind.term,),
    )


def _locations(cells: list[str]) -> tuple[ServiceAtLocation, ...]:
    """The practice's one address. Which line is the town differs by row, so none is called so."""
    lines = tuple(unshouted(" ".join(line.split())) for line in cells[ADDRESS] if line.strip())
    code = postcode(cells[POSTCODE])
    if not lines and not code:
        return ()
    location = Location(id=cells[CODE], address_lines=lines, postcode=code)
    return (ServiceAtLocation(location=location),)
