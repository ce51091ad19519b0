"""Whether a source's words on whom it is for say more than the rules that were read from them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility
from wayfinder.index import text

_REGISTERED = re.compile(r"\b(?:who (?:are|is) )?registered (?:with|at) [^.;]*")
"""Of this clause a rule is read to its end or not at all (`ingest.rules.coverage`)."""

_TURNING = frozenset("not no nor or but if".split())
"""Stop words elsewhere, by which a condition is turned round or has a second part."""

_PEOPLE = frozenset(
    "people person persons adult adults anyone anybody those aged must open".split()
)
_YOUNG = frozenset("child children young teenagers".split())
_LIVING = frozenset("living live lives resident residents local".split())


def says_more(eligibility: Eligibility, coverage: Coverage) -> bool:
    """Whether something of its text is left that no rule tells, and that is to be asked.

    A text from which no rule was read is left whole.
    """
    left = " ".join(text.straight(eligibility.text or "").lower().split())
    read = list(eligibility.words.values())
    for words in sorted(read, key=len, reverse=True):
        left = left.replace(words, " ")
    known = _words_known(eligibility, coverage)
    if any(rule.kind is CoverageKind.GP for rule in _rules(coverage.rules)):
        left, clauses = _REGISTERED.subn(" ", left)
        read += ["registered"] * clauses
    return not read or any(
        word not in known and (word in _TURNING or text.is_content(word))
        for word in text.WORD.findall(left)
    )


def _words_known(eligibility: Eligibility, coverage: Coverage) -> frozenset[str]:
    """Words that add nothing to the rules there are."""
    known = set(_PEOPLE)
    if eligibility.maximum_age is not None:
        known |= _YOUNG
    areas = [rule for rule in _rules(coverage.rules) if rule.kind is CoverageKind.AREA]
    if areas:
        known |= _LIVING
        known.update(word for rule in areas for word in text.WORD.findall(rule.text.lower()))
    return frozenset(known)


def _rules(rules: Iterable[CoverageRule]) -> Iterable[CoverageRule]:
    for rule in rules:
        yield rule
        yield from _rules(rule.also)
