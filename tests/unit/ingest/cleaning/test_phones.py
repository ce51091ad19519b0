"""Numbers are found, told apart and written to be read out; what cannot be dialled is not given."""

from __future__ import annotations

import pytest

from wayfinder.ingest.cleaning.phones import phone_number, phones

# Numbers of Ofcom's range for drama (020 7946 0xxx) stand for people's own.


@pytest.mark.parametrize(
    ("given", "spoken"),
    [
        ("02079460018", "020 7946 0018"),
        ("+44 (0)20 7946 0018", "020 7946 0018"),
        ("0207 9460018", "020 7946 0018"),
        ("020 7946 0018 ext 5", "020 7946 0018 x5"),
        ("08001111", "0800 1111"),
        ("0800 58 58 58", "0800 58 58 58"),
        ("08 088 088 088", "08 088 088 088"),
        ("111", "111"),
        ("999", "999"),
        ("101", "101"),
        ("105", "105"),
        ("116123", "116 123"),
        ("116 123", "116 123"),
        ("85258", "85258"),
        ("0113 282138", None),
        ("12", None),
        ("0", None),
        ("116", None),
        ("020 7946 0018 or 111", None),
        ("see website", None),
        ("", None),
    ],
)
def test_a_number_is_written_to_be_read_out(given: str, spoken: str | None) -> None:
    assert phone_number(given) == spoken


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bristol Youth MAPS: 0117 332 7111", [("0117 332 7111", "Bristol Youth MAPS")]),
        ("Tel. 020 7946 0018", [("020 7946 0018", None)]),
        ("111 (choose the mental health option)", [("111", "choose the mental health option")]),
        ("020 7946 0018 (days), 020 7946 0019 (nights)",
         [("020 7946 0018", "days"), ("020 7946 0019", "nights")]),
        ("020 7946 0018/020 7946 0019", [("020 7946 0018", None), ("020 7946 0019", None)]),
        ("call 111 or 999", [("111", None), ("999", None)]),
        ("Room 12345, AL1 116", []),
        ("ask at the desk", []),
    ],
)  # fmt: skip
def test_several_numbers_are_parted_from_their_words(
    text: str, found: list[tuple[str, str | None]]
) -> None:
    assert [(phone.number, phone.description) for phone in phones(text)] == found


@pytest.mark.parametrize("text", ["SHOUT to 85258", "Text SHOUT to 85258", "text shout to 85258"])
def test_a_word_to_send_is_an_sms(text: str) -> None:
    (phone,) = phones(text)
    assert (phone.number, phone.sms) == ("SHOUT to 85258", True)
