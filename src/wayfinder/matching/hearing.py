"""The needs that an enquiry's words name, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from wayfinder.index.phrases import PhraseBook, PhraseHit, Token
from wayfinder.matching.negation import BREAK

SURE_LEAN = 0.5
"""Beside a need that was named, the words of another clause point to one only if two or more of
them say more than this: one stray word ("bored", "manage") is no need."""


def needs_in(
    clauses: Sequence[Sequence[Token]], book: PhraseBook, *, in_danger: bool
) -> list[PhraseHit]:
    """What is named, the surest first; then what the words of clauses that name nothing point to.

    `clauses` are the enquiry's words in order. Beneath a danger signpost (`in_danger`) nothing is
    read into stray words.
    """
    tokens = [token for clause in clauses for token in clause]
    named = _best(_named(tokens, book))
    if in_danger:
        return [hit for hit in named if hit.words > 1 and hit.strength == 1.0]
    return [*named, *_meant(clauses, named, book)] if named else book.lean(tokens)


def _named(tokens: Sequence[Token], book: PhraseBook) -> list[PhraseHit]:
    """The strongest hit of each need, the strongest first; none reaches across a refusal."""
    hits = [
        _moved(hit, start) for start, stretch in _stretches(tokens) for hit in book.hear(stretch)
    ]
    best: dict[int, PhraseHit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.strength, hit.start, hit.need)):
        best.setdefault(hit.need, hit)
    return list(best.values())


def _moved(hit: PhraseHit, start: int) -> PhraseHit:
    return structs.replace(hit, at=tuple(start + at for at in hit.at))


def _stretches(tokens: Sequence[Token]) -> Iterable[tuple[int, Sequence[Token]]]:
    """What stands between breaks, each with the number of its first token."""
    start = 0
    for at in [*(at for at, token in enumerate(tokens) if token == BREAK), len(tokens)]:
        if start < at:
            yield start, tokens[start:at]
        start = at + 1


def _meant(
    clauses: Sequence[Sequence[Token]], named: Sequence[PhraseHit], book: PhraseBook
) -> Iterable[PhraseHit]:
    telling = {position for hit in named for position in hit.at}
    start = 0
    for clause in clauses:
        end = start + len(clause)
        if telling.isdisjoint(range(start, end)):
            for hit in book.lean(clause)[:1]:
                if hit.strength >= SURE_LEAN and hit.words > 1:
                    yield _moved(hit, start)
        start = end


def _best(hits: Sequence[PhraseHit]) -> list[PhraseHit]:
    """Of two needs heard in the same words the one that explains more of them stays."""
    return [hit for hit in hits if not any(_swallows(other, hit) for other in hits)]


def _swallows(outer: PhraseHit, inner: PhraseHit) -> bool:
    return outer.words > inner.words and set(inner.at) <= set(outer.at)
