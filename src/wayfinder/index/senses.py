"""Words that mean another thing for what stands beside them, told apart where phrases are heard.

"Kicked out" and "kicked off" share their stem, and so do "dying" and "died", but not what is
needed. A sense takes the stem's place in phrases; the index's own terms know only stems.
"""

from __future__ import annotations

from collections.abc import Sequence

from wayfinder.index import text

REACH = 3
"""Words on which a verb may wait for its particle: "kicked my son out"."""

_ONESELF = frozenset("himself herself themselves themself myself yourself ourselves".split())

_OF_WORD = dict.fromkeys(("die", "dying"), "dying") | dict.fromkeys(_ONESELF, "oneself")
"""Who is to die needs other help than who mourns; whose self it is tells nothing."""

_LOOKS = frozenset("look looks looked looking".split())

_TURNED_BY = {
    "kick": frozenset(("out", "off")),
    "throw": frozenset(("out", "up")),
    "threw": frozenset(("out", "up")),
    "thrown": frozenset(("out", "up")),
    "chuck": frozenset(("out",)),
    "put": frozenset(("out", "up")),
    "fall": frozenset(("out",)),
    "fell": frozenset(("out",)),
    "fallen": frozenset(("out", "behind")),
    "pick": frozenset(("on", "up")),
    "hang": frozenset(("out",)),
    "work": frozenset(("out",)),
}
"""Stems of verbs, each with the particles that make another verb of it."""


def senses(words: Sequence[str]) -> list[str]:
    """What each of some folded words is heard as: its stem, or the sense it has among the rest."""
    stems = text.stems(list(words))
    return [_sense(at, words, stem) for at, stem in enumerate(stems)]


def _sense(at: int, words: Sequence[str], stem: str) -> str:
    if words[at] == "after" and at and words[at - 1] in _LOOKS:
        return "look after"
    particles = _TURNED_BY.get(stem)
    if particles is None:
        return _OF_WORD.get(words[at], stem)
    beside = words[at + 1 : at + 1 + REACH]
    return next((f"{stem} {word}" for word in beside if word in particles), stem)
