"""British words as the American list of English words spells them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_AMERICAN = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"our", "or"),
        (r"is(?=e|ing|ation)", "iz"),
        (r"ys(?=e|ing)", "yz"),
        (r"ll(?=ed|ing|er|or)", "l"),
        (r"l(?=ment|ful)", "ll"),
        (r"ae|oe", "e"),
        (r"re(?=s?$)", "er"),
        (r"ence(?=s?$)", "ense"),
        (r"ogue(?=s?$)", "og"),
        (r"mme(?=s?$)", "m"),
        (r"tyre", "tire"),
        (r"(?<=[^sy])s$", ""),
    )
)


def as_american(word: str) -> Iterator[str]:
    """Every other way to spell the word across the sea; and without the s of a plural."""
    for british, american in _AMERICAN:
        spelt = british.sub(american, word)
        if spelt != word:
            yield spelt
