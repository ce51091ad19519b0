"""The starter directory as rows, and the few words the tests about it share."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

DIRECTORY = Path(__file__).parents[3] / "directory"
FILES = sorted((DIRECTORY / "services").glob("*.csv"))

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


ROWS = [row for path in FILES for row in rows_of(path)]
BY_ID = {row["id"]: row for row in ROWS}


def offenders(wrong: Callable[[Row], object]) -> list[str]:
    return [row["id"] for row in ROWS if wrong(row)]


def parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def numbers(row: Row) -> list[str]:
    return [phone.split("|")[0].strip() for phone in parts(row["phones"])]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def bare(name: str) -> str:
    """A name without what stands in brackets, which is often only a remark."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip()


def host(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.")
