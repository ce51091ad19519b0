"""Open Referral UK services, as the standard has them and as live feeds publish them.

Read are full services of ORUK 3.0 / HSDS 3 and, as far as they carry the same facts, the nested
spellings of ORUK 1.0 (`regular_schedules`, `eligibilitys`, `service_taxonomys`,
`physical_addresses`). Fields that no standard has are kept as extensions.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from wayfinder.domain.service import (
    CostOption,
    Identifier,
    Organization,
    Origin,
    Service,
    Status,
    TaxonomyTerm,
)
from wayfinder.errors import FeedError
from wayfinder.ingest.cleaning.text import line, paragraphs, stated, summary
from wayfinder.ingest.cleaning.values import (
    amount,
    email_address,
    language,
    refusal,
    web_address,
)
from wayfinder.ingest.formats import oruk_places
from wayfinder.ingest.formats.oruk_areas import coverage
from wayfinder.ingest.formats.oruk_conditions import eligibility
from wayfinder.ingest.formats.oruk_extensions import extensions
from wayfinder.ingest.formats.oruk_held_back import what_is_left
from wayfinder.ingest.formats.oruk_json import UNREAD, Json, listed, nested, text_id, unwrapped
from wayfinder.ingest.formats.oruk_left_out import day_of, left_out
from wayfinder.ingest.formats.oruk_schedules import timetable
from wayfinder.ingest.json_stream import Element, json_objects
from wayfinder.ingest.reading import Feed
from wayfinder.ingest.records import EXCERPT_CHARS, Context, Row, outcome
from wayfinder.ingest.rules.confidential import held_back
from wayfinder.store.staging import StagedRejection

_STATUSES = {
    **{status.value: status for status in Status},
    "temporarily_closed": Status.TEMPORARILY_CLOSED,
}


def read(feed: Feed, context: Context) -> Iterator[Row]:
    """One record or rejection for each service of a page, an array or JSON lines."""
    for element in json_objects(feed):
        yield from rows(element, context)


def rows(element: Element, context: Context) -> Iterator[Row]:
    """A record or a rejection, and a rejection for each single value that was left out."""
    row, excerpt = element.row, element.raw[:EXCERPT_CHARS].decode("utf-8", "replace")
    try:
        item = unwrapped(msgspec.json.decode(element.raw, type=dict[str, Any]))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        yield StagedRejection(row, None, None, f"is not valid JSON: {error}", excerpt)
        return
    except RecursionError:
        raise FeedError(f"Row {row} is nested too deep to be a service.") from None
    record_id = text_id(item.get("id"))
    if reason := line(item.get(UNREAD)):
        yield StagedRejection(row, record_id, None, reason, excerpt)
        return
    if record_id is None:
        reason = 'id: is missing; every service needs one, such as "ac148810-d857-441c-9679-..."'
        yield StagedRejection(row, None, "id", reason, excerpt)
        return
    build = partial(_service, record_id=record_id, context=context)
    found = outcome(row, record_id, excerpt, partial(build, item))
    if isinstance(found, StagedRejection):
        yield from held_back(*what_is_left(item, found, build))
    else:
        yield found
    for field, reason, given in left_out(item):
        told = f"{field}: {reason}, so it was left out"
        yield StagedRejection(row, record_id, field, told, given[:EXCERPT_CHARS])


def _service(item: Json, record_id: str, context: Context) -> Service:
    source_id = context.source.id
    name = line(item.get("name"))
    if not name:
        raise refusal("name", 'is missing; every service needs one, such as "Community café".')
    description = paragraphs(item.get("description"))
    modified, assured = day_of(item, "last_modified"), day_of(item, "assured_date")
    hours = timetable(item, context.today)
    places = oruk_places.places(item, record_id, context.today)
    return Service(
        id=record_id,
        name=name,
        organization=_organization(item, name, context),
        origins={"*": Origin(source_id, record_id, assured or modified or context.source.as_of)},
        status=_status(item),
        description=description,
        summary=paragraphs(item.get("summary")) or summary(description),
        alternate_name=line(item.get("alternate_name")),
        url=_url(item),
        email=email_address(item.get("email")),
        phones=oruk_places.phones(item),
        locations=places.at,
        sessions=hours.sessions,
        special_days=hours.special_days,
        hours_text="; ".join(dict.fromkeys((*hours.texts, *places.hours_texts))) or None,
        coverage=coverage(item, context),
        eligibility=eligibility(item),
        application_process=paragraphs(item.get("application_process")),
        costs=_costs(item),
        languages=_languages(item),
        taxonomy_terms=_taxonomy_terms(item),
        waiting_time=stated(item.get("wait_time")),
        alert=_alert(item.get("alert")),
        assured_date=assured,
        last_modified=modified,
        extensions=extensions(item),
    )


def _url(item: Json) -> str | None:
    """The service's page, or the first of HSDS 3.1's `additional_urls`."""
    given = [item.get("url"), *(one.get("url") for one in listed(item, "additional_urls"))]
    return next((found for one in given if (found := web_address(one))), None)


def _organization(item: Json, service_name: str, context: Context) -> Organization:
    """The organisation as named; one that only has an id, or none, goes by the service's name."""
    given = nested(item, "organization")
    own_id = text_id(given.get("id") or item.get("organization_id"))
    name = line(given.get("name")) or service_name
    return Organization(
        id=own_id or name,
        name=name,
        sector=context.source.sector_of(name),
        description=paragraphs(given.get("description")),
        url=web_address(given.get("website") or given.get("url") or given.get("uri")),
        identifiers=tuple(
            Identifier(scheme, value)
            for found in listed(given, "organization_identifiers")
            if (scheme := line(found.get("identifier_scheme") or found.get("identifier_type")))
            and (value := text_id(found.get("identifier")))
        ),
    )


def _status(item: Json) -> Status:
    """The stated status; a service that states none is listed, so it is active."""
    text = line(item.get("status"))
    if text is None:
        return Status.ACTIVE
    if status := _STATUSES.get(text.lower()):
        return status
    raise refusal("status", f"{text!r} is none of {', '.join(_STATUSES)}.")


def _costs(item: Json) -> tuple[CostOption, ...]:
    costs = [
        CostOption(
            amount=amount(cost.get("amount")),
            currency=(line(cost.get("currency")) or "GBP").upper(),
            text=_joined(cost, "option", "amount_description"),
        )
        for cost in listed(item, "cost_options")
    ]
    stated_costs = [cost for cost in costs if cost.amount is not None or cost.text]
    fees = paragraphs(item.get("fees_description")) or paragraphs(item.get("fees"))
    return (*stated_costs, *((CostOption(text=fees),) if fees else ()))


def _languages(item: Json) -> tuple[str, ...]:
    given = (
        language(found.get("code") or found.get("name") or found.get("language"))
        for found in listed(item, "languages")
    )
    return tuple(dict.fromkeys(code for code in given if code))


def _taxonomy_terms(item: Json) -> tuple[TaxonomyTerm, ...]:
    """Terms of `attributes` (3.0), `taxonomy_terms` and `service_taxonomys` (1.0)."""
    given = [nested(attribute, "taxonomy_term") for attribute in listed(item, "attributes")]
    given += [nested(old, "taxonomy") for old in listed(item, "service_taxonomys")]
    given += listed(item, "taxonomy_terms")
    return tuple(dict.fromkeys(term for found in given if (term := _term(found))))


def _term(found: Json) -> TaxonomyTerm | None:
    code = text_id(found.get("code") or found.get("term_uri") or found.get("id"))
    if code is None:
        return None
    vocabulary = (
        line(nested(found, "taxonomy_detail").get("name"))
        or line(found.get("vocabulary"))
        or line(found.get("taxonomy"))
        or ""
    )
    prefix, colon, rest = code.partition(":")
    if colon and prefix.isalnum() and not rest.startswith("//"):
        vocabulary, code = prefix, rest
    return TaxonomyTerm(vocabulary, code, line(found.get("name")) or "")


def _alert(given: object) -> str | None:
    """An alert in words; Southampton's feed wraps it in an object."""
    if isinstance(given, dict):
        return _joined(given, "title", "name", "text", "message", "description", "alert")
    return paragraphs(given)


def _joined(item: Json, *keys: str) -> str | None:
    parts = dict.fromkeys(text for key in keys if (text := paragraphs(item.get(key))))
    return ": ".join(parts) or None
