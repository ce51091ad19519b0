"""A service made of the fields of one Open Referral record."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from wayfinder.domain.service import Service
from wayfinder.ingest.formats.oruk import read
from wayfinder.ingest.records import Format

Read = Callable[..., Service]


@pytest.fixture
def made(service: Callable[[Format, str], Service]) -> Read:
    def build(**fields: Any) -> Service:
        return service(read, json.dumps({"id": "1", "name": "Café", **fields}))

    return build
