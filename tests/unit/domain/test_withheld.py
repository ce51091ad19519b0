"""What is left of a service when its confidential places are withheld, in its own source and in
every other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.made_up import service
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.same_place import tells_the_place
from wayfinder.domain.service import (
    Claim,
    Identifier,
    Location,
    Organization,
    Origin,
    Phone,
    Service,
    ServiceAtLocation,
)
from wayfinder.domain.withheld import WITHHELD, Discretion, gives_away
from wayfinder.location.place import AreaRef, AreaType

STEVENAGE = AreaRef(AreaType.DISTRICT, "E07000243", "Stevenage")
TRUST = Organization(id="trust", name="Haven Trust", identifiers=(Identifier("uprn", "100"),))
HOUSE = Location(
    id="house",
    name="Rose House",
    address_lines=("12 Quillwort Lane",),
    city="Stevenage",
    postcode="SG1 1EH",
    lat_deg=51.9037,
    lon_deg=-0.2025,
    accessibility=("A ramp from the lane",),
    confidential=True,
)
REFUGE = service("Safe at Last", organization=TRUST, locations=(ServiceAtLocation(location=HOUSE),))


def elsewhere(name: str = "Safe at last", owner: str = "Haven trust", **place: object) -> Service:
    """The same place as another source has it, open."""
    where = replace(HOUSE, id="other", confidential=False, **place)
    return service(
        name,
        organization=Organization(id="o", name=owner),
        locations=(ServiceAtLocation(location=where),),
    )


def discreet(told: Service) -> Service:
    return Discretion([REFUGE], lambda place: STEVENAGE if place.postcode else None)(told)


def test_of_a_confidential_place_only_the_district_is_left() -> None:
    told = discreet(REFUGE)
    (at,) = told.locations
    assert at.location == Location(id="house", confidential=True, district=STEVENAGE)
    assert told.organization.identifiers == (), "a UPRN is an address"
    assert discreet(told) == told, "telling again changes nothing"


@pytest.mark.parametrize(
    "told",
    [
        elsewhere(),
        elsewhere(name="Emergency housing"),
        elsewhere(owner="Stevenage Council"),
        elsewhere(name="SAFE AT LAST!"),
        elsewhere(address_lines=("12, QUILLWORT LN.",), postcode="sg11eh"),
        elsewhere(address_lines=("Rose House", "12 Quillwort Lane")),
        elsewhere(address_lines=()),
        elsewhere(postcode=None, address_lines=()),
        elsewhere(postcode=None, lat_deg=51.9044),  # 80 m away, as feeds place a door
        elsewhere(postcode=None, lat_deg=None, lon_deg=None),
        elsewhere(postcode="SG1 1EJ"),  # one of them mistyped it
    ],
)
def test_the_same_place_of_the_same_owner_is_hidden_in_every_source(told: Service) -> None:
    (at,) = discreet(told).locations
    assert at.location.confidential
    assert (at.location.postcode, at.location.lat_deg, at.location.address_lines) == (
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    "told",
    [
        elsewhere(name="Town Hall", owner="Stevenage Council"),  # shares the building
        elsewhere(address_lines=("99 Quillwort Lane",)),  # its open office in the same street
        elsewhere(postcode="AL1 3JE", address_lines=(), lat_deg=51.75, lon_deg=-0.33),
        elsewhere(postcode=None, address_lines=(), lat_deg=51.906),  # 250 m away
    ],
)
def test_what_is_not_the_same_place_stays_open(told: Service) -> None:
    assert [at.location for at in discreet(told).locations] == [
        at.location for at in told.locations
    ]


SECRET = Location(id="secret", city="Stevenage", confidential=True)
"""As the source has it that is so careful as to leave the address out."""


def listed_by(source: str, told: Service) -> Service:
    return replace(told, origins={"*": Origin(source, "1")})


def unplaced(owner: str = "Haven Trust", **fields: object) -> Service:
    told = replace(
        REFUGE,
        organization=replace(TRUST, name=owner, identifiers=(Identifier("charity", "123"),)),
        locations=(ServiceAtLocation(location=SECRET),),
    )
    return replace(listed_by("trust", told), **fields)


def with_phone(number: str, told: Service) -> Service:
    return replace(told, phones=(Phone(number=number),))


@pytest.mark.parametrize(
    "told",
    [
        elsewhere(),
        elsewhere(owner="Stevenage Council"),
        elsewhere(name="Emergency housing"),
        elsewhere(name="Emergency housing", postcode="AL1 3JE"),
        replace(
            elsewhere(name="Emergency housing", owner="The Haven"),
            organization=replace(
                TRUST, name="The Haven", identifiers=(Identifier("charity", "123"),)
            ),
        ),
        replace(elsewhere(name="Emergency housing", owner="X"), merged_ids=(REFUGE.id,)),
    ],
)
def test_where_no_address_is_flagged_all_it_could_be_are_hidden(told: Service) -> None:
    (at,) = Discretion([unplaced()])(listed_by("council", told)).locations
    assert at.location == Location(id="other", confidential=True)


def test_a_short_name_is_the_same_service_where_the_phone_is() -> None:
    flagged = with_phone("01438 000000", unplaced(name="Counselling"))
    other = listed_by("council", elsewhere(name="Counselling", owner="Relate"))
    discreet = Discretion([flagged])
    assert discreet(other) is not other
    assert discreet(other).locations == other.locations
    assert discreet(with_phone("01438000000", other)).locations[0].location.confidential


@pytest.mark.parametrize(
    ("owner", "source", "name"),
    [
        ("Stevenage Council", "council", "Library"),  # has hundreds of open doors
        ("Haven Trust", "trust", "Haven advice"),  # its source flags one and not the other
    ],
)
def test_an_owner_s_other_places_stay_open(owner: str, source: str, name: str) -> None:
    told = listed_by(source, elsewhere(name=name, owner=owner))
    assert Discretion([unplaced(owner)])(told).locations == told.locations


@pytest.mark.parametrize(
    "half",
    [
        replace(HOUSE, lat_deg=None, lon_deg=None, address_lines=()),
        replace(HOUSE, lat_deg=None, lon_deg=None, postcode=None),
        replace(HOUSE, postcode=None, address_lines=()),
    ],
)
def test_half_an_address_is_not_told_apart_from_the_other_half(half: Location) -> None:
    flagged = replace(REFUGE, locations=(ServiceAtLocation(location=half),))
    lacks: dict[str, Any] = dict.fromkeys(
        name for name in ("postcode", "lat_deg") if getattr(half, name) is not None
    )
    told = elsewhere(**lacks, address_lines=("Quillwort Ln",))
    assert Discretion([flagged])(told).locations[0].location.confidential


@pytest.mark.parametrize(
    "text",
    [
        "Come to 12 Quillwort Lane, SG1 1EH.",
        "We are at 12, QUILLWORT  LANE",
        "Send your letter to sg11eh",
        "Ask for Rose House at the station",
    ],
)
def test_the_address_is_struck_out_of_every_text(text: str) -> None:
    origin = Origin("council", "7", url="https://example.org/map")
    told = discreet(
        replace(
            elsewhere(),
            description=text,
            alert=text,
            phones=(Phone(number="01438 000000", description=text),),
            extensions={"easting": 523_000},
            origins={"*": origin},
            conflicts={"note": (Claim(text, origin),), "extensions": (Claim({}, origin),)},
        )
    )
    for left in (told.description, told.alert, told.phones[0].description):
        assert left is not None and WITHHELD in left
        assert not any(word in left.lower() for word in ("quillwort", "sg1", "rose house"))
    assert (told.extensions, told.origin("*").url, set(told.conflicts)) == ({}, None, {"note"})
    assert told.conflicts["note"][0].value != text


def test_whose_a_part_is_does_not_name_what_is_withheld() -> None:
    parts = ("organization.identifiers.uprn:100", "locations.house.name", "extensions.uprn_100")
    origins = dict.fromkeys(("*", "locations", "languages.pl", *parts), Origin("council", "7"))
    told = discreet(replace(REFUGE, origins=origins))
    assert set(told.origins) == {"*", "locations", "languages.pl"}


def test_a_record_without_a_place_does_not_tell_it_in_words_either() -> None:
    told = service("Haven Trust", summary="12 Quillwort Lane, ring the bell")
    assert discreet(told).summary == f"{WITHHELD}, ring the bell"


def test_names_and_towns_are_not_addresses() -> None:
    name = replace(REFUGE, name="Rose House", summary="Rose House, a refuge in Stevenage.")
    told = Discretion([name], lambda _: STEVENAGE)(name)
    assert told.summary == "Rose House, a refuge in Stevenage."


@pytest.mark.parametrize(
    "text",
    [
        "At 12 Quillwort Close",
        "At 12 Elm Lane, SG1 1EH",  # a neighbour's
        "In Quillwort Lane",
        "At 12 Quillwort Lane, Ware, SG12 9AA",  # of the same name, in another town
    ],
)
def test_what_has_nothing_to_do_with_it_is_the_very_same(text: str) -> None:
    told = service("Chair exercise", summary=text)
    assert discreet(told) is told


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("By the refuge at 12 Quillwort Lane SG1 1EH.", f"By the refuge at {WITHHELD}."),
        ("At 12, Quillwort Ln, Stevenage, sg11eh", f"At {WITHHELD}"),
        ("Beside 12 Quillwort Lane.", f"Beside {WITHHELD}."),
        ("Next to 10-12 Quillwort Lane, come in", f"Next to {WITHHELD}, come in"),
    ],
)
def test_nobody_else_writes_the_address_out_either(text: str, left: str) -> None:
    other = service("Library", organization=Organization(id="c", name="Stevenage Council"))
    assert discreet(replace(other, summary=text)).summary == left
    of_its_own = elsewhere(name="Town Hall", owner="Stevenage Council")
    assert discreet(replace(of_its_own, summary=text)).summary == text


HERTFORD = AreaRef(AreaType.DISTRICT, "E07000242", "East Hertfordshire")
BRAMBLE = Location(
    id="b",
    address_lines=("9 Tamworth Road", "Bengeo"),
    city="Hertford",
    postcode="SG13 7DD",
    lat_deg=51.79604,
    lon_deg=-0.07003,
    confidential=True,
)


def bramble(place: Location = BRAMBLE, **fields: Any) -> Service:
    owner = Organization(id="s", name="Safe Harbour")
    told = service("Bramble", organization=owner, locations=(sole(place),))
    return replace(told, **fields)


def told_of_bramble(**fields: Any) -> Service:
    return Discretion([bramble()], lambda _: HERTFORD)(bramble(**fields))


@pytest.mark.parametrize(
    "spelt",
    [
        "9 Tamworth Rd", "9, Tamworth Road", "9 TAMWORTH ROAD", "Tamworth Road, SG13",
        "9 Tamworth-Road", "9 Tamworth  Road", "SG13 7 DD", "SG13-7DD", "sg137dd", "SGI3 7DD",
        "9 Tamworth Rd., Hertford", "No. 9, Tamworth Road", "9a Tamworth Road", "S G 1 3 7 D D",
        "nine Tamworth Road", "51.7960, -0.0700", "51.796 / 0.07003 W", "Tamworth Road",
        "9/11 Tamworth Road", "7-9 Tamworth Road", "Flat 2, 9 Tamworth Road", "Bengeo", "Hertford",
        "9tamworthroad@harbour.example.org", "https://harbour.example/9-tamworth-road-sg13-7dd",
        "https://maps.example.org/?q=51.7960,-0.0700", "www.maps.example/?q=Tamworth+Rd",
    ],
)  # fmt: skip
def test_however_the_owner_spells_the_address_it_is_struck(spelt: str) -> None:
    left = f"Rooms. See {WITHHELD}; ring us."
    text = f"Rooms. See {spelt}; ring us."
    told = told_of_bramble(description=text, eligibility=Eligibility(text=text))
    shown = (told.description, told.eligibility.text)
    assert all(
        it and not re.search(r"(?i)tamw|7 ?dd|51\.|0\.07|nine|bengeo|hertf", it) for it in shown
    )
    if not spelt.startswith(("https", "www")):
        assert told.description == left


@pytest.mark.parametrize(
    "text",
    [
        "At 9 Tamworth Road, Hertford.",
        "At 9 Tamworth Road, Bengeo, Hertford, SG13 7DD.",
        "At Hertford, 9 Tamworth Road.",
    ],
)
def test_a_town_goes_with_the_address_beside_it(text: str) -> None:
    assert told_of_bramble(description=text).description == f"At {WITHHELD}."
    other = service("Advice", organization=bramble().organization, description=text)
    assert Discretion([bramble()], lambda _: HERTFORD)(other).description == f"At {WITHHELD}."


def test_a_town_that_tells_no_more_than_the_district_or_the_names_stays() -> None:
    text = "A refuge in East Hertfordshire, for women of Hertfordshire."
    assert told_of_bramble(description=text).description == text
    named = told_of_bramble(name="Hertford refuge", description="Hertford refuge has rooms.")
    assert named.description == "Hertford refuge has rooms."
    other = service("Advice", organization=bramble().organization, note="In Hertford and Ware.")
    assert Discretion([bramble()], lambda _: HERTFORD)(other).note == "In Hertford and Ware."
    office = sole(Location(id="office", address_lines=("1 Fore Street",), city="Hertford"))
    both = told_of_bramble(locations=(sole(BRAMBLE), office), note="An office in Hertford.")
    assert both.note == "An office in Hertford."


def test_web_and_mail_addresses_that_hold_a_word_of_the_address_are_left_out() -> None:
    told = told_of_bramble(
        url="https://harbour.example/tamworth-house", email="9tamworthroad@harbour.example"
    )
    assert (told.url, told.email) == (None, None)
    kept = told_of_bramble(url="https://harbour.example/bramble", email="help@harbour.example")
    assert (kept.url, kept.email) == ("https://harbour.example/bramble", "help@harbour.example")


_STREETS = ("road", "street", "lane", "avenue", "close", "gardens", "square", "crescent")
_SHORT = {"road": "rd", "street": "st", "lane": "ln", "avenue": "ave", "gardens": "gdns"}
_BETWEEN = st.sampled_from([" ", ", ", "  ", "-", "_", ". ", "\n"])


@st.composite
def spelt_again(draw: st.DrawFn) -> tuple[Location, str]:
    """A made-up place, and a text with its address in a random spelling."""
    name = draw(st.text("bcdfgklmprtvz", min_size=5, max_size=9))
    kind = draw(st.sampled_from(_STREETS))
    number = draw(st.integers(1, 300))
    digits = st.sampled_from("123456789")
    letters = st.sampled_from("ABDEFGHJLNP")
    half = f"SG{draw(digits)}{draw(digits)}"
    rest = f"{draw(digits)}{draw(letters)}{draw(letters)}"
    line = f"{number} {name.title()} {kind.title()}"
    place = Location(id="p", address_lines=(line,), postcode=f"{half} {rest}", confidential=True)
    street = draw(st.sampled_from([kind, _SHORT.get(kind, kind)]))
    ranged = draw(st.sampled_from(["", "a", "-301", "/301", " & 301"]))
    words = [f"{number}{ranged}", name, street]
    if draw(st.booleans()):
        words = words[1:]
    spelt = draw(_BETWEEN).join(words) + draw(_BETWEEN)
    spelt += draw(st.sampled_from(["", " ", "-", "  "])).join((half, rest))
    change = draw(st.sampled_from([str.lower, str.upper, str.title]))
    return place, f"We are at {change(spelt)} now"


@given(spelt_again())
def test_no_spelling_of_an_address_survives(made: tuple[Location, str]) -> None:
    place, text = made
    told = bramble(place, description=text)
    left = Discretion([told])(told).description
    assert left == f"We are at {WITHHELD} now"


def test_whose_word_an_open_place_is_may_be_told() -> None:
    office = sole(Location(id="office", address_lines=("1 Fore Street",)))
    origins = dict.fromkeys(
        ("*", "locations", "locations.office.phones", "locations.b.phones"), Origin("council", "7")
    )
    told = told_of_bramble(locations=(sole(BRAMBLE), office), origins=origins)
    assert set(told.origins) == {"*", "locations", "locations.office.phones"}


def test_any_text_can_be_freed_of_all_addresses() -> None:
    text = "postcode: 'SG1 1EH' stands beside 'Quillwort'"
    assert Discretion([REFUGE]).text(text) == f"postcode: '{WITHHELD}' stands beside 'Quillwort'"
    assert Discretion().text(text) == text


def test_an_owner_s_many_places_are_read_once_and_not_for_each_of_their_services(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An owner may have hundreds: what of an address could be read in a text is made out once."""
    read: list[str] = []

    def counting(line: str, place: Location, names: str) -> bool:
        read.append(line)
        return tells_the_place(line, place, names)

    monkeypatch.setattr("wayfinder.domain.address_patterns.tells_the_place", counting)
    houses = [replace(HOUSE, id=f"h{n}", address_lines=(f"{n} Onlyhere Lane",)) for n in range(20)]
    flagged = [
        replace(service(f"House {at.id}"), organization=TRUST, locations=(sole(at),))
        for at in houses
    ]
    discretion = Discretion(flagged)
    for n in range(20):
        told = discretion(service(f"Advice {n}", organization=TRUST, note="At 3 Onlyhere Lane."))
        assert told.note == f"At {WITHHELD}."
    lines = [line for at in houses for line in at.address_lines]
    assert sorted(it for it in read if it in lines) == sorted(lines)


def sole(location: Location) -> ServiceAtLocation:
    return ServiceAtLocation(location=location)


@pytest.mark.parametrize(
    ("told", "is_given_away"),
    [
        (REFUGE, False),
        (replace(REFUGE, note="Come to 12 Quillwort Lane"), False),
        (elsewhere(), True),
        (service("Advice", organization=TRUST, note="At 12 Quillwort Lane"), True),
        (service("Advice", organization=TRUST, note="Ring us"), False),
        (elsewhere(name="Town Hall", owner="Stevenage Council"), False),
    ],
)
def test_who_gives_a_place_away_is_who_does_not_flag_it(told: Service, is_given_away: bool) -> None:
    assert gives_away(told, discreet(told)) == is_given_away
