"""A host to ask, a watch that needs no waiting, and visits to the host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from tests.host import HERE, Host, Watch, running_host
from wayfinder.ingest.fetching.manners import Manners
from wayfinder.ingest.fetching.web import Visit

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def host() -> Iterator[Host]:
    with running_host() as host:
        yield host


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def visit(watch: Watch) -> Iterator[Callable[..., Visit]]:
    with ExitStack() as stack:

        def visiting(manners: Manners = HERE) -> Visit:
            made = stack.enter_context(watch.web().visit("s", manners, None, NOW))
            stack.callback(made.kept.close)
            return made

        yield visiting
