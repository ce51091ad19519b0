"""The needs that an enquiry's words name, clause by clause."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate

from msgspec import structs

from wayfinder.index import text
from wayfinder.index.phrase_match import HARD_STOP, SOFT_STOP, Stops
from wayfinder.index.phrases import PhraseBook, PhraseHit, Token
from wayfinder.matching.negation import BREAK

SURE_LEAN = 0.5
"""The words of one clause of several must say this much. Beside a need that was named there must
be two of them: one stray word ("bored", "manage") is no need."""


def needs_in(
    clauses: Sequence[Sequence[Token]], book: PhraseBook, *, implied: Collection[int] | None = None
) -> list[PhraseHit]:
    """What is named, the surest first; then what the words of clauses that name nothing point to.

    `clauses` are the enquiry's words in order. Beneath a danger signpost (`implied` are the
    numbers of the needs that it calls for) nothing is read into stray words.
    """
    named = _best(_named(clauses, book), book)
    if implied:
        return _outright(named, clauses, implied)
    return [*named, *_meant(clauses, named, book)] if named else _leant(clauses, book)


def _outright(
    named: Sequence[PhraseHit], clauses: Sequence[Sequence[Token]], implied: Collection[int]
) -> list[PhraseHit]:
    """What is named in whole phrases; in a single word only outside the clauses of the danger,
    where these are known."""
    clause_of = [number for number, clause in enumerate(clauses) for _ in clause]
    danger = {clause_of[at] for hit in named if hit.need in implied for at in hit.at}

    def stands(hit: PhraseHit) -> bool:
        return hit.words > 1 or (bool(danger) and clause_of[hit.start] not in danger)

    return [hit for hit in named if hit.strength == 1.0 and stands(hit)]


def _leant(clauses: Sequence[Sequence[Token]], book: PhraseBook) -> list[PhraseHit]:
    """What most of the words point to, or else those of the clause that points most surely: what
    is told beside a need never hides it."""
    together = book.lean([token for clause in clauses for token in clause])
    if together:
        return together
    apart = (
        [_moved(hit, start) for hit in book.lean(clause) if hit.strength >= SURE_LEAN]
        for start, clause in _numbered(clauses)
    )
    return max(apart, key=lambda hits: hits[0].strength if hits else 0.0, default=[])


def _numbered(clauses: Sequence[Sequence[Token]]) -> Iterable[tuple[int, Sequence[Token]]]:
    """The clauses, each with the number of its first token."""
    return zip(accumulate(map(len, clauses), initial=0), clauses, strict=False)


def _stops(clauses: Sequence[Sequence[Token]]) -> Stops:
    """What the start of each clause counts for; one that tells but whose need it is ("mum, 82,
    keeps falling") parts nothing."""
    return {
        start: SOFT_STOP if _runs_on(clause) else HARD_STOP
        for (start, clause), before in zip(_numbered(clauses), ((), *clauses), strict=False)
        if _tells(clause) and _tells(before)
    }


def _runs_on(clause: Sequence[Token]) -> bool:
    """Whether a clause goes on with what the one before was about: "and" does, "and I" does not."""
    own = len(clause) > 1 and clause[1].word in text.SUBJECTS
    return text.opens_clause(clause[0].word) and not own


def _tells(clause: Iterable[Token]) -> bool:
    """Whether a clause says more than whose need it is or how old they are."""
    words = {token.word for token in clause if token.word not in text.PERSON_WORDS}
    return any(text.is_content(word) and not word.isdigit() for word in words)


def _named(clauses: Sequence[Sequence[Token]], book: PhraseBook) -> list[PhraseHit]:
    """The strongest hit of each need, the strongest first; none reaches across a refusal."""
    tokens, stops = [token for clause in clauses for token in clause], _stops(clauses)
    hits = [
        _moved(hit, start)
        for start, stretch in _stretches(tokens)
        for hit in book.hear(stretch, {at - start: stop for at, stop in stops.items()})
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
    for start, clause in _numbered(clauses):
        if telling.isdisjoint(range(start, start + len(clause))):
            for hit in book.lean(clause)[:1]:
                if hit.strength >= SURE_LEAN and (hit.words > 1 or len(clause) == 1):
                    yield _moved(hit, start)


def _best(hits: Sequence[PhraseHit], book: PhraseBook) -> list[PhraseHit]:
    """Of two needs heard in the same words the one that explains more of them stays; beside one
    of who looks after somebody, what that other person has stays too."""
    outer = [hit for hit in hits if not book.needs[hit.need].for_another]
    return [hit for hit in hits if not any(_swallows(other, hit) for other in outer)]


def _swallows(outer: PhraseHit, inner: PhraseHit) -> bool:
    return outer.words > inner.words and set(inner.at) <= set(outer.at)
