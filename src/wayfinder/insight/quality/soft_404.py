"""Pages that answer as if they were there, and may not be the ones meant.

Judged by what is sure enough to ask a person: what a page says of itself in its title or first
heading, a deep link that ends at a home page (what search engines call a "soft 404"), and a domain
that is up for sale. The rest of a page's text is not looked at: "has been removed" stands in many a
good page. Nor is a made-up address asked for, to see how a host says no (Bar-Yossef et al., "Sic
transit gloria telae", 2004): a council's firewall may take that for an attack.
"""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser

import httpx

HEAD_BYTES = 65_536
"""As much of a page as is read: its title, and what stands first in it."""

_SPELT = ((r"\b(?:can|could|does|do|is|was|has)(?:n't| ?not)\b|\bcan't\b|\bno longer\b", "not"),)
_FILLERS = frozenset(
    """a the that this your you we sorry is was be been has have to could can are were it looking
    for requested""".split()
)
_NOT_THERE = tuple(
    f" {phrase} "
    for phrase in (
        "page not found", "page not exist", "page not exists", "page not available",
        "page not here", "page unavailable", "page removed", "page deleted", "not find page",
        "file not found", "content not found", "resource not found", "url not found",
        "404 not found", "404 error", "error 404", "http 404", "status 404",
    )
)  # fmt: skip
_FOR_SALE = tuple(
    f" {phrase} "
    for phrase in (
        "domain sale", "domain name sale", "may sale", "website sale", "buy domain",
        "domain parked", "parked domain", "parked free", "domain expired", "domain name expired",
        "account suspended", "site suspended", "website suspended", "website expired",
    )
)  # fmt: skip
_NO_PAGE = frozenset(("404", "not found", "oops", "page missing", "missing page"))
_NO_SITE = frozenset(("welcome nginx", "iis windows server", "apache2 ubuntu default page works"))
_SELLERS = (
    ".sedo.com", ".sedoparking.com", ".hugedomains.com", ".afternic.com", ".dan.com", ".bodis.com",
    ".parkingcrew.net",
)  # fmt: skip
_OF_A_SELLER = re.compile(r"ww\d+\.")
_HOME = re.compile(r"/?(?:(?:index|default|home)(?:\.\w+)?|en(?:-gb)?)?/?", re.IGNORECASE)


def doubt(asked: httpx.URL, at: httpx.URL, page: str) -> str | None:
    """Why the page found `at` an address may not be the one `asked` for, or None. `page` is its
    beginning, as HTML; empty for what is none. Nothing of what it says is repeated."""
    if _is_sold(at, page):
        return "the address is for sale, has run out or has no site yet"
    if any(_says_not_there(line) for line in _headlines(page)):
        return "it answers, and says that there is no such page"
    if _is_deep(asked) and not _is_deep(at):
        return f"it leads to the home page of {at.host}"
    return None


def _is_sold(at: httpx.URL, page: str) -> bool:
    if f".{at.host}".endswith(_SELLERS) or _OF_A_SELLER.match(at.host):
        return True
    told = [_plain(line) for line in _headlines(page)]
    return any(line in _NO_SITE or _holds(line, _FOR_SALE) for line in told)


def _says_not_there(line: str) -> bool:
    """Of a title of several parts ("404 | A council") one may be all that says it."""
    parts = re.split(r"\s[-\u2013\u2014|:\u00b7\u00bb]\s|:\s|\|", line)
    return _holds(_plain(line), _NOT_THERE) or any(_plain(part) in _NO_PAGE for part in parts)


def _holds(line: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in f" {line} " for phrase in phrases)


def _plain(line: str) -> str:
    """The words that tell something, in one spelling: "Oops! That page can't be found." as "oops
    page not found"."""
    text = line.casefold().replace("\u2019", "'")
    for spelling, word in _SPELT:
        text = re.sub(spelling, word, text)
    return " ".join(word for word in re.findall(r"[\w']+", text) if word not in _FILLERS)


def _is_deep(url: httpx.URL) -> bool:
    """Whether an address is of one page among others, and not of the home page."""
    return bool(url.query) or _HOME.fullmatch(url.path) is None


def _headlines(page: str) -> tuple[str, ...]:
    """Its title and its first heading, as far as it has them and can be read."""
    if not page:
        return ()
    reader = _Headlines()
    with suppress(AssertionError):  # So the parser says of markup that breaks off within "<![".
        reader.feed(page)
    return tuple(" ".join(text.split()) for text in reader.found.values())


class _Headlines(HTMLParser):
    """Takes the first `title` and the first `h1`; titles of drawings in the page come later."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self._within: str | None = None

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag in ("title", "h1") and tag not in self.found:
            self._within = tag
            self.found[tag] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = None

    def handle_data(self, data: str) -> None:
        if self._within:
            self.found[self._within] += data
