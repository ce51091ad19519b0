"""Whether what two records say of a place is said of one and the same. It decides which places a
source's discretion covers, and whose hours and numbers belong together."""

from __future__ import annotations

import re
from functools import lru_cache

from wayfinder.domain.service import Location
from wayfinder.location.distance import distance_m

SAME_PLACE_M = 100.0
"""Two positions of one owner so close are one place: feeds place the same door 50 m apart."""

POSTCODE_M = 500.0
"""How far a door may lie from the point of its postcode, which stands for a lane of doors in the
country: of the postcodes here 95 in 100 have four others within 400 m."""

_ROAD = re.compile(
    r"\b(?:road|rd|street|st|lane|ln|avenue|ave|close|drive|way|court|place|square|terrace|crescent"
    r"|gardens|grove|hill|row|walk|mews|parade|green|house|lodge|villa|cottage)\Z"
)


def is_same_place(one: Location, other: Location) -> bool:
    """Whether two places of one owner are the same: by postcode, by position, or by a line of the
    address; never where both state a number and it is another one.

    What only one of them states tells them not apart, and neither does a spelling.
    """
    mine, its = house_numbers(one), house_numbers(other)
    if mine and its and not mine & its:
        return False
    if one.postcode and other.postcode and squeezed(one.postcode) == squeezed(other.postcode):
        return True
    apart_m = _apart_m(one, other)
    if apart_m is not None:
        return apart_m <= SAME_PLACE_M
    return bool(_lines(one) & _lines(other))


def told_apart(one: Location, other: Location) -> bool:
    """Whether two places state, both of them, what shows that they are two; words never do, for
    they are spelt in too many ways."""
    mine, its = house_numbers(one), house_numbers(other)
    if mine and its and not mine & its:
        return True
    could_be_compared = (one.postcode and other.postcode) or _apart_m(one, other) is not None
    return bool(could_be_compared) and not is_same_place(one, other)


def is_same_point(one: Location, other: Location) -> bool:
    """Whether two points of one place are close enough to be its. The point of a postcode is rough,
    and nobody's statement: two of them never differ, nor does one that is not known."""
    apart_m = _apart_m(one, other)
    by_postcode = [it.position_source == "postcode" for it in (one, other)]
    if apart_m is None or all(by_postcode):
        return True
    return apart_m <= (POSTCODE_M if any(by_postcode) else SAME_PLACE_M)


@lru_cache(maxsize=4096)
def house_numbers(location: Location) -> frozenset[str]:
    """The words of an address that hold a digit: of a house, a flat, a floor."""
    said = words(" ".join(location.address_lines)).split()
    return frozenset(word for word in said if any(map(str.isdigit, word)))


def tells_the_place(line: str, place: Location, names: str) -> bool:
    """Whether a line of an address gives the place away in a text: a town does not, and neither
    does what the service is called in public (`names`)."""
    said = words(line)
    if said == words(place.city or "") or f" {said} " in f" {names} ":
        return False
    return any(map(str.isdigit, said)) or _ROAD.search(said) is not None


def words(text: str) -> str:
    """A text without regard to case, punctuation and spaces."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("'", "").replace("\u2019", "")))


def squeezed(postcode: str) -> str:
    """A postcode, or a registered number, in one spelling."""
    return postcode.replace(" ", "").upper()


def _lines(location: Location) -> frozenset[str]:
    told = (line for line in location.address_lines if tells_the_place(line, location, ""))
    return frozenset(map(words, told))


def _apart_m(one: Location, other: Location) -> float | None:
    if one.lat_deg is None or one.lon_deg is None or other.lat_deg is None or other.lon_deg is None:
        return None
    return distance_m(one.lat_deg, one.lon_deg, other.lat_deg, other.lon_deg)
