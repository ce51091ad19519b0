"""Telephone numbers out of text, written to be read out."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, PhoneNumberType, shortnumberinfo

from wayfinder.domain.service import Phone

REGION = "GB"

# Their grouping is chosen to be remembered ("0800 58 58 58"), so it is left as it was written.
_MEMORABLE = frozenset(
    (
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.PREMIUM_RATE,
    )
)
_ONE_NUMBER = re.compile(r"\+?[\d\s().-]+(?:(?:ext\.?|x)\s*\d{1,6})?", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\d\w])(?:116 ?\d{3}|10[0-5]|11[1289]|159|999)(?![\d\w])")
_SMS = re.compile(r"\b(?:text|sms)?\s*([A-Z]{2,15}) (?:to|on) (\d{5})\b", re.IGNORECASE)
_EDGES = re.compile(r"^[\s:;,.|/()\-–]+|[\s:;,|/(\-–]+$")
_BRACKET = re.compile(r"\s*\(([^()]+)\)")
_LEAD = re.compile(r"^(?:tel(?:ephone)?|phone|call|and|or|&)\b[\s.:]*", re.IGNORECASE)


def phone_number(text: str) -> str | None:
    """A single British number as it is read out, or None if `text` is not exactly one.

    Service numbers (111, 116 123, 85258) are known by the short-number tables.
    """
    text = text.strip()
    number = _parsed(text)
    return _written(number, text) if isinstance(number, phonenumbers.PhoneNumber) else number


def can_be_dialled(text: str) -> bool:
    """Whether `phone_number` would read it; half the work, for those who only ask."""
    return _parsed(text.strip()) is not None


def _parsed(text: str) -> phonenumbers.PhoneNumber | str | None:
    """A valid number, a short one as it is read out, or None."""
    if not _ONE_NUMBER.fullmatch(text):
        return None
    digits = re.sub(r"\D", "", text)
    if len(digits) <= 6:
        return _short(digits)
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def phones(text: str) -> tuple[Phone, ...]:
    """Every number in `text`, each with the words before it, or in brackets after it, as its
    description.

    "Bristol Youth MAPS: 0117 332 7111" gives one phone with a description; text without a number
    that can be dialled gives none.
    """
    if sms := _SMS.search(text):
        spoken = f"{sms[1].upper()} to {sms[2]}"
        return (Phone(number=spoken, sms=True), *phones(text.replace(sms[0], " ")))
    if whole := phone_number(text):
        return (Phone(number=whole),)
    found = []
    after = 0
    for start, end, number in _spans(text):
        words = _description(text[after:start])
        after = end
        if not words and (bracket := _BRACKET.match(text, end)):
            words, after = bracket[1], bracket.end()
        found.append(Phone(number=number, description=words))
    return tuple(found)


def _spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, number) of each number, in the order of the text."""
    spans = [
        (match.start, match.end, _written(match.number, match.raw_string))
        for match in PhoneNumberMatcher(text, REGION)
    ]
    for match in _SHORT.finditer(text):
        number = _short(match.group().replace(" ", ""))
        if number and not any(
            start < match.end() and match.start() < end for start, end, _ in spans
        ):
            spans.append((match.start(), match.end(), number))
    return sorted(spans)


def _description(words: str) -> str | None:
    trimmed = _EDGES.sub("", words)
    return _EDGES.sub("", _LEAD.sub("", trimmed)) or None


def _short(digits: str) -> str | None:
    harmonised = digits.startswith("116")  # 116 123, 116 000: the prefix alone reaches nobody
    if len(digits) < 3 or digits.startswith("0") or digits == "116":
        return None
    number = phonenumbers.PhoneNumber(country_code=44, national_number=int(digits))
    if not shortnumberinfo.is_valid_short_number(number):
        return None
    return f"116 {digits[3:]}" if harmonised else digits


def _written(number: phonenumbers.PhoneNumber, raw: str) -> str:
    if number.country_code != 44:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    raw = " ".join(raw.split())
    if re.fullmatch(r"0\d* [\d ]+", raw) and phonenumbers.number_type(number) in _MEMORABLE:
        return raw
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
