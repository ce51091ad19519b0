"""The files of `directory/safety/` as they are written, and what must hold between them."""

from __future__ import annotations

from enum import StrEnum
from itertools import chain
from pathlib import Path

from msgspec import Struct

from wayfinder.domain.directory_files import fault
from wayfinder.matching.danger_confused import as_choices
from wayfinder.matching.danger_slots import Lists, slot_words
from wayfinder.matching.danger_words import COMMA, FULL_STOP, tokens


class Where(StrEnum):
    """Where a context must stand to excuse a match; inside: between its words."""

    BEFORE = "before"
    AFTER = "after"
    AROUND = "around"
    INSIDE = "inside"


class ContactEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[contact]]` of `contacts.toml`. `areas` are GSS codes, any one of them will do.

    `when_unsure` also offers it when the place is unknown or known only as wide as a nation.
    """

    id: str
    name: str
    areas: tuple[str, ...]
    source: str
    phone: str | None = None
    text: str | None = None
    url: str | None = None
    note: str | None = None
    when_unsure: bool = True


class ContactsFile(Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    unsure_areas: tuple[str, ...]
    contact: tuple[ContactEntry, ...]


class ContextEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[context]]` of `words.toml`: words around a match that make it no danger.

    At most `within` words lie between: when `carry` is given, only those words, and none of `until`
    (where a clause ends, an excuse ends).
    """

    id: str
    where: Where
    phrases: tuple[str, ...]
    within: int = 0
    carry: tuple[str, ...] = ()
    until: tuple[str, ...] = ()


class WordsFile(Struct, frozen=True, forbid_unknown_fields=True):
    """`words.toml`: `together` leads from words written apart to the word meant.

    `joined` are sentences that some write as one word, `confused` real words that are meant for
    others (`danger_confused`), `grown` leads from "son" to the word for a son of age. `reopen` are
    phrases after a match that take back what excused it ("but I am").
    """

    version: str
    lists: Lists
    respell: dict[str, str]
    together: dict[str, str]
    slips: dict[str, int]
    joined: tuple[str, ...]
    confused: tuple[str, ...]
    grown: dict[str, str]
    reopen: tuple[str, ...]
    context: tuple[ContextEntry, ...]


class RuleEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[rule]]`: what it fires on, what excuses it, and the phrases that test it.

    `pairs` are two phrases in either order with up to ten words between. `signs` are groups of
    phrases, none of them danger alone, which are danger when `enough` groups meet in one text.
    `unless` names contexts; `not_in` are longer phrases that a match may be part of.
    """

    id: str
    fires_on: tuple[str, ...]
    stays_silent_on: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    signs: tuple[tuple[str, ...], ...] = ()
    enough: int = 2
    unless: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    gap: int = 2

    @property
    def triggers(self) -> tuple[str, ...]:
        """All phrases the rule fires on, pairs written out both ways round."""
        both = ((f"{one} ... {other}", f"{other} ... {one}") for one, other in self.pairs)
        return (*self.phrases, *chain.from_iterable(both))

    @property
    def written(self) -> tuple[str, ...]:
        """All phrases that the rule is made of, whatever they do."""
        return (*self.triggers, *chain.from_iterable(self.signs), *self.not_in)


class CategoryFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One category: `rank` 1 is the most severe.

    `needs` are ids of `directory/needs/`: what is also searched for when the category fires, so
    that help stands below the signpost as well.
    """

    version: str
    category: str
    rank: int
    message: str
    contacts: tuple[str, ...]
    rule: tuple[RuleEntry, ...]
    needs: tuple[str, ...] = ()


def check_danger_files(
    files: dict[Path, CategoryFile], words: WordsFile, contacts: ContactsFile, folder: Path
) -> None:
    """Raises DirectoryError naming the file, the rule and the field, at the first mistake."""
    _check_contacts(folder / "contacts.toml", contacts)
    for context in words.context:
        _check_phrases(folder / "words.toml", f"context {context.id}", context.phrases, words)
    confused = tuple(map(as_choices, words.confused))
    shared = (("together", tuple(words.together)), ("confused", confused), ("reopen", words.reopen))
    for name, phrases in shared:
        _check_phrases(folder / "words.toml", name, phrases, words)
    contexts = {context.id for context in words.context}
    known = {contact.id for contact in contacts.contact}
    for path, file in files.items():
        _check_names(path, "contacts", file.contacts, known, "contacts.toml")
        for rule in file.rule:
            where = f"rule {rule.id}"
            _check_names(path, f"{where}: unless", rule.unless, contexts, "words.toml")
            _check_phrases(path, f"{where}: phrases", rule.written, words)
            _check_rule(path, where, rule)


def _check_rule(path: Path, where: str, rule: RuleEntry) -> None:
    for field in ("fires_on", "stays_silent_on"):
        if not getattr(rule, field):
            raise fault(path.name, f"{where}: {field}", "needs at least one phrase")
    if not rule.triggers and not rule.signs:
        raise fault(path.name, f"{where}: phrases", "needs at least one phrase, pair or sign")
    if rule.signs and not 2 <= rule.enough <= len(rule.signs):
        most = len(rule.signs)
        raise fault(path.name, f"{where}: enough", f"needs 2 to {most}, one each for signs")


def _check_contacts(path: Path, contacts: ContactsFile) -> None:
    for contact in contacts.contact:
        if not (contact.phone or contact.text or contact.url):
            raise fault(path.name, f"contact {contact.id}", "needs a phone, a text number or a url")


def _check_names(
    path: Path, where: str, names: tuple[str, ...], known: set[str], listed_in: str
) -> None:
    for name in names:
        if name not in known:
            raise fault(path.name, where, f"{name!r} is not in {listed_in}")


def _check_phrases(path: Path, where: str, phrases: tuple[str, ...], words: WordsFile) -> None:
    for text in phrases:
        try:
            slots = slot_words(text, words.lists)
        except KeyError as error:
            raise fault(path.name, where, f"{text!r} names the unknown list {error}") from error
        if not slots:
            raise fault(path.name, where, f"{text!r} has no word")
        for word in chain.from_iterable(slots):
            plain = word.removeprefix("=").replace("'", "")
            if plain not in (COMMA, FULL_STOP) and tokens(plain) != [plain, FULL_STOP]:
                raise fault(
                    path.name, where, f"{text!r}: {word!r} is not one plain lower-case word"
                )
