"""Addresses of pages and people, ages, dates, prices, languages: checked, or refused by name.

A function here gives None for "not stated" and raises InvalidInput, which names the field and
shows a good example, for a value that cannot be meant.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from urllib.parse import urlsplit

from wayfinder.domain.hours import LONDON
from wayfinder.domain.service import CostOption
from wayfinder.errors import FieldError, InvalidInput

MAX_AGE = 130.0
NOT_STATED_AGE = -1

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}\.?(?::\d+)?", re.IGNORECASE)
_BRITISH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?=\s|\Z)")
_POUNDS = re.compile(r"£? ?(\d+(?:\.\d{1,2})?)")
_CODES = {
    "english": "en", "arabic": "ar", "bengali": "bn", "british sign language": "bfi", "bsl": "bfi",
    "bulgarian": "bg", "cantonese": "yue", "chinese": "zh", "czech": "cs", "dari": "prs",
    "farsi": "fa", "french": "fr", "german": "de", "greek": "el", "gujarati": "gu", "hindi": "hi",
    "hungarian": "hu", "italian": "it", "kurdish": "ku", "latvian": "lv", "lithuanian": "lt",
    "mandarin": "cmn", "nepali": "ne", "panjabi": "pa", "pashto": "ps", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "punjabi": "pa", "romanian": "ro", "russian": "ru",
    "slovak": "sk", "somali": "so", "spanish": "es", "swahili": "sw", "sylheti": "syl",
    "tamil": "ta", "tigrinya": "ti", "turkish": "tr", "ukrainian": "uk", "urdu": "ur",
    "vietnamese": "vi", "welsh": "cy", "yoruba": "yo",
}  # fmt: skip


def refusal(field: str, message: str) -> InvalidInput:
    """The error for one field of a record."""
    return InvalidInput(f"{field}: {message}", (FieldError(field, message),))


def web_address(value: object) -> str | None:
    """An http(s) address; one written without a scheme gets https. None if it is no address."""
    if not isinstance(value, str) or not (text := value.strip()) or " " in text:
        return None
    if "@" in text.split("/", 3)[-1 if "//" not in text else 2]:
        return None
    text = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    try:
        host = urlsplit(text).netloc
    except ValueError:
        return None
    return text if _HOST.fullmatch(host) else None


def email_address(value: object) -> str | None:
    """An e-mail address without "mailto:", or None if it is none."""
    if not isinstance(value, str):
        return None
    text = value.strip().removeprefix("mailto:")
    return text if _EMAIL.fullmatch(text) else None


def age(value: object, field: str) -> float | None:
    """Years, possibly decimal. -1 is how feeds write "not stated" (seen in Bristol's)."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    years = _number(value)
    if years == NOT_STATED_AGE:
        return None
    if years is None or not 0 <= years <= MAX_AGE:
        raise refusal(field, f'{value!r} is not an age in years, such as "18" or "0.5".')
    return years


def age_range(low: object, high: object) -> tuple[float | None, float | None]:
    """(minimum, maximum) age. A maximum of 0, which feeds write for "none", is not stated."""
    minimum, maximum = age(low, "minimum_age"), age(high, "maximum_age")
    maximum = maximum or None
    if minimum is not None and maximum is not None and minimum > maximum:
        message = f'{minimum:g} is above maximum_age {maximum:g}; "11" and "17" would be right.'
        raise refusal("minimum_age", message)
    return minimum, maximum


def day(value: object, field: str) -> date | None:
    """The date of an ISO date or time, or of 31/12/2026. A time with an offset is brought to
    London; one without is taken to be London's."""
    if not isinstance(value, str) or not (text := value.strip()):
        return None
    try:
        if british := _BRITISH_DATE.match(text):
            return date(int(british[3]), int(british[2]), int(british[1]))
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(LONDON) if moment.tzinfo else moment).date()
    except OverflowError:  # The first or last day there is ("0001-01-01T00:00:00Z").
        return moment.date()
    except ValueError:
        raise refusal(field, f'{value!r} is not a date such as "2026-03-31".') from None


def price(text: str) -> CostOption:
    """A price in words: "free", "5", "£5.50" have an amount, anything else ("from £5") is told
    as it stands."""
    if text.strip().lower() in ("free", "no charge", "free of charge"):
        return CostOption(amount=0)
    exact = _POUNDS.fullmatch(text.strip())
    return CostOption(amount=float(exact[1])) if exact else CostOption(text=text.strip())


def amount(value: object) -> float | None:
    """A price in a feed's `amount`; None for nothing, and for a number no price can be."""
    number = _number(value) if value not in (None, "") else None
    return number if number is not None and number >= 0 else None


def language(value: object) -> str | None:
    """A BCP 47 code in small letters ("pl", "bfi" for British Sign Language) where the name or
    code is known, else the name as it stands."""
    if not isinstance(value, str) or not (text := " ".join(value.split())):
        return None
    return _CODES.get(text.lower(), text.lower() if len(text) <= 3 else text)


def degrees(value: object, bound: float, field: str) -> float | None:
    """A latitude (`bound` 90) or longitude (180)."""
    if value in (None, ""):
        return None
    number = _number(value)
    if number is None or abs(number) > bound:
        raise refusal(field, f'{value!r} is not in degrees, such as "51.7520" or "-0.3360".')
    return number


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
