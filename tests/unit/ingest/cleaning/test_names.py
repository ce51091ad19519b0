"""A register's capitals become the names people know."""

from __future__ import annotations

import pytest

from wayfinder.ingest.cleaning.names import unshouted


@pytest.mark.parametrize(
    ("shouted", "name"),
    [
        ("THE DENSHAM SURGERY", "The Densham Surgery"),
        ("QUEEN'S PARK MEDICAL CENTRE", "Queen's Park Medical Centre"),
        ("ST MARY'S AND MCCALL", "St Mary's and McCall"),
        ("O'BRIEN & D'ARCY", "O'Brien & D'Arcy"),
        ("STOW-ON-THE-WOLD", "Stow-on-the-Wold"),
        ("DR A B SMITH & PARTNERS", "Dr A B Smith & Partners"),
        ("NHS WALK-IN CENTRE", "NHS Walk-in Centre"),
        ("ST ALBANS PMS PRACTICE", "St Albans PMS Practice"),
        ("2ND FLOOR, 26A HIGH STREET", "2nd Floor, 26A High Street"),
        ("OPHTHALMOLOGY - THE PRACTICE", "Ophthalmology - The Practice"),
        ("SURGERY (THE OLD BAKERY)", "Surgery (The Old Bakery)"),
        ("MACHEN SURGERY", "Machen Surgery"),
        ("HENRY VIII HOUSE", "Henry VIII House"),
        ("Already Written by hand", "Already Written by hand"),
        ("NHS", "NHS"),
        ("", ""),
    ],
)
def test_names_are_written_as_people_write_them(shouted: str, name: str) -> None:
    assert unshouted(shouted) == name
