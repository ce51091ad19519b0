"""Who sent somebody, which is no part of their need: "my GP told me to ring you about falls"."""

from __future__ import annotations

import re

from wayfinder.index import text

_WHO = (
    r"(?:(?:my|our|her|his|their|the|a) )?(?:gp|doctor|dr|nurse|consultant|surgery|hospital"
    r"|pharmacist|physio|health visitor|midwife|social worker|school|council|jobcentre|friend"
    r"|neighbour)"
)
_CALLS = r"(?:ring|call|phone|contact|speak to|talk to|try|ask)"
_SENT = re.compile(
    rf"\b(?:{_WHO} (?:has )?(?:told|asked|advised|said|suggested|recommended)(?: (?:me|us|that i))?"
    r"|(?:ive|i ve|i have|weve|we ve|we have) been (?:told|asked|advised)"
    rf"|i was (?:told|asked|advised))(?: (?:to|i should))? {_CALLS}(?: you(?: lot)?)?\b"
    r"(?: (?:about|for|regarding|re)\b)?"
)
_CUES = frozenset("told asked advised said suggested recommended".split())
_MARKS = re.compile(r"'")


def sent_by(need: str) -> frozenset[int]:
    """The numbers, as `text.words` has them, of the words that say who sent somebody here."""
    plain = text.spoken(need).lower()
    if not any(cue in plain for cue in _CUES):
        return frozenset()
    spans = [found.span() for found in _SENT.finditer(_MARKS.sub(" ", plain))]
    starts = [found.start() for found in text.WORD.finditer(plain)]
    return frozenset(
        number for number, at in enumerate(starts) if any(low <= at < high for low, high in spans)
    )
