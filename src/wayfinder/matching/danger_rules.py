"""The danger rules of `directory/safety/`: read, checked, and made ready for `triage`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, product
from pathlib import Path

from msgspec import Struct
from spellchecker import SpellChecker

from wayfinder.domain.directory_files import read_toml, toml_files
from wayfinder.matching.danger_confused import Apart, confused_words
from wayfinder.matching.danger_evidence import Evidence, load_evidence
from wayfinder.matching.danger_files import (
    CategoryFile,
    ContactEntry,
    ContactsFile,
    ContextEntry,
    RuleEntry,
    Where,
    WordsFile,
    check_danger_files,
)
from wayfinder.matching.danger_phrases import (
    Awaited,
    Phrase,
    by_rarest_word,
    compile_phrase,
)
from wayfinder.matching.danger_slots import Lists, slot_words
from wayfinder.matching.danger_table import TABLE_FILE
from wayfinder.matching.danger_tongues import TonguesFile, latin, other_scripts
from wayfinder.matching.danger_words import Lexicon, Spelling, build_lexicon, number_of

EVIDENCE_FILE, TONGUES_FILE = "evidence.csv", "tongues.toml"
SHARED_FILES = ("words.toml", "contacts.toml", TONGUES_FILE, TABLE_FILE)
GAP = 2
CONTEXT_GAP = 1


class Context(Struct, frozen=True, kw_only=True):
    """A context at work; `phrases` are places in `DangerRules.phrases`."""

    where: Where
    phrases: frozenset[int]
    within: int
    carry: frozenset[int]
    until: frozenset[int]


class DangerRule(Struct, frozen=True, kw_only=True):
    """A rule at work; `phrases`, `signs` and `not_in` are places in `DangerRules.phrases`.

    `excuses` are all phrases that may excuse a match: `not_in` and those of the contexts.
    `fires_on` and `stays_silent_on` are the rule's own tests.
    """

    id: str
    category: str
    phrases: frozenset[int]
    signs: tuple[frozenset[int], ...]
    enough: int
    not_in: frozenset[int]
    excuses: frozenset[int]
    contexts: tuple[Context, ...]
    fires_on: tuple[str, ...]
    stays_silent_on: tuple[str, ...]

    @property
    def triggers(self) -> frozenset[int]:
        """All that the rule looks for: its phrases and its signs."""
        return self.phrases.union(*self.signs)


class DangerCategory(Struct, frozen=True, kw_only=True):
    id: str
    rank: int
    message: str
    contacts: tuple[ContactEntry, ...]
    needs: tuple[str, ...]


class DangerRules(Struct, frozen=True, kw_only=True):
    """Everything `triage` needs. `rules` run from the most severe category to the least.

    `rule_of` leads from a phrase of a rule to the rule's place in `rules`.
    `index` tells for each word which of the rules' phrases to try when it is read, and `excuses`
    which of the contexts' and `not_in` phrases: those matter only once a rule has matched.
    `reopen` are phrases that take back an excuse. `evidence` is asked where no rule has matched.
    """

    version: str
    lexicon: Lexicon
    categories: dict[str, DangerCategory]
    rules: tuple[DangerRule, ...]
    phrases: tuple[Phrase, ...]
    rule_of: dict[int, int]
    index: dict[int, tuple[Awaited, ...]]
    excuses: dict[int, tuple[Awaited, ...]]
    reopen: frozenset[int]
    unsure_areas: frozenset[str]
    evidence: Evidence


def load_danger_rules(folder: Path) -> DangerRules:
    """The rules of `folder`, checked and compiled.

    Raises DirectoryError naming the file, the rule and what is wrong with it.
    """
    words = read_toml(folder / "words.toml", WordsFile)
    contacts = read_toml(folder / "contacts.toml", ContactsFile)
    paths = [path for path in toml_files(folder) if path.name not in SHARED_FILES]
    files = {path: read_toml(path, CategoryFile) for path in paths}
    check_danger_files(files, words, contacts, folder)
    ranked = sorted(files.values(), key=lambda file: file.rank)
    tongues = read_toml(folder / TONGUES_FILE, TonguesFile)
    compiler = _Compiler(words, _lexicon(ranked, words, tongues))
    rules = tuple(compiler.rule(entry, file.category) for file in ranked for entry in file.rule)
    rule_of = {number: at for at, rule in enumerate(rules) for number in rule.triggers}
    reopen = compiler.places(words.reopen, CONTEXT_GAP)
    others = frozenset(range(len(compiler.phrases))) - rule_of.keys()
    usage = compiler.lexicon.usage
    return DangerRules(
        version=max(words.version, contacts.version, *(file.version for file in ranked)),
        lexicon=compiler.lexicon,
        categories={file.category: _category(file, contacts) for file in ranked},
        rules=rules,
        phrases=tuple(compiler.phrases),
        rule_of=rule_of,
        index=by_rarest_word({number: compiler.phrases[number] for number in rule_of}, usage),
        excuses=by_rarest_word({number: compiler.phrases[number] for number in others}, usage),
        reopen=reopen,
        unsure_areas=frozenset(contacts.unsure_areas),
        evidence=load_evidence(folder / EVIDENCE_FILE, {file.category for file in ranked}),
    )


class _Compiler:
    """Turns written rules into numbered phrases; the numbers are places in `phrases`."""

    def __init__(self, words: WordsFile, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.phrases: list[Phrase] = []
        self._lists = words.lists
        self._contexts = {entry.id: self._context(entry) for entry in words.context}

    def rule(self, entry: RuleEntry, category: str) -> DangerRule:
        not_in = self.places(entry.not_in, GAP)
        contexts = tuple(self._contexts[name] for name in entry.unless)
        return DangerRule(
            id=entry.id,
            category=category,
            phrases=self.places(entry.triggers, entry.gap),
            signs=tuple(self.places(sign, entry.gap) for sign in entry.signs),
            enough=entry.enough,
            not_in=not_in,
            excuses=not_in.union(*(context.phrases for context in contexts)),
            contexts=contexts,
            fires_on=entry.fires_on,
            stays_silent_on=entry.stays_silent_on,
        )

    def _context(self, entry: ContextEntry) -> Context:
        return Context(
            where=entry.where,
            phrases=self.places(entry.phrases, CONTEXT_GAP),
            within=entry.within,
            carry=frozenset(number_of(self.lexicon, word) for word in entry.carry),
            until=frozenset(number_of(self.lexicon, word) for word in entry.until),
        )

    def places(self, written: tuple[str, ...], gap: int) -> frozenset[int]:
        first = len(self.phrases)
        self.phrases += (compile_phrase(text, gap, self._lists, self.lexicon) for text in written)
        return frozenset(range(first, len(self.phrases)))


def _category(file: CategoryFile, contacts: ContactsFile) -> DangerCategory:
    known = {contact.id: contact for contact in contacts.contact}
    return DangerCategory(
        id=file.category,
        rank=file.rank,
        message=file.message,
        contacts=tuple(known[name] for name in file.contacts),
        needs=file.needs,
    )


def _lexicon(files: Iterable[CategoryFile], words: WordsFile, tongues: TonguesFile) -> Lexicon:
    rules = chain.from_iterable(file.rule for file in files)
    written = chain(
        chain.from_iterable(rule.written for rule in rules),
        chain.from_iterable(context.phrases for context in words.context),
        words.reopen,
    )
    slots = chain.from_iterable(slot_words(text, words.lists) for text in written)
    carried = chain.from_iterable((*context.carry, *context.until) for context in words.context)
    spelling = Spelling(
        scripts=other_scripts(tongues.tongue),
        grown=words.grown,
        respell={token: tuple(meant.split()) for token, meant in _respellings(words).items()},
        confused=confused_words(words.confused, words.lists),
        together=_together(words.together | latin(tongues.tongue), words.lists),
        slips=words.slips,
    )
    used = chain(chain.from_iterable(slots), carried)
    english = SpellChecker(language="en").word_frequency.dictionary
    return build_lexicon(used, spelling, english)


def _respellings(words: WordsFile) -> dict[str, str]:
    """What is put right word for word: text-speak, and sentences written as one word."""
    return words.respell | {said.replace(" ", ""): said for said in words.joined}


def _together(means: dict[str, str], lists: Lists) -> dict[str, tuple[Apart, ...]]:
    """The words written apart, by the last of them; lists written out."""
    table: dict[str, tuple[Apart, ...]] = {}
    for written, meant in means.items():
        for apart in product(*slot_words(written, lists)):
            table[apart[-1]] = (*table.get(apart[-1], ()), (apart, tuple(meant.split())))
    return table
