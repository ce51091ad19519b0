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
    "meter": "metre metres meters",
}
"""Words that make no other need: who "can't be left on her own" may be a he as well, and the
electric "metre" is the meter."""

_HOSPITALS = frozenset("lister addenbrookes addenbrooks papworth pah qeii".split())
"""As people here call theirs: who is asked in at the Lister goes to hospital."""

_OF_WORD = (
    _PAST
    | dict.fromkeys(("die", "dying"), "dying")
    | {word: sense for sense, words in _SAME.items() for word in (sense, *words.split())}
    | dict.fromkeys(_ONESELF, "oneself")
    | {"gaming": "gaming", "widowed": "widowed"}
    | dict.fromkeys(_HOSPITALS, text.stem("hospital"))
)
"""Who was widowed mourns, and a widow of 68 may want to bowl. Who is to die needs other help
than who mourns, and who is gaming than who likes a game; whose
self it is tells nothing."""

_SPELLS = frozenset("time day night weekend hour".split())
"""Stems of what one has off: "a day off" is no day."""

_BEHIND = {
    (before, word): sense
    for befores, word, sense in (
        ("look looks looked looking", "after", "look after"),
        ("a my her his their our your", "will", "a will"),
        ("no", "one", "nobody"),
        ("to", "one", "one to one"),
        ("a", "home", "a home"),
    )
    for before in befores.split()
}
"""A word by the one before it: whose will it is makes a thing of it, to be written and witnessed,
and who goes into a home does not go home."""

_AHEAD = {
    ("one", "to"): "one to one",
    ("care", "home"): "care home",
    ("care", "homes"): "care home",
}
"""A word by the next: a care home is no care at home."""

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
    word, beside = words[at], words[at + 1 : at + 1 + REACH]
    behind = beside[0] if beside else ""
    sense = _BEHIND.get((words[at - 1], word)) if at else None
    if sense := sense or _AHEAD.get((word, behind)):
        return sense
    if behind == "off" and stem in _SPELLS:
        return f"{stem} off"
    particles = _TURNED_BY.get(stem)
    if particles is None:
        return stem
    return next((f"{stem} {each}" for each in beside if each in particles), stem)
