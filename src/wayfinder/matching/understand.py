"""What the words of an enquiry mean: spelling, needs, and the words worth searching for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from wayfinder.domain.answer import Correction, UnderstoodNeed
from wayfinder.domain.enquiry import Enquiry
from wayfinder.errors import FieldError, InvalidInput
from wayfinder.index import text
from wayfinder.index.kin import AUDIENCE_SHARE, MARK, OWN_SHARE, audience_term
from wayfinder.index.names import spoken_names
from wayfinder.index.phrases import PhraseHit, Token
from wayfinder.index.query import QueryTerm
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.hearing import needs_in
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.reading import read, spoken

RELATED_STRENGTH = 0.35

NOBODY_KNOWN = PersonHeard(None, ())

MAX_HEARD = 4
"""More needs than this in one sentence are noise; the strongest stay."""


class NeedHeard(Struct, frozen=True):
    """A need by its number, how surely it was heard (0 to 1), and the words that said so.

    `phrase` is None for a need nobody named, taken in because it is related to one that was.
    """

    number: int
    strength: float
    phrase: str | None


class WordHeard(Struct, frozen=True):
    """A word to search for: as shown, as the index knows it, and the group of its kin if any."""

    word: str
    own: QueryTerm | None
    kin: QueryTerm | None = None


class Heard(Struct, frozen=True):
    """An enquiry's words, understood. `name` is the number of a name that was typed, `set_aside`
    what the words say is not wanted, `said` the enquiry as it is meant: put right, and without
    what is set aside."""

    needs: tuple[NeedHeard, ...]
    words: tuple[WordHeard, ...]
    corrections: tuple[Correction, ...]
    name: int | None = None
    set_aside: tuple[str, ...] = ()
    said: str = ""

    @property
    def named(self) -> int:
        """How many needs were named; related ones stand behind them."""
        return sum(need.phrase is not None for need in self.needs)

    @property
    def terms(self) -> tuple[QueryTerm, ...]:
        return tuple(term for word in self.words for term in (word.own, word.kin) if term)


def understand(
    enquiry: Enquiry,
    snapshot: Snapshot,
    implied: Sequence[str] = (),
    person: PersonHeard = NOBODY_KNOWN,
    place_words: frozenset[int] = frozenset(),
) -> Heard:
    """Correct, stem and recognise. `implied` are ids of needs that a danger in the text implies,
    `person` is who it is about: they may tell needs of their own, and a service that speaks of
    people of their age is nearer. `place_words` are the numbers of the words that were read as the
    place.

    Raises InvalidInput for a need id of the enquiry's that does not exist. An implied one that
    this release does not know is passed over: nobody in danger is told to mend their input.
    """
    said = read(enquiry, snapshot.spelling, place_words)
    tokens = said.tokens
    numbers = snapshot.need_numbers
    known, told = ([id for id in ids if id in numbers] for ids in (implied, person.needs))
    # What a danger implies stands first, and neither that nor what was chosen is ever dropped.
    certain = [_chosen(need_id, snapshot) for need_id in (*known, *enquiry.needs, *told)]
    hits = needs_in(said.clauses, snapshot.book, in_danger=bool(implied))
    heard = [_heard(hit, tokens) for hit in hits[:MAX_HEARD]]
    return Heard(
        needs=_distinct([*certain, *heard]),
        words=(*_searchable(tokens, snapshot, _naming(hits)), *_audience(person.age, snapshot)),
        corrections=said.corrections,
        name=_name(tokens, hits, snapshot),
        set_aside=said.set_aside,
        said=said.text,
    )


def _name(tokens: Sequence[Token], hits: Sequence[PhraseHit], snapshot: Snapshot) -> int | None:
    """The longest service name typed, unless every word of it already tells a need."""
    content = [(i, token) for i, token in enumerate(tokens) if text.is_content(token.word)]
    if all(any(hit.start <= i < hit.end for hit in hits) for i, _ in content):
        return None
    names = spoken_names([token.stem for _, token in content])
    return next((n for n in map(snapshot.name, names) if n is not None), None)


def with_related(heard: Heard, snapshot: Snapshot) -> Heard:
    """The same words with the needs related to those heard, at a share of their strength."""
    numbers = snapshot.need_numbers
    known = {need.number for need in heard.needs}
    related = [
        NeedHeard(numbers[need_id], need.strength * RELATED_STRENGTH, None)
        for need in heard.needs
        for need_id in snapshot.needs[need.number].related
    ]
    fresh = [need for need in related if need.number not in known]
    return structs.replace(heard, needs=_distinct([*heard.needs, *fresh]))


def shown(heard: Heard, snapshot: Snapshot) -> tuple[UnderstoodNeed, ...]:
    """The needs as the answer states them."""
    return tuple(
        UnderstoodNeed(snapshot.needs[n.number].id, snapshot.needs[n.number].label, n.phrase)
        for n in heard.needs
        if n.phrase is not None
    )


def _chosen(need_id: str, snapshot: Snapshot) -> NeedHeard:
    number = snapshot.need_numbers.get(need_id)
    if number is None:
        raise InvalidInput(
            "That need is not in the vocabulary.",
            (FieldError("needs", "Use ids from GET /v1/needs, such as 'debt'."),),
        )
    return NeedHeard(number, 1.0, snapshot.needs[number].label)


def _heard(hit: PhraseHit, tokens: Sequence[Token]) -> NeedHeard:
    return NeedHeard(hit.need, hit.strength, spoken(tokens[hit.start : hit.end]))


def _naming(hits: Iterable[PhraseHit]) -> dict[int, int]:
    """For each word that names a need outright, by its place, the need's number."""
    naming: dict[int, int] = {}
    for hit in hits:
        if hit.strength == 1.0:
            naming |= {at: naming.get(at, hit.need) for at in hit.at}
    return naming


def _searchable(
    tokens: Iterable[Token], snapshot: Snapshot, naming: Mapping[int, int]
) -> Iterable[WordHeard]:
    seen = set()
    for at, token in enumerate(tokens):
        if token.stem not in seen:
            seen.add(token.stem)
            word = _word(token, snapshot, naming.get(at))
            if word is not None:
                yield word


def _audience(age: float | None, snapshot: Snapshot) -> Iterable[WordHeard]:
    term = None if age is None else audience_term(age)
    number = None if term is None else snapshot.term(term)
    if term is not None and number is not None:
        shown = term.removeprefix(MARK).replace("-", " ")
        yield WordHeard(shown, None, QueryTerm(number, snapshot.idf(number) * AUDIENCE_SHARE))


def _word(token: Token, snapshot: Snapshot, need: int | None) -> WordHeard | None:
    """None for a word that says nothing of what is needed, or of whom it is for."""
    if text.is_content(token.word) and not text.tells(token.word):
        return None
    own, group = snapshot.term(token.stem), snapshot.kin.term(token.stem)
    kin = None if group is None else snapshot.term(group)
    if not text.is_content(token.word):
        if kin is None or token.word in text.RELATIVES:
            return None
        return WordHeard(token.word, None, QueryTerm(kin, snapshot.idf(kin) * AUDIENCE_SHARE))
    weight = snapshot.idf_of_unknown if own is None else snapshot.idf(own)
    if kin is None:
        return WordHeard(token.word, QueryTerm(own, weight, need))
    return WordHeard(
        token.word,
        QueryTerm(own, weight * OWN_SHARE, need),
        QueryTerm(kin, weight * (1 - OWN_SHARE), need),
    )


def _distinct(needs: Sequence[NeedHeard]) -> tuple[NeedHeard, ...]:
    by_number: dict[int, NeedHeard] = {}
    for need in needs:
        by_number.setdefault(need.number, need)
    return tuple(by_number.values())
