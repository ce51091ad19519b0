"""What to say when a postcode cannot be placed. The second half typed is never repeated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from wayfinder.errors import FieldError, InvalidInput, UnknownPostcode
from wayfinder.location.postcode import OutwardCode

NOWHERE = "ZZ"
"""The area of the NHS's pseudo-postcodes (ODS: ZZ99 3VZ is no fixed abode)."""

_ELSEWHERE = {
    "BT": "Northern Ireland",
    "GY": "Guernsey",
    "IM": "the Isle of Man",
    "JE": "Jersey",
}


def unknown_end(code: OutwardCode) -> UnknownPostcode:
    """The outward code is known, the rest is not; `outward` among the facts is what to ask with."""
    message = f"We know {code}, but not that postcode in it: check its last three characters"
    return _unknown(message, code)


def without_position(code: OutwardCode | None) -> UnknownPostcode:
    """A postcode that exists but is nowhere: a PO box or a large organisation's own; `code` where
    its first half has a place."""
    return _unknown(
        "That postcode has no place on the map (a PO box, or a large organisation's own): "
        "give the postcode of the address itself",
        code,
    )


def unknown_outward(code: OutwardCode, known: Iterable[str]) -> UnknownPostcode:
    """Nothing of the outward code is known; names the most alike of `known`, if any is alike."""
    if code.area == NOWHERE:
        return _unknown(
            f"{code} stands for no fixed abode or for abroad and is no place: "
            "search without a postcode, or with the one of where the person is staying"
        )
    if elsewhere := _ELSEWHERE.get(code.area):
        return _unknown(
            f"{code} is in {elsewhere}; we hold the postcodes of England, Scotland and Wales"
        )
    nearest = _nearest(code, tuple(known))
    hint = f"; the nearest we know is {nearest}" if nearest else ": check the postcode"
    return _unknown(f"We do not know {code}{hint}")


def outside_great_britain() -> InvalidInput:
    """Coordinates that no postcode is anywhere near."""
    message = "Give a point in England, Scotland or Wales, such as latitude 51.75, longitude -0.34"
    fields = ("latitude", "longitude")
    return InvalidInput(message, tuple(FieldError(field, message) for field in fields))


def _nearest(code: OutwardCode, known: Sequence[str]) -> str | None:
    """The most alike of the same postcode area, or else the only one that one slip would make it:
    among several nothing tells which was meant."""
    same_area = [other for other in known if OutwardCode(other).area == code.area]
    if same_area:
        return process.extractOne(code.code, same_area, scorer=JaroWinkler.normalized_similarity)[0]
    slips = [other for other in known if OSA.distance(code.code, other) == 1]
    return slips[0] if len(slips) == 1 else None


def _unknown(message: str, outward: OutwardCode | None = None) -> UnknownPostcode:
    facts = {"outward": outward.code} if outward else {}
    return UnknownPostcode(message, (FieldError("postcode", message),), facts)
