"""Strikes something out of every text of a service."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct, structs
from msgspec.structs import replace

from wayfinder.domain.service import Location, Service

TOLD_ANYWAY = frozenset({"id", "source_id", "merged_ids"})
"""Fields that hold no text."""


def struck_out(
    value: Any, strike: Callable[[str], str], passed: frozenset[str] = TOLD_ANYWAY
) -> Any:
    """`value` after `strike` of every text in it, but for fields that are `passed`
    over; a place that may be told stays."""
    if type(value) is str:
        return strike(value)
    if isinstance(value, tuple):
        return tuple(struck_out(each, strike, passed) for each in value)
    if isinstance(value, list):  # What others say, as JSON spells it.
        return [struck_out(each, strike, passed) for each in value]
    if isinstance(value, dict):
        return {name: struck_out(each, strike, passed) for name, each in value.items()}
    if isinstance(value, Struct) and not isinstance(value, Location):
        held = {k: it for k, it in structs.asdict(value).items() if k not in passed}
        return replace(value, **{k: struck_out(each, strike, passed) for k, each in held.items()})
    return value


def without_links(service: Service, held: re.Pattern[str]) -> Service:
    """The service without web and e-mail addresses that hold a word of the address: half of one
    leads nowhere."""
    organization = service.organization
    web = organization.url
    return replace(
        service,
        url=None if service.url and held.search(service.url) else service.url,
        email=None if service.email and held.search(service.email) else service.email,
        organization=replace(organization, url=None if web and held.search(web) else web),
    )
