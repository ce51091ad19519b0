"""Danger first: what must be said above the results, whatever they are.

Deterministic and pure: the rules and the numbers to call are reviewed data (`directory/safety/`),
and the same words always give the same answer. What is claimed for it, and what is not, stands in
`docs/safety/hazard-log.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from wayfinder.domain.answer import Contact, Urgent
from wayfinder.matching.danger_evidence import (
    Evidence,
    category_shown,
    danger_of,
    evidence_windows,
    part_of,
)
from wayfinder.matching.danger_files import ContactEntry, Where
from wayfinder.matching.danger_phrases import Awaited, Span, spans
from wayfinder.matching.danger_rules import Context, DangerRule, DangerRules, load_danger_rules
from wayfinder.matching.danger_words import SENTENCE_BREAK, Clause, Reading, read

__all__ = ["DangerRules", "load_danger_rules", "triage"]

EVIDENCE = "evidence"
"""Named in place of a rule where only the words together speak of danger."""

ACROSS = 14
"""So many words may a match be long, of which a clause's end is one."""

LOOSE = 8
AGAINST, AROUND_IT = -5.0, 2
"""A match so long, or over a clause's end, is none where its words, and so many on either side,
speak as clearly as this of everyday needs: loose words often speak of two things."""

TOGETHER = 3 * SENTENCE_BREAK
"""Signs are danger when they meet in about three sentences, not anywhere in a long story."""


REOPENS = SENTENCE_BREAK + 20
"""So far, into the next sentence, a phrase may stand that takes back what excused a match."""


def triage(
    text: str, rules: DangerRules, area_codes: frozenset[str], meant: str = ""
) -> tuple[Urgent, ...]:
    """The signposts `text` calls for, the most severe first, one for each category.

    `area_codes` are those of the place (GSS), empty when it is unknown; they choose the contacts.
    `meant` is the text as it is meant, where it was mistyped: what either calls for is signposted,
    and what excuses the one excuses nothing in the other.
    """
    fired = _fired(text, rules)
    if meant and meant != text:
        fired = _fired(meant, rules) | fired
    severest = (category for category in rules.categories if category in fired)
    return tuple(_urgent(name, fired[name], rules, area_codes) for name in severest)


def _fired(text: str, rules: DangerRules) -> dict[str, str]:
    """The categories that a text calls for, each with the rule that did."""
    reading = read(text, rules.lexicon)
    found = _found(reading, rules, _woken(reading, rules.index))
    touched = sorted({rules.rule_of[number] for number in found})
    heard = {at: rules.rules[at] for at in touched if _may_stand(rules.rules[at], found)}
    likely = tuple(heard.values())
    spoken = [span for number in found if rules.rule_of[number] in heard for span in found[number]]
    excuses = _excuses(reading, rules, likely)
    found |= _found(reading, rules, excuses)
    sight = _Sight(reading, found, rules.reopen, rules.evidence)
    fired: dict[str, str] = {}
    for rule in likely:
        if rule.category not in fired and _stands(rule, sight):
            fired[rule.category] = rule.id
    shown = category_shown(_unspoken(reading, spoken), rules.evidence)
    return fired if shown is None else {shown: EVIDENCE} | fired


def implied_needs(urgent: tuple[Urgent, ...], rules: DangerRules) -> tuple[str, ...]:
    """Ids of the needs to search for beneath these signposts, the most severe first."""
    return tuple(need for sign in urgent for need in rules.categories[sign.category].needs)


class _Sight(Struct, frozen=True):
    """What was read, where each phrase that was found stands, and which ones reopen an excuse.

    `evidence` is what the words weigh.
    """

    reading: Reading
    found: dict[int, tuple[Span, ...]]
    reopen: frozenset[int]
    evidence: Evidence

    def spans(self, phrases: frozenset[int]) -> list[Span]:
        if phrases.isdisjoint(self.found):
            return []
        return [span for number in phrases & self.found.keys() for span in self.found[number]]


def _unspoken(reading: Reading, spoken: Sequence[Span]) -> list[tuple[Clause, ...]]:
    """The windows in which no rule found anything, be it to fire on or to excuse."""
    return [
        window
        for window in evidence_windows(reading.clauses)
        if not any(_overlaps((window[0].first, window[-1].last), span) for span in spoken)
    ]


def _excuses(reading: Reading, rules: DangerRules, likely: tuple[DangerRule, ...]) -> set[int]:
    """The phrases to try that may excuse a match, or take an excuse back."""
    if not likely:
        return set()
    return {
        number
        for number in _woken(reading, rules.excuses)
        if number in rules.reopen or any(number in rule.excuses for rule in likely)
    }


def _woken(reading: Reading, index: Mapping[int, tuple[Awaited, ...]]) -> set[int]:
    present = reading.present
    return {
        number
        for word in present & index.keys()
        for number, company in index[word]
        if not company.isdisjoint(present)
    }


def _found(
    reading: Reading, rules: DangerRules, phrases: Iterable[int]
) -> dict[int, tuple[Span, ...]]:
    known = rules.phrases
    return {number: where for number in phrases if (where := spans(known[number], reading))}


def _may_stand(rule: DangerRule, found: Mapping[int, tuple[Span, ...]]) -> bool:
    if not rule.phrases.isdisjoint(found):
        return True
    shown = (not sign.isdisjoint(found) for sign in rule.signs)
    return bool(rule.signs) and sum(shown) >= rule.enough


def _stands(rule: DangerRule, sight: _Sight) -> bool:
    if _seen(rule.phrases, rule, sight):
        return True
    signs = [_seen(sign, rule, sight) for sign in rule.signs]
    starts = (match[0] for sign in signs for match in sign)
    return any(_meet(signs, start) >= rule.enough for start in starts)


def _meet(signs: list[list[Span]], start: int) -> int:
    """How many signs are seen in `TOGETHER` positions from `start` on."""
    return sum(any(start <= match[0] < start + TOGETHER for match in sign) for sign in signs)


def _seen(phrases: frozenset[int], rule: DangerRule, sight: _Sight) -> list[Span]:
    near = (match for match in sight.spans(phrases) if _hangs_together(match, sight))
    return [match for match in near if not _excused(match, rule, sight)]


def _hangs_together(match: Span, sight: _Sight) -> bool:
    """Whether a match is short and of one clause, or may at least well be danger."""
    length = match[-1] - match[0]
    whole = not any(match[0] < at < match[-1] for at in sight.reading.breaks)
    if whole and length < LOOSE:
        return True
    return (whole or length < ACROSS) and _told_around(match, sight) > AGAINST


def _told_around(match: Span, sight: _Sight) -> float:
    """What the words from just before a match to just after it weigh."""
    first, last = match[0] - AROUND_IT, match[-1] + AROUND_IT
    clauses = (c for c in sight.reading.clauses if match[0] <= c.last and c.first <= match[-1])
    return danger_of(tuple(part_of(clause, first, last) for clause in clauses), sight.evidence)


def _excused(match: Span, rule: DangerRule, sight: _Sight) -> bool:
    longer = (other for other in sight.spans(rule.not_in) if _overlaps(match, other))
    if any(_of_one_clause(match, other, sight.reading) for other in longer):
        return True
    if any(match[0] < again[0] < match[-1] + REOPENS for again in sight.spans(sight.reopen)):
        return False
    return any(
        _stands_near(context, match, other, sight.reading)
        for context in rule.contexts
        for other in sight.spans(context.phrases)
    )


def _of_one_clause(match: Span, other: Span, reading: Reading) -> bool:
    """Whether `other` ends no clause that `match` does not: the next clause excuses nothing."""
    return all(match[0] < at < match[-1] for at in reading.breaks if other[0] < at < other[-1])


def _stands_near(context: Context, match: Span, other: Span, reading: Reading) -> bool:
    if context.where is Where.INSIDE:
        return _leads_inside(context, match, other, reading)
    if context.where is not Where.AFTER and _leads(context, other, match, reading):
        return True
    if context.where is not Where.BEFORE and _leads(context, match, other, reading):
        return True
    return context.where is Where.AROUND and _overlaps(match, other)


def _leads_inside(context: Context, match: Span, other: Span, reading: Reading) -> bool:
    """Whether `other`, no word of the match itself, leads to the next word of the match."""
    following = next((at for at in match if at > other[-1]), None)
    if following is None or other[0] < match[0] or not set(match).isdisjoint(other):
        return False
    return _leads(context, other, (following,), reading)


def _leads(context: Context, first: Span, second: Span, reading: Reading) -> bool:
    """Whether `first` stands before `second` with no more between than the context allows."""
    if not first[-1] < second[0] <= first[-1] + 1 + context.within:
        return False
    between = [reading.words.get(at, ()) for at in range(first[-1] + 1, second[0])]
    if any(context.until.intersection(words) for words in between):
        return False
    return not context.carry or all(context.carry.intersection(words) for words in between)


def _overlaps(match: Span, other: Span) -> bool:
    return match[0] <= other[-1] and other[0] <= match[-1]


def _urgent(shown: str, rule: str, rules: DangerRules, area_codes: frozenset[str]) -> Urgent:
    category = rules.categories[shown]
    return Urgent(
        category=category.id,
        message=category.message,
        contacts=tuple(
            _contact(entry)
            for entry in category.contacts
            if _serves(entry, area_codes, rules.unsure_areas)
        ),
        rule=rule,
    )


def _serves(entry: ContactEntry, area_codes: frozenset[str], unsure: frozenset[str]) -> bool:
    """A local number is offered there, and also wherever the place is not known well enough."""
    return not area_codes.isdisjoint(entry.areas) or (entry.when_unsure and area_codes <= unsure)


def _contact(entry: ContactEntry) -> Contact:
    return Contact(
        name=entry.name, phone=entry.phone, text=entry.text, url=entry.url, note=entry.note
    )
