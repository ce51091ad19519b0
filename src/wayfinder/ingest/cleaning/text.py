"""Plain text out of whatever a feed calls text."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

SUMMARY_CHARS = 200

_TAG = re.compile(
    r"</?(?:p|br|div|span|h[1-6]|ul|ol|li|a|b|i|u|em|strong|small|table|tbody|tr|td|th|hr|img|"
    r"script|style|section|article|blockquote|font|center|iframe|pre|sup|sub)\b[^<>]*>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    (
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tr", "hr",
        "section", "article", "blockquote", "pre",
    )
)  # fmt: skip
_HIDDEN = frozenset(("script", "style"))
_HREF = re.compile(
    r"(?P<page>https?://[^\s<>]+)|(?:mailto|tel):(?P<to>[^\s<>?]+)(?:\?\S*)?", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r" ?\n ?(?:\n ?)+")
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bDr)(?<!\bSt)[.!?](?=\s|\Z)")
_PLACEHOLDERS = frozenset(
    ("unknown", "n/a", "na", "none", "null", "nil", "tbc", "-", ".", "see postcode")
)


def line(text: object) -> str | None:
    """`text` on one line, blanks and markup folded away; None for nothing, and for a number."""
    folded = _plain(text, links=False)
    return " ".join(folded.split()) if folded else None


def quoted(text: str, most_chars: int) -> str:
    """So much of a feed's own words as a message may hold: on one line, without a character that
    cannot be printed."""
    shown = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return shown if len(shown) <= most_chars else f"{shown[: most_chars - 1]}…"


def stated(text: object) -> str | None:
    """`line(text)`, but None for what feeds write when they do not know ("Unknown", "N/A")."""
    value = line(text)
    return None if value is None or value.lower() in _PLACEHOLDERS else value


def paragraphs(text: object) -> str | None:
    """Plain text with paragraphs parted by an empty line and lists kept line by line.

    HTML tags are taken out, entities resolved, control and zero-width characters dropped. A "<"
    that opens no tag ("< 5 years") stays. A link leaves its address behind its words: "our form
    (https://example.org/form)". None if nothing is left or `text` is not text.
    """
    return _plain(text, links=True)


def _plain(text: object, *, links: bool) -> str | None:
    if not isinstance(text, str):
        return None
    plain = _stripped(text, links=links) if _TAG.search(text) else html.unescape(text)
    if _TAG.search(plain):  # Markup that was written as entities, by a feed that escapes twice.
        plain = _stripped(plain, links=links)
    plain = _CONTROL.sub("", plain.replace("\r\n", "\n").replace("\r", "\n"))
    return _GAPS.sub("\n\n", _BLANKS.sub(" ", plain)).replace(" \n", "\n").strip() or None


def summary(text: str | None, limit: int = SUMMARY_CHARS) -> str | None:
    """As many whole sentences of the first paragraph as fit in `limit` characters.

    A first sentence that is longer is cut at a word and ends in "...".
    """
    if not text:
        return None
    first = next((part for part in text.split("\n\n") if _is_prose(part)), text)
    first = " ".join(first.split())
    if len(first) <= limit:
        return first
    ends = [found.end() for found in _SENTENCE_END.finditer(first) if found.end() <= limit]
    if ends:
        return first[: ends[-1]]
    return first[: limit - 3].rsplit(" ", 1)[0].rstrip(" ,;:-") + "..."


def _is_prose(part: str) -> bool:
    """Whether a paragraph says something: a heading such as "About us" does not."""
    return len(part) > 40 or bool(_SENTENCE_END.search(part))


def _stripped(markup: str, *, links: bool) -> str:
    reader = _Reader(links=links)
    # A "<![" that opens nothing known (Word leaves such) is text: the parser would give up at it.
    reader.feed(re.sub(r"<!\[(?!CDATA\[|(?:end)?if\b)", "&lt;![", markup))
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Gathers the text of a page; blocks are parted by newlines, list items begin with a dash."""

    def __init__(self, *, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links = links
        self._hidden = 0
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag == "a" and self._links and (target := _target(dict(attrs).get("href"))):
            self._link = (target, len(self.parts))
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if tag == "a":
            self._end_link()
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in _BLOCKS and tag != "li":
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data) if data.strip() else " ")

    def _end_link(self) -> None:
        target, begins = self._link or ("", 0)
        words = "".join(self.parts[begins:]).strip()
        self._link = None
        if target and words and _bare(target) not in _bare(words):
            self.parts.append(f" ({target})")


def _target(href: str | None) -> str | None:
    """Where a link leads, as a person could use it; None for one that leads nowhere by itself."""
    found = _HREF.fullmatch((href or "").strip())
    return (found["page"] or found["to"]) if found else None


def _bare(address: str) -> str:
    """An address or its wording without what people leave out."""
    return re.sub(r"^https?://|^www\.|[\s/]+", "", address.lower().replace("://www.", "://"))
