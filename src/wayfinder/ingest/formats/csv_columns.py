"""The columns of our own CSV template: what each is for, and a good example of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from wayfinder.domain.circumstances import CIRCUMSTANCES
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.service import Channel, ReferralRoute, Sector, Status

COMMENT = "#"


class Column(Struct, frozen=True):
    """One column. Lists are parted by semicolons."""

    name: str
    help: str
    example: str = ""
    required: bool = False


def _one_of(values: type[StrEnum]) -> str:
    return ", ".join(values)


COLUMNS = (
    Column("id", "Your own id for the service; never changes", "herts-carers", True),
    Column("name", "What the service is called", "Carers' Support", True),
    Column("organization", "Who runs it", "Carers Together", True),
    Column("organization_url", "The organisation's website", "https://www.example.org"),
    Column("sector", _one_of(Sector), "voluntary"),
    Column("summary", "One sentence; taken from the description if empty", "Support for carers."),
    Column("description", "What it does and for whom, in plain words", "Advice and breaks for..."),
    Column(
        "phones",
        "Numbers; after | a description, clinician (not for the public), or sms",
        "020 7946 0001 | weekdays; SHOUT to 85258 | sms",
    ),
    Column("email", "E-mail address of the service", "hello@example.org"),
    Column("url", "The service's own page", "https://www.example.org/carers"),
    Column("address", "Building and street, commas between lines", "Unit 2, 4 High Street"),
    Column("city", "Town or city", "Hertford"),
    Column("postcode", "Where the service is given", "SG14 1AA"),
    Column("latitude", "In degrees; the postcode is used if empty", "51.7960"),
    Column("longitude", "In degrees", "-0.0780"),
    Column("confidential", "yes for a refuge: its place is never shown", "no"),
    Column(
        "coverage",
        'Who may use it, by place: area codes or names, "UK", "England", "within 5 miles"',
        "Hertfordshire; E07000073",
    ),
    Column("coverage_text", "What cannot be said by areas; people outside are told to ask",
           "the villages near Ware"),
    Column("excluded_areas", "Whoever lives there is not taken", "St Albans"),
    Column("gp_areas", "A GP practice in one of these areas is enough, wherever the person lives",
           "Hertfordshire"),
    Column("gp_practices", "ODS codes of practices whose patients are taken", "E82060; E82099"),
    Column("works_in", "Working in one of these areas is enough", "Hertfordshire"),
    Column("studies_in", "Studying in one of these areas is enough", "Hertfordshire"),
    Column("connected_to", "A local connection to one of these areas is enough", "Hertfordshire"),
    Column("minimum_age", "Youngest age in years", "18"),
    Column("maximum_age", "Oldest age in years; 17 means until the 18th birthday", "64.5"),
    Column("sex", f"Only if it takes one alone: {_one_of(Sex)}", "female"),
    Column("circumstances", f"Ids, of which a person must have one: {', '.join(CIRCUMSTANCES)}",
           "carer; veteran"),
    Column("excluded_circumstances", "The same ids: whoever has one of these is not taken",
           "no_recourse"),
    Column("eligibility_text", "Other conditions, in words", "You look after somebody unpaid."),
    Column("documents", "What to bring", "Proof of address; NHS letter"),
    Column("referral_routes", _one_of(ReferralRoute), "self; gp"),
    Column("application_process", "How to ask for it", "Call, or fill in the form on the page."),
    Column("channels", _one_of(Channel), "phone; in_person"),
    Column("cost", "free, an amount, or words", "free"),
    Column("languages", "Languages other than English that are spoken", "Polish; bfi"),
    Column("accessibility", "Of the place", "Step-free entrance; hearing loop"),
    Column("needs", "Ids of needs that it meets; GET /v1/needs lists them", "falls; loneliness"),
    Column("taxonomy_terms", "Terms of other vocabularies", "esdServiceType:242"),
    Column("hours", "Weekly hours that are certain", "Mon-Fri 09:00-17:00; Sat 10:00-13:00"),
    Column("special_days", "Dates that differ from the week, and bank holidays",
           "2026-12-24 09:00-12:00; 2026-12-25 closed; bank holidays closed"),
    Column("hours_text", "Hours that do not fit that form", "First Saturday of the month"),
    Column("waiting_time", "With the date it was told", "About 6 weeks (May 2026)"),
    Column("alert", "News that matters now", "Closed until 1 June"),
    Column("status", f"{_one_of(Status)}; active if empty", "active"),
    Column("note", "For staff", "Number to be confirmed."),
    Column("assured_date", "Day a person last checked it; empty is unverified", "2026-05-31"),
    Column("last_modified", "Day the record was last changed", "2026-05-31"),
    Column("source_url", "The public page it was written from", "https://www.example.org/about"),
    Column("source_date", "Day of that page", "2026-05-30"),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
DECIDING = frozenset(
    """id name organization confidential status coverage excluded_areas gp_areas gp_practices
    works_in studies_in connected_to minimum_age maximum_age sex circumstances
    excluded_circumstances special_days""".split()
)
"""Columns without which a row would say what its owner does not: whom it takes who is not taken,
what is open that is closed, where a place is that hides. A fault in another costs that field."""
WHOLE_WORD_CHARS = 4
_BY_NAME = {column.name: column for column in COLUMNS}


def template() -> str:
    """The template as CSV: a header row, and below it an example and what each column is for, two
    rows that the importer skips."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(NAMES)
    for first, *others in zip(*((one.example, one.help) for one in COLUMNS), strict=True):
        writer.writerow([f"{COMMENT} {first}", *others])
    return out.getvalue()


def example(name: str) -> str:
    """A good value for a column."""
    return _BY_NAME[name].example


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that `word` is a slip of, or that one of both holds whole; None if none is near,
    for a wrong suggestion costs more than none."""
    found = process.extractOne(
        word, tuple(it for it in choices if _is_near(word, it)), scorer=fuzz.ratio
    )
    return found[0] if found else None


def _is_near(word: str, choice: str) -> bool:
    few = max(len(word) // 4, min(2, len(word) // 2))
    if OSA.distance(word, choice, score_cutoff=few) <= few:
        return True
    short, long = sorted((word.removesuffix("s"), choice.removesuffix("s")), key=len)
    return len(short) >= WHOLE_WORD_CHARS and short in long
