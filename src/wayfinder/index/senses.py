"""Words that mean another thing for what stands beside them, told apart where phrases are heard.

"Kicked out" and "kicked off" share their stem, and so do "dying" and "died", but not what is
needed. A sense takes the stem's place in phrases; the index's own terms know only stems.
"""

from __future__ import annotations

from wayfinder.index import text

REACH = 3
"""Words on which a verb may wait for its particle: "kicked my son out"."""

_ONESELF = frozenset("himself herself themselves themself myself yourself ourselves".split())

_PAST = dict(
    pair.split(":")
    for pair in """ran:run fell:fall fallen:fall took:take taken:take gave:give given:give
    came:come kept:keep threw:throw thrown:throw ate:eat eaten:eat drank:drink drove:drive
    driven:drive stole:steal stolen:steal forgot:forget forgotten:forget sold:sell paid:pay
    slept:sleep fought:fight beaten:beat spoke:speak spoken:speak spent:spend lent:lend
    felt:feel""".split()
)
"""Forms that the stemmer knows nothing of: "the meter ran out" has run out. Left out is what may
be another word: "broke", "left", "lost", "gone"."""

_SAME = {
    "they": "he she",
    "them": "him her his hers their",
    "theyre": "hes shes",
    "hasnt": "havent hadnt",
    "doesnt": "dont didnt",
    "cant": "cannot",
    "someone": "somebody",
    "anyone": "anybody",
    "nobody": "noone",
}
"""Small words that make no other need of a phrase: who "can't be left on her own" is a he as well."""

_OF_WORD = (
    _PAST
    | dict.fromkeys(("die", "dying"), "dying")
    | {word: sense for sense, words in _SAME.items() for word in (sense, *words.split())}
    | dict.fromkeys(_ONESELF, "oneself")
    | {"gaming": "gaming", "widowed": "widowed"}
    | dict.fromkeys("lister addenbrookes addenbrooks papworth pah qeii".split(), text.stem("hospital"))
)
"""Who was widowed mourns, and a widow of 68 may want to bowl. Who is to die needs other help
than who mourns, and who is gaming than who likes a game; whose
self it is tells nothing. Whom the Lister or Addenbrooke's has asked in, a hospital has."""

_LOOKS = frozenset("look looks looked looking".split())

_SPELLS = frozenset("time day night weekend hour".split())
"""Stems of what one has off: "a day off" is no day."""

_ONE_TO_ONE = ["one", "to", "one"]
_HOMES = (["home"], ["homes"])
"""Behind "care" they make a house of it, which "care at home" is not."""

_WHOSE = frozenset("a my her his their our your".split())
"""Before "will" they make a thing of it, to be written and witnessed."""

_TURNED_BY = {
    "kick": frozenset(("out", "off")),
    "throw": frozenset(("out", "up")),
    "chuck": frozenset(("out",)),
    "put": frozenset(("out", "up")),
    "fall": frozenset(("out", "behind")),
    "pick": frozenset(("on", "up")),
    "hang": frozenset(("out", "round", "around", "about")),
    "work": frozenset(("out",)),
    "sign": frozenset(("off",)),
}
"""Stems of verbs, each with the particles that make another verb of it."""


def senses(words: list[str]) -> list[str]:
    """What each of some folded words is heard as: its stem, or the sense it has among the rest."""
    stems = text.stems(words)
    return [_sense(at, words, _OF_WORD.get(words[at], stem)) for at, stem in enumerate(stems)]


def _sense(at: int, words: list[str], stem: str) -> str:
    if words[at] == "after" and at and words[at - 1] in _LOOKS:
        return "look after"
    if words[at] == "one" and at and words[at - 1] == "no":
        return "nobody"
    if words[at] == "one" and _ONE_TO_ONE in (words[at : at + 3], words[max(at - 2, 0) : at + 1]):
        return "one to one"
    if words[at] == "care" and words[at + 1 : at + 2] in _HOMES:
        return "care home"
    if words[at] == "home" and at and words[at - 1] == "a":
        return "a home"
    if words[at] == "will" and at and words[at - 1] in _WHOSE:
        return "a will"
    if stem in _SPELLS and words[at + 1 : at + 2] == ["off"]:
        return f"{stem} off"
    particles = _TURNED_BY.get(stem)
    if particles is None:
        return stem
    beside = words[at + 1 : at + 1 + REACH]
    return next((f"{stem} {word}" for word in beside if word in particles), stem)
