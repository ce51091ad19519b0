"""What the words of an enquiry mean: spelling, needs, and the words worth searching for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from wayfinder.domain.answer import Correction, UnderstoodNeed
from wayfinder.domain.enquiry import Enquiry
from wayfinder.errors import FieldError, InvalidInput
from wayfinder.index import relatives, text
from wayfinder.index.kin import AUDIENCE_SHARE, MARK, OWN_SHARE, audience_term
from wayfinder.index.names import names_asked_for
from wayfinder.index.phrases import PhraseHit, Token
from wayfinder.index.query import QueryTerm
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.ages import CHILD_UNDER
from wayfinder.matching.hearing import needs_in
from wayfinder.matching.negation import silenced
from wayfinder.matching.people import GROWN_UP, PersonHeard
from wayfinder.matching.reading import read, spoken

NOBODY_KNOWN = PersonHeard(None, ())

OUT_OF_SCHOOL = 26
"""Until then what young people with special needs have a right to may go on (Children and Families
Act 2014, section 46)."""

NEAR_BEFORE = 8
"""So many words before a need may tell that it is a parent's."""

BESIDE_THEIRS = 0.7
"""How much is heard of the need as anybody may have it, beside the one it is in a child or in who
has a baby: what is for people like them comes first."""

NOBODY_KNOWS = 0.3
"""What a word weighs that is in no dictionary, beside one that no service uses: a slip of the
hand, or a name, is no reason to find nothing."""

LEFT_OUT = "…"

PARTICLES = frozenset("off out up".split())
ENDS_OPEN = frozenset("day time run ran pack give hour visa".split())
"""Stems that do not end what was said: "hasn't had a day off", "the meter ran out"."""

MAX_HEARD = 4
"""More needs than this in one sentence are noise; the strongest stay."""


class NeedHeard(Struct, frozen=True):
    """A need by its number, how surely it was heard (0 to 1), and the words that said so.

    `phrase` is None for a need nobody named, taken in because it is related to one that was.
    `implied`: a danger calls for it, or the whole means it, and no words named it.
    """

    number: int
    strength: float
    phrase: str | None
    implied: bool = False


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
    said = read(enquiry, snapshot.spelling, snapshot.book, place_words)
    tokens = said.tokens
    numbers = {snapshot.need_numbers.get(need_id, -1) for need_id in implied}
    named = needs_in(said.clauses, snapshot.book, implied=numbers)
    hits, refused = _apart(named, map(snapshot.need_numbers.get, enquiry.without_needs))
    heard = [
        structs.replace(_heard(hit, tokens), number=number, strength=share * hit.strength)
        for hit in hits[:MAX_HEARD]
        for number, share in _in_whom(hit, tokens, person, snapshot)
    ]
    asked = silenced(tokens, refused, frozenset())
    told = (need_id for need_id in person.needs if need_id in snapshot.need_numbers)
    chosen = [_chosen(need_id, snapshot) for need_id in (*enquiry.needs, *told)]
    return Heard(
        # What a danger implies stands first, and neither that nor what was chosen is ever dropped.
        needs=_distinct([*_implied(implied, heard, snapshot), *chosen, *heard]),
        words=(*_searchable(asked, snapshot, _naming(hits)), *_audience(person.age, snapshot)),
        corrections=said.corrections,
        name=_name(tokens, hits, snapshot),
        set_aside=said.set_aside,
        said=said.text,
    )


def _apart(
    hits: Sequence[PhraseHit], without: Iterable[int | None]
) -> tuple[list[PhraseHit], frozenset[int]]:
    """The hits without those of some needs, and the words that told of nothing but these."""
    unwanted = frozenset(without)
    kept = [hit for hit in hits if hit.need not in unwanted]
    telling = {at for hit in kept for at in hit.at}
    refused = {at for hit in hits if hit.need in unwanted for at in hit.at}
    return kept, frozenset(refused - telling)


def _in_whom(
    hit: PhraseHit, tokens: Sequence[Token], person: PersonHeard, snapshot: Snapshot
) -> Iterable[tuple[int, float]]:
    """The need that this one is in a child, in a grown-up, or with a baby, and how much of it is
    heard; both between the ages, and where it may be the parent's."""
    number, age = hit.need, person.age
    need, numbers = snapshot.needs[number], snapshot.need_numbers
    if need.with_baby is not None and person.with_baby:
        return ((numbers[need.with_baby], 1.0), (number, BESIDE_THEIRS))
    if age is None:
        return ((number, 1.0),)
    if need.in_child is not None and age < GROWN_UP:
        in_child = numbers[need.in_child]
        if age >= CHILD_UNDER:
            return ((in_child, 1.0), (number, 1.0))
        before = (token.word for token in tokens[max(0, hit.start - NEAR_BEFORE) : hit.start])
        parents = any(word in relatives.PARENTS for word in before)
        return ((in_child, 1.0), (number, BESIDE_THEIRS)) if parents else ((in_child, 1.0),)
    if need.in_adult is not None and person.grown_up and age >= OUT_OF_SCHOOL:
        return ((numbers[need.in_adult], 1.0),)
    return ((number, 1.0),)


def _implied(
    ids: Iterable[str], heard: Iterable[NeedHeard], snapshot: Snapshot
) -> Iterable[NeedHeard]:
    """The needs a danger calls for, as sure as can be; with the words that named them, if any."""
    named = {need.number: need for need in heard}
    for number in (snapshot.need_numbers[each] for each in ids if each in snapshot.need_numbers):
        unsaid = NeedHeard(number, 1.0, snapshot.needs[number].label, implied=True)
        yield structs.replace(named.get(number, unsaid), strength=1.0)


def _name(tokens: Sequence[Token], hits: Sequence[PhraseHit], snapshot: Snapshot) -> int | None:
    """The longest service name typed; where every word of it already tells a need, only one that
    begins with a proper name."""
    content = [(i, token) for i, token in enumerate(tokens) if text.is_content(token.word)]
    spoken = list(names_asked_for([token.stem for _, token in content]))
    if all(any(hit.start <= i < hit.end for hit in hits) for i, _ in content):
        spoken = [stems for stems in spoken if snapshot.proper_name(stems[0]) is not None]
    return next((n for n in map(snapshot.called, spoken) if n is not None), None)


def shown(heard: Heard, snapshot: Snapshot) -> tuple[UnderstoodNeed, ...]:
    """The needs as the answer states them."""
    return tuple(
        UnderstoodNeed(
            id=snapshot.needs[need.number].id,
            label=snapshot.needs[need.number].label,
            phrase=None if need.implied else need.phrase,
            implied=need.implied,
        )
        for need in heard.needs
        if need.phrase is not None
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
    return NeedHeard(hit.need, hit.strength, _phrase(hit, tokens))


def _phrase(hit: PhraseHit, tokens: Sequence[Token]) -> str:
    """The words that said so, and the small ones between; dots stand for others, so that nobody
    takes "mum alone … baby" for what was said in one breath."""
    kept = hit.end
    if tokens[kept - 1].stem in ENDS_OPEN and kept < len(tokens):
        kept += tokens[kept].word in PARTICLES
    others = [t.word for t in tokens[hit.start : hit.end] if text.is_content(t.word)]
    numbers = any(tokens[at].word.isdigit() and at not in hit.at for at in range(hit.start, kept))
    if len(others) <= len(hit.at) + 1 and not numbers:
        return spoken(tokens[hit.start : kept])
    told: list[str] = []
    for at in range(hit.start, kept):
        word = tokens[at].word
        if at in hit.at or at >= hit.end or (word and not text.is_content(word)):
            told.append(word)
        elif told[-1] != LEFT_OUT:
            told.append(LEFT_OUT)
    return " ".join(told)


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
    if own is None and not snapshot.spelling.knows(token.word):
        weight *= NOBODY_KNOWS
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
