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
    """Half of a need's wording, half of the directory's words, as people mix them."""
    length = rng.randint(2, 8)
    wording = text.words(said(language.need(rng), rng)) if rng.random() < 0.75 else []
    return (wording + language.content(rng, length))[:length]


def _with_typo(rng: random.Random, words: list[str]) -> list[str]:
    long = [at for at, word in enumerate(words) if len(word) >= SHORTEST_MISSPELT]
    if not long:
        return words
    at = rng.choice(long)
    return [*words[:at], misspelt(words[at], rng), *words[at + 1 :]]
