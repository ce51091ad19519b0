"""The pages of quality: a line for each source, its counts on a page of its own, and nothing that
tells where somebody hides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tests.caller import Caller
from tests.desk import FALLS, RISKY_LINK, ToldDesk, ToldRecords, assembled
from wayfinder.app import assemble
from wayfinder.domain.quality import FAULTS, Freshness, Share, SourceQuality, StandingAlert
from wayfinder.domain.service import Origin
from wayfinder.domain.source import Source
from wayfinder.errors import FeedError, StoreUnavailable
from wayfinder.ingest.manifest import UNDECLARED
from wayfinder.store.alerts import Alert
from wayfinder.store.evidence import Evidence, LatestImport, Listed
from wayfinder.web.quality import _ALERTS, line

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class ThreeSources(ToldRecords):
    """One that lists a refuge openly, one that may, and one whose feed was held back."""

    @contextmanager
    def evidence(self, _source: str | None = None, /) -> Iterator[Evidence]:
        sources = tuple(Source(id=own, name=own.upper()) for own in ("open", "perhaps", "a/shrunk"))
        opened = replace(RISKY_LINK, description="We run a refuge.")
        listed = (
            Listed(replace(FALLS, origins={"*": Origin("open", "1")}), gives_away=True),
            Listed(replace(opened, origins={"*": Origin("perhaps", "2")})),
            Listed(replace(FALLS, id="3", origins={"*": Origin("a/shrunk", "3")})),
        )
        yield Evidence(
            sources=sources,
            imports={"open": LatestImport(NOON, withdrawn=1)},
            rejections={it.id: () for it in sources},
            alerts=(Alert("a/shrunk", "feed_shrank", NOON, "100 to 3 at /srv/secret"),),
            pairs=(),
            listed=iter(listed),
            merged=iter(()),
            services=2,
        )


def shown(path: str) -> str:
    return Caller(assemble(ToldDesk(), ThreeSources())).get(path).text


def test_a_line_a_source_leads_to_its_own_page_and_what_needs_a_person_comes_first() -> None:
    text = shown("/quality")
    links = [text.index(f'href="/quality?source={own}"') for own in ("a/shrunk", "open", "perhaps")]
    assert links == sorted(links)
    assert "Held back: its latest feed had lost too many records" in text
    assert "1 not in order" in text
    assert "3 records, which are 2 services of the latest release" in text
    assert "/srv/secret" not in text


def test_a_source_has_its_counts_on_its_own_page() -> None:
    text = shown("/quality?source=a%2Fshrunk")
    assert "<h1>A/SHRUNK: quality</h1>" in text
    assert "Held back: its latest feed had lost too many records." in text
    assert "OPEN" not in text


def test_a_source_that_is_not_there_is_said_in_words_and_the_others_are_shown() -> None:
    response = Caller(assembled(ToldDesk())).get("/quality?source=<b>")
    assert response.status_code == 404
    assert "There is no source of that name" in response.text
    assert "Sample Council" in response.text
    assert "<b>" not in response.text


@pytest.mark.parametrize("path", ["/quality", "/quality?source=open", "/quality?source=perhaps"])
def test_where_somebody_hides_is_not_even_counted(path: str) -> None:
    """Neither the rows that say so, nor that there are any, nor in a sum of others."""
    text = shown(path)
    assert [it for it in ("withheld", "confidential", "refuge") if it in text] == []
    assert 'data-label="To put right">1' not in text


def told(**fields: object) -> SourceQuality:
    """A source of ten records, in perfect order but for these."""
    return SourceQuality(
        **{  # type: ignore[arg-type]
            "source": "a", "name": "A", "publisher": None, "as_of": None, "imported_at": None,
            "records": 10, "completeness": {"cost": Share(10, 10), "place": Share(4, 4)},
            "freshness": Freshness(4, 3, 2, 1, 100), "refused": {}, "doubtful_links": 0,
            "faults": dict.fromkeys(FAULTS, 0), "withdrawn": 0, "alerts": (), "links": None,
            **fields,
        }
    )  # fmt: skip


def test_a_line_says_what_an_officer_wants_to_know_first() -> None:
    assert line(told()).least is None
    lacking = told(completeness={"cost": Share(5, 10), "place": Share(4, 4), "hours": Share(0, 0)})
    assert (line(lacking).stated, line(lacking).least) == (Share(9, 14), "Cost")
    assert line(lacking).checked == Share(4, 10)
    counted = dict.fromkeys(FAULTS, 100) | {"postcode": 1, "phone": 2}
    others = [code for code in counted if code not in _UNTOLD and code not in ("postcode", "phone")]
    assert line(told(faults=counted)).to_fix == 3 + 100 * len(others)
    alerts = (StandingAlert("feed_unreadable", NOON, "x"),)
    assert line(told(alerts=alerts)).state == "Its latest feed could not be brought in"


_UNTOLD = {"absent", "stale", "moved", "gone", "doubtful", "exposed", "confidential"}


def test_quality_that_cannot_be_measured_now_is_said_in_words() -> None:
    class Away(ToldRecords):
        def state(self) -> object:
            raise StoreUnavailable("gone")

    response = Caller(assemble(ToldDesk(), Away())).get("/quality")
    assert (response.status_code, "try again in a minute" in response.text) == (503, True)


def test_the_quality_page_shows_counts_and_no_rows() -> None:
    response = Caller(assembled(ToldDesk())).get("/quality?source=sample")
    assert response.status_code == 200
    for shown in ("Sample Council", "2 records", "Never, as far as we are told", "50%"):
        assert shown in response.text
    assert FALLS.name not in response.text


def test_every_alert_that_is_ever_raised_has_a_sentence_of_its_own() -> None:
    kinds: list[type[FeedError]] = [FeedError, *FeedError.__subclasses__()]
    raised = {kind.code for kind in kinds} | {UNDECLARED}
    assert raised == set(_ALERTS)
    assert len(set(_ALERTS.values())) == len(raised)
