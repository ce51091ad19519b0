"""One organisation of several sources: one id, one word, and all that it is registered as."""

from __future__ import annotations

from msgspec.structs import replace

from tests.answering import numbered
from wayfinder.domain.service import Identifier, Organization, Origin, Sector
from wayfinder.ingest.merging.owners import Owner, joined_owners, with_owner

CHARITY, COMPANY = Identifier("charity-ew", "1"), Identifier("companies-house", "2")
TRUST = {"county": 0.9, "list": 0.3}


def told(own: str, source: str, **fields: object) -> Owner:
    named = {"name": f"{source}'s", **fields}
    return Owner(Organization(id=own, **named), Origin(source, "1"))  # type: ignore[arg-type]


def test_all_its_ids_lead_to_one_with_everything_known_of_it() -> None:
    said = {
        "c": told("c", "county", sector=Sector.VOLUNTARY),
        "b": told("b", "list", identifiers=(CHARITY,), url="https://b.org"),
        "a": told("a", "other", identifiers=(COMPANY, CHARITY)),
        "z": told("z", "county"),
    }
    joined = joined_owners([("c", "a", "b")], said, TRUST)
    assert joined.keys() == {"a", "b", "c"}
    assert joined["a"] == joined["b"] == joined["c"]
    assert joined["a"].organization == Organization(
        id="a",
        name="list's",
        sector=Sector.VOLUNTARY,
        url="https://b.org",
        identifiers=(CHARITY, COMPANY),
    ), "of two with registered numbers the more trusted source's word, filled in from the others"
    assert joined["a"].origin.source_id == "list"
    assert {part: it.source_id for part, it in joined["a"].parts.items()} == {
        "sector": "county",
        "identifiers.companies-house:2": "other",
    }


def test_an_organisation_whose_others_are_gone_is_as_its_source_has_it() -> None:
    said = {"c": told("c", "county")}
    assert joined_owners([("c", "gone")], said, TRUST) == {}


def test_a_service_bears_it_and_says_from_whom() -> None:
    joined = joined_owners([("o", "p")], {"o": told("o", "list"), "p": told("p", "county")}, TRUST)
    plain = replace(numbered(1, "Hub"), organization=Organization(id="o", name="Own"))
    borne = with_owner(plain, joined)
    assert (borne.organization.id, borne.organization.name) == ("o", "county's")
    assert borne.origin("organization").source_id == "county"
    others = [it.value["name"] for it in borne.conflicts["organization"]]
    assert others == ["Own", "list's"], "what its own source says is not lost, nor the group's"
    alone = replace(plain, organization=Organization(id="x", name="X"))
    assert with_owner(alone, joined) == alone


def test_who_filled_in_what_goes_with_the_service() -> None:
    said = {
        "o": told("o", "list", name="Hub", identifiers=(CHARITY,)),
        "p": told("p", "county", name="hub", url="https://hub.org", sector=Sector.VOLUNTARY),
    }
    plain = replace(numbered(1, "Hub"), organization=said["o"].organization)
    borne = with_owner(plain, joined_owners([("o", "p")], said, TRUST))
    assert borne.origin("organization").source_id == "list"
    assert borne.origins["organization.url"].source_id == "county"
    assert borne.origins["organization.sector"].source_id == "county"
    assert not borne.conflicts, "they say the same, or more"
