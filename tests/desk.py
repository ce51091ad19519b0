"""A desk that answers as told, so that the edge can be tested apart from the matching."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from fastapi import FastAPI

from wayfinder.app import EnquiryDesk, assemble
from wayfinder.domain.answer import (
    Answer,
    Check,
    Contact,
    Correction,
    EligibilityAnswer,
    FrontDoor,
    Match,
    MatchLocation,
    NearMiss,
    Opening,
    PlaceArea,
    Reason,
    Relaxation,
    Understood,
    UnderstoodNeed,
    UnderstoodPlace,
    Urgent,
)
from wayfinder.domain.changes import ChangePage, Cursor, Departure, ReleasedChange
from wayfinder.domain.checked import Checked
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.entry import Entry, Vocabulary
from wayfinder.domain.hours import Session
from wayfinder.domain.links import Judgement, Pair, PairCursor, PairPage, PairVerdict, laid
from wayfinder.domain.need import Need, Priority, Tier
from wayfinder.domain.service import (
    Audience,
    Identifier,
    Location,
    Organization,
    Origin,
    Phone,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
)
from wayfinder.domain.source import Source
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.errors import FieldError, NoSuchService, NotReady, PlaceWouldShow
from wayfinder.index.bodies import hit_json
from wayfinder.location.place import AreaRef, AreaType, Place, Precision
from wayfinder.store.evidence import Evidence, LatestImport, Listed

TODAY = date(2026, 3, 3)

FALLS = Service(
    id="5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a01",
    name="Steady Steps",
    organization=Organization(
        id="5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a02",
        name="Steady Trust",
        sector=Sector.VOLUNTARY,
        identifiers=(Identifier("charity-ew", "0000000"),),
    ),
    origins={
        "*": Origin("sample", "row-7", TODAY),
        "phones": Origin("other", "row-9", date(2026, 1, 2)),
    },
    summary="Balance classes and home checks for people who have fallen.",
    url="https://steady.example/falls",
    phones=(
        Phone(number="01438 000 000", description="Weekdays"),
        Phone(number="01438 000 999", audience=Audience.CLINICIAN),
    ),
    sessions=(Session(0, 540, 1020),),
    eligibility=Eligibility(
        minimum_age=65, text="For people aged 65+", words={"minimum_age": "aged 65+"}
    ),
    locations=(
        ServiceAtLocation(
            location=Location(
                id="5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a03",
                name="Secret House",
                address_lines=("1 Hidden Lane",),
                city="Stevenage",
                postcode="SG1 1EH",
                lat_deg=51.9,
                lon_deg=-0.2,
                confidential=True,
            )
        ),
    ),
    coverage=Coverage(
        rules=(
            CoverageRule(kind=CoverageKind.AREA, text="Hertfordshire", area_codes=("E10000015",)),
        )
    ),
    referral_routes=(ReferralRoute.SELF, ReferralRoute.GP),
)

RISKY_LINK = msgspec.structs.replace(
    FALLS,
    id="5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a04",
    name="<script>alert(1)</script>",
    url="javascript:alert(1)",
    assured_date=TODAY,
)

STEVENAGE = Place(
    lat_deg=51.9017,
    lon_deg=-0.2019,
    precision=Precision.POSTCODE,
    source="ONSPD November 2025",
    postcode="SG1 1EH",
    areas=(
        AreaRef(AreaType.DISTRICT, "E07000243", "Stevenage"),
        AreaRef(AreaType.COUNTY, "E10000015", "Hertfordshire"),
    ),
)

FALLING = Need(
    id="falls",
    label="Falls and balance",
    theme="Getting about",
    priority=Priority.AGEING_WELL,
    tier=Tier.EARLY_HELP,
    phrases=("keeps falling over",),
)


def a_match(service: Service, distance_m: int | None = 850) -> Match:
    return Match(
        service=msgspec.Raw(hit_json(service)),
        location=MatchLocation(name="The Hub", address="2 High Street", postcode="SG1 1EH"),
        score=0.82,
        distance_m=distance_m,
        serves=Verdict.YES,
        eligibility=EligibilityAnswer(
            verdict=RuleVerdict.UNKNOWN,
            checks=(Check(rule="65 or over", verdict=RuleVerdict.UNKNOWN, ask="How old are you?"),),
        ),
        opening=Opening(status="open", text="Open now, closes at 5pm"),
        reasons=(
            Reason(
                code="need", text="Helps with falls and balance", field="needs", source="sample"
            ),
            Reason(code="serves", text="Serves Hertfordshire", as_of=TODAY),
        ),
    )


def an_answer(**changed: object) -> Answer:
    """An answer with something in every part of it."""
    whole = Answer(
        understood=Understood(
            needs=(UnderstoodNeed("falls", "Falls and balance", "keeps falling over"),),
            corrections=(Correction("faling", "falling"),),
            place=UnderstoodPlace(
                postcode="SG1 1EH",
                latitude=51.9017,
                longitude=-0.2019,
                areas=(PlaceArea("district", "E07000243", "Stevenage"),),
                precision="postcode",
                source="ONSPD November 2025",
            ),
            age=81.0,
        ),
        urgent=(
            Urgent(
                category="urgent_physical",
                message="If they cannot get up or are hurt, get help now.",
                contacts=(Contact(name="NHS 111", phone="111"),),
                rule="fall-injury",
            ),
        ),
        matches=(a_match(FALLS), a_match(RISKY_LINK, None)),
        near_misses=(
            NearMiss(
                service=msgspec.Raw(hit_json(FALLS)),
                reason=Reason(code="age", text="Only for under 18s"),
            ),
        ),
        relaxed=(Relaxation(step="distance", text="We looked further away, up to 25 miles."),),
        front_doors=(FrontDoor(name="HertsHelp", area="Hertfordshire", url="https://h.example"),),
        next_question="Is the person a carer?",
        release=4,
        released_at="2026-03-03T09:00:00Z",
        total=14,
    )
    return msgspec.structs.replace(whole, **changed)


def checked_of(answer: Answer) -> Checked:
    """The first service of an answer, as if it had been checked and something spoke against it."""
    match = answer.matches[0]
    same = (name for name in Checked.__struct_fields__ if hasattr(match, name))
    also = (name for name in Checked.__struct_fields__ if hasattr(answer, name))
    return Checked(
        **{name: getattr(match, name) for name in same},
        **{name: getattr(answer, name) for name in also},
        in_results=False,
        rank=14,
        rule="Hertfordshire",
        why_not=(Reason(code="outranked", text="It is found, in place 14.", field="*"),),
        ask=("How old are you?",),
    )


class ToldDesk:
    """Answers with what it was given; an exception given as the answer is raised."""

    def __init__(self, answer: Answer | Exception | None = None) -> None:
        self.says = answer or an_answer()
        self.asked: list[Enquiry] = []
        self.moments: list[datetime | None] = []

    def answer(self, enquiry: Enquiry, as_of: datetime | None = None) -> Answer:
        self.moments.append(as_of)
        self.asked.append(enquiry)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says

    def check(self, service_id: str, enquiry: Enquiry, as_of: datetime | None = None) -> Checked:
        self.service(service_id)
        return checked_of(self.answer(enquiry, as_of))

    def service(self, service_id: str, as_of: datetime | None = None) -> Service:
        self.moments.append(as_of)
        if service_id != FALLS.id:
            raise NoSuchService("No service of the release has this id.", facts={"release": 4})
        return FALLS

    def source_names(self, service_id: str) -> dict[str, str]:
        return {"sample": "Sample Council"} if service_id == FALLS.id else {}

    def entry(self, service_id: str, as_of: datetime | None = None) -> Entry:
        found = self.service(service_id, as_of)
        labels = {need.id: need.label for need in self.needs().needs}
        return Entry(4, found, self.source_names(service_id), labels)

    def knows_postcode(self, postcode: str) -> bool:
        return postcode == STEVENAGE.postcode

    def needs(self) -> Vocabulary:
        return Vocabulary(4, (FALLING,))

    def locate(self, postcode: str) -> Place:  # noqa: ARG002 - told what to say
        if isinstance(self.says, Exception):
            raise self.says
        return STEVENAGE

    def release(self) -> tuple[int, int]:
        if isinstance(self.says, NotReady):
            raise self.says
        return 4, 2

    def newest_release(self) -> int:
        return self.release()[0]

    def look(self) -> None:
        pass


KEY = "wfk_open-sesame"
WITHDRAWN = "0d9a5a3e-6c8e-4a7b-9a49-94f0b3a0c1d2"
"""A service that release 4 withdrew."""


class ToldRecords:
    """An archive of two changes, a page each, of one pair, and of one key."""

    def changes(self, after: Cursor, limit: int, upto: int) -> ChangePage:  # noqa: ARG002 - pages of one
        told = (
            ReleasedChange(
                release=4, position=0, service_id=FALLS.id, kind="changed", fields=("phones",)
            ),
            ReleasedChange(
                release=4,
                position=1,
                service_id=RISKY_LINK.id,
                kind="merged",
                merged_into=FALLS.id,
            ),
        )
        left = [it for it in told if (it.release, it.position) > after]
        return ChangePage(
            release=4,
            released_at=datetime(2026, 3, 3, 9, tzinfo=UTC),
            changes=tuple(left[:1]),
            next="4.0" if left[1:] else None,
        )

    def departure(self, service_id: str, upto: int) -> Departure | None:
        told = {WITHDRAWN: None, RISKY_LINK.id: FALLS.id}
        if service_id not in told:
            return None
        at = datetime(2026, 3, 3, 9, tzinfo=UTC)
        return Departure(release=upto, at=at, merged_into=told[service_id])

    def pairs(self, verdict: PairVerdict, limit: int, after: PairCursor | None) -> PairPage:
        pair = Pair(
            left_id=FALLS.id,
            right_id=RISKY_LINK.id,
            score=0.81,
            verdict=verdict,
            reasons=("The same postcode.",),
        )
        told = (laid(pair, FALLS, RISKY_LINK),) if after is None else ()
        return PairPage(pairs=told[:limit], total=1, next=None)

    def judge(
        self,
        left_id: str,
        right_id: str,
        same: bool | None,
        judged_by: str,
        note: str | None,
        *,
        show_place: bool,
    ) -> Judgement:
        if same is False and not show_place:
            raise PlaceWouldShow("The place would show.", (FieldError("show_place", "Say so."),))
        return Judgement(
            left_id=left_id,
            right_id=right_id,
            same=same,
            judged_by=judged_by,
            judged_at=datetime(2026, 3, 3, 9, tzinfo=UTC),
            note=note,
        )

    @contextmanager
    def evidence(self, _source: str | None = None, /) -> Iterator[Evidence]:
        """One source that lists two services, neither of them faultless."""
        yield Evidence(
            sources=(Source(id="sample", name="Sample Council", as_of=TODAY),),
            imports={"sample": LatestImport(datetime(2026, 3, 3, 9, tzinfo=UTC), withdrawn=1)},
            rejections={"sample": ()},
            alerts=(),
            pairs=(),
            listed=map(Listed, (FALLS, RISKY_LINK)),
            merged=iter((FALLS,)),
            services=1,
        )

    def state(self) -> object:
        return 4

    def holder(self, key: str) -> str | None:
        return "maria" if key == KEY else None

    def close(self) -> None:
        pass


def assembled(desk: EnquiryDesk, **others: Any) -> FastAPI:
    """The application around a desk, with an archive that says as it was told."""
    return assemble(desk, ToldRecords(), **others)
