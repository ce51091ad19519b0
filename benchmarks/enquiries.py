"""What people ask of a synthetic directory: a few words, a postcode, an age."""

from __future__ import annotations

import random
from collections.abc import Iterator

from msgspec import Struct

from benchmarks.ground import Ground, Point
from benchmarks.words import Language, misspelt, said
from wayfinder.domain.enquiry import Enquiry, Person
from wayfinder.index import text

TYPO_SHARE = 0.2
SHORTEST_MISSPELT = 5


class Asked(Struct, frozen=True, kw_only=True):
    """One enquiry: as meant, as typed (they differ by one letter in a fifth), and from where."""

    meant: str
    typed: str
    point: Point
    age: int

    @property
    def enquiry(self) -> Enquiry:
        """As Wayfinder is asked it."""
        return Enquiry(
            need=self.typed, postcode=self.point.postcode, person=Person(age=float(self.age))
        )


def enquiries(
    seed: int, count: int, language: Language, ground: Ground, typo_share: float = TYPO_SHARE
) -> Iterator[Asked]:
    """`count` enquiries of two to eight words."""
    rng = random.Random(f"enquiries {seed}")
    for _ in range(count):
        meant = _words(rng, language)
        typed = _with_typo(rng, meant) if rng.random() < typo_share else meant
        point, age = ground.draw(rng), rng.choice((3, 9, 15, 22, 34, 47, 58, 70, 83))
        yield Asked(meant=" ".join(meant), typed=" ".join(typed), point=point, age=age)


def _words(rng: random.Random, language: Language) -> list[str]:
    """Mostly what one need is called, by several of its names, with a few other words among."""
    length, need, words = rng.randint(2, 8), language.need(rng), list[str]()
    while len(words) < length:
        kind = rng.random()
        if kind < 0.6 or not words:
            words += text.words(said(need, rng))
        else:
            words += language.content(rng, 1) if kind < 0.8 else language.sentence(rng, 1)
    return words[:length]


def _with_typo(rng: random.Random, words: list[str]) -> list[str]:
    long = [at for at, word in enumerate(words) if len(word) >= SHORTEST_MISSPELT]
    if not long:
        return words
    at = rng.choice(long)
    return [*words[:at], misspelt(words[at], rng), *words[at + 1 :]]
