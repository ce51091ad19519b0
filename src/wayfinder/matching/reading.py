"""The words of an enquiry as they are meant: put right, and without those that ask for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from msgspec import Struct

from wayfinder.domain.answer import Correction
from wayfinder.domain.enquiry import Enquiry
from wayfinder.index import text
from wayfinder.index.phrases import PhraseBook, Token, tokenize
from wayfinder.index.spelling import Mended, Spelling
from wayfinder.matching.negation import left_out, silenced
from wayfinder.matching.referrals import sent_by

BESIDE = 5
"""Words on either side among which a phrase is looked for: no phrase spreads further."""


class Read(Struct, frozen=True):
    """All words in order, and the same clause by clause; what was put right, what was refused."""

    tokens: Sequence[Token]
    clauses: Sequence[Sequence[Token]]
    corrections: tuple[Correction, ...]
    set_aside: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is meant, clause by clause: the same however it was typed."""
        clauses = (spoken(clause) for clause in self.clauses)
        return ", ".join(clause for clause in clauses if clause)


def spoken(tokens: Iterable[Token]) -> str:
    """The words that are heard, with blanks between."""
    return " ".join(token.word for token in tokens if token.word)


def read(
    enquiry: Enquiry, spelling: Spelling, book: PhraseBook, place_words: frozenset[int]
) -> Read:
    """The words, each put right unless they are wanted as typed. Where the spelling alone leaves
    open which word is meant, the one is that makes a phrase of the `book` with those beside it.

    `place_words` are the numbers of the words that were read as the place: nothing hears them, nor
    who sent somebody, nor what is refused.
    """
    mended = [_mended(typed, enquiry, spelling, book) for typed in text.clauses(enquiry.need)]
    pieces = list(chain.from_iterable(mended))
    silent = place_words | sent_by(enquiry.need)
    apart = left_out(enquiry.need, _one_for_one(pieces), silent)
    place, refused = _numbers(pieces, apart.place), _numbers(pieces, apart.refused)
    tokens = silenced(tokenize(_meant(pieces)), place, refused)
    return Read(
        tokens=tokens,
        clauses=tuple(_parted(tokens, (len(_meant(clause)) for clause in mended))),
        corrections=tuple(Correction(p.typed, p.meant) for p in pieces if p.typed != p.meant),
        set_aside=apart.phrases,
    )


def _mended(
    typed: list[str], enquiry: Enquiry, spelling: Spelling, book: PhraseBook
) -> Sequence[Mended]:
    if enquiry.as_typed:
        return [Mended(word, word) for word in typed]
    pieces = spelling.mend(typed)
    for at, piece in enumerate(pieces):
        rivals = spelling.rivals(piece.typed) if piece.typed == piece.meant else []
        fitting = [word for word in rivals if _fits(word, at, pieces, book)]
        if len(set(text.stems(fitting))) == 1:
            pieces[at] = Mended(piece.typed, fitting[0])
    return pieces


def _fits(word: str, at: int, pieces: Sequence[Mended], book: PhraseBook) -> bool:
    """Whether a word in this place makes a phrase with others beside it."""
    before = _meant(pieces[max(0, at - BESIDE) : at])
    behind = _meant(pieces[at + 1 : at + 1 + BESIDE])
    tokens = tokenize([*before, *word.split(), *behind])
    hits = book.hear(tokens)
    return any(hit.words > 1 and hit.strength == 1.0 and len(before) in hit.at for hit in hits)


def _meant(pieces: Iterable[Mended]) -> list[str]:
    return [word for piece in pieces for word in piece.meant.split()]


def _one_for_one(pieces: Iterable[Mended]) -> list[str]:
    """One word for each that was typed, put right where that can be said in one."""
    said: list[str] = []
    for piece in pieces:
        _, *rest = piece.typed.split()
        said += [piece.meant.replace(" ", ""), *rest]
    return said


def _numbers(pieces: Iterable[Mended], typed: frozenset[int]) -> frozenset[int]:
    """The numbers, among the words that are meant, of some that were typed."""
    numbers, at, token = set[int](), 0, 0
    for piece in pieces if typed else ():
        end, token_end = at + len(piece.typed.split()), token + len(piece.meant.split())
        if not typed.isdisjoint(range(at, end)):
            numbers.update(range(token, token_end))
        at, token = end, token_end
    return frozenset(numbers)


def _parted(tokens: Sequence[Token], lengths: Iterable[int]) -> Iterable[Sequence[Token]]:
    start = 0
    for length in lengths:
        yield tokens[start : start + length]
        start += length
