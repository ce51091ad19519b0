"""A report is sent out of the house: what it must never tell."""

from __future__ import annotations

from datetime import date
from string import ascii_lowercase

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_up import areas, at, service
from tests.unit.insight.quality.evidence import evidence, measured
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.service import Claim, Origin
from wayfinder.insight.quality.telling import EXCERPT_CHARS, excerpt
from wayfinder.store.records import StagedRejection

SECRET = st.text(ascii_lowercase, min_size=6, max_size=10).map(lambda text: f"zq{text}")


@given(street=SECRET, box=SECRET)
def test_a_confidential_place_and_anybody_s_e_mail_are_never_told(street: str, box: str) -> None:
    """However much is wrong with a refuge's record, in whichever field its address stands."""
    address, mail = f"4 {street} Lane SG1 9QQ", f"{box}@refuge.example"
    words = f"Come to {address} or write to {mail}"
    refuge = service(
        "Refuge",
        email=mail,
        hours_text=words,
        url=f"https://refuge.example/{street}",
        eligibility=Eligibility(text=words),
        coverage=areas(unresolved=(address,)),
        locations=(
            at(51.9, -0.2, address_lines=(f"4 {street} Lane",), postcode="SG1 9QQ",
               confidential=True),
        ),
        conflicts={
            "application_process": (Claim(words, Origin("more", "9", date(2026, 1, 1))),),
            "email": (Claim(f"{box}.b@refuge.example", Origin("more", "9", None)),),
        },
        application_process=words,
    )  # fmt: skip
    left_out = StagedRejection(
        8, "Refuge", "url", f"url: '{words}', so it was left out", f"http://{street}"
    )
    refused = tuple(
        StagedRejection(7, record, field, f"{field}: '{words}' is wrong{end}", words)
        for record in (None, "Refuge", "another")
        for field in (None, "email", "postcode", "address", "locations", "row")
        for end in ("", ", so it was left out")
    )
    found = measured(
        evidence(
            [refuge, refuge], joint=[refuge], sources=("test", "more"), refused=(*refused, left_out)
        )
    )
    told = msgspec.json.encode(found).decode()
    assert len(found.fixes) > 20
    assert [secret for secret in (street, box, "9QQ") if secret in told] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\n  b", "a b"),
        ("Ask jo.smith@herts.example.", "Ask [e-mail]"),
        ("x" * 200, "x" * (EXCERPT_CHARS - 1) + "…"),
    ],
)
def test_an_excerpt_is_one_short_line(text: str, told: str) -> None:
    assert excerpt(text) == told
