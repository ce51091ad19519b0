"""The needs vocabulary, checked as data: what a reviewer of `directory/needs/` may rely on."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from wayfinder.domain.need import Need, Priority, Tier
from wayfinder.domain.vocabulary import load_needs, load_shared_wordings
from wayfinder.index import text
from wayfinder.index.wordings import Claims, content_senses, content_stems

FOLDER = Path(__file__).parents[2] / "directory" / "needs"
NEEDS = load_needs(FOLDER)
CLAIMS = Claims(NEEDS)
SMALL_STEMS = {text.stem(word) for word in text.STOP_WORDS - text.PERSON_WORDS}
SHARED = {CLAIMS.telling_stems(wording) for wording in load_shared_wordings(FOLDER)}


def each(needs: tuple[Need, ...] = NEEDS) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("need", needs, ids=[need.id for need in needs])


def claims() -> Iterator[tuple[frozenset[str], str, str]]:
    """Every (stems, wording, need id); what a need says of itself in two places counts once."""
    for need in NEEDS:
        once = {CLAIMS.telling_stems(w): w for w in (*need.phrases, *need.terms)}
        yield from ((found, wording, need.id) for found, wording in once.items())


def _has_content(wording: str) -> bool:
    return any(text.is_content(word) for word in text.words(wording))


def _without_age(wording: str) -> frozenset[str]:
    """What is left of a wording that tells an age in full; empty for any other."""
    stems = CLAIMS.telling_stems(wording)
    ages = {stem for stem in stems if stem.isdigit()} | {"year", "old"}
    return stems - ages if stems >= {"year", "old"} else frozenset()


def test_the_vocabulary_covers_every_priority_and_tier() -> None:
    assert len(NEEDS) >= 220
    assert {need.priority for need in NEEDS} == set(Priority)
    assert {need.tier for need in NEEDS} == set(Tier)


def test_a_theme_is_one_file() -> None:
    assert len({need.theme for need in NEEDS}) == len(list(FOLDER.glob("*.toml")))


@each()
def test_a_need_is_told_in_at_least_eight_different_lay_phrases(need: Need) -> None:
    twice = [
        words for words, n in Counter(map(CLAIMS.telling_stems, need.phrases)).items() if n > 1
    ]
    assert not twice, "said twice, in other small words or another order"
    assert len(need.phrases) >= 8


@each()
def test_a_phrase_keeps_its_meaning_without_small_words(need: Need) -> None:
    """ "no food" must not be heard as "food": a phrase is one word only when written as one."""
    wordings = (*need.phrases, *need.terms)
    assert not [w for w in wordings if len(text.words(w)) > 1 > len(CLAIMS.telling_stems(w)) - 1]


@each()
def test_no_phrase_is_told_by_the_stems_of_small_words(need: Need) -> None:
    """ "overeating" has the stem of "over", "wills" of "will", so that either is in any talk."""
    content = {w: content_stems(w) for w in (*need.phrases, *need.terms) if _has_content(w)}
    assert not [wording for wording, stems in content.items() if stems <= SMALL_STEMS]


@each()
def test_an_age_alone_is_no_need(need: Need) -> None:
    """ "club for 14 year old" may miss a word, and half of it is said of any child."""
    assert not [wording for wording in need.phrases if len(_without_age(wording)) == 1]


@each()
def test_a_phrase_is_short(need: Need) -> None:
    assert not [w for w in (*need.phrases, *need.exclude) if len(content_stems(w)) > 6]


def test_no_two_needs_claim_one_wording_unless_it_is_listed_as_shared() -> None:
    claimants: dict[frozenset[str], set[str]] = defaultdict(set)
    for words, _, need_id in claims():
        claimants[words].add(need_id)
    contested = {words for words, ids in claimants.items() if len(ids) > 1}
    assert {tuple(sorted(w)): sorted(claimants[w]) for w in contested - SHARED} == {}
    assert contested >= SHARED, "listed as shared, but at most one need claims it"


@each(tuple(need for need in NEEDS if need.exclude))
def test_an_exclusion_sounds_like_its_need_and_is_not_what_it_means(need: Need) -> None:
    own = [content_stems(wording) for wording in (*need.phrases, *need.terms)]
    sounds = map(content_senses, (need.label, *need.phrases, *need.terms))
    heard = frozenset[str]().union(*sounds)
    assert not [e for e in need.exclude if content_stems(e) in own], "both meant and excluded"
    unlike = [e for e in need.exclude if not CLAIMS.telling_stems(e) & heard]
    assert not unlike, "nothing like it is claimed"


@each()
def test_a_label_can_be_read_aloud(need: Need) -> None:
    assert need.label[0].isupper()
    assert len(need.label) <= 72
    assert not re.search(r"[/_<>]|\.$", need.label)


@each()
def test_a_need_leads_on_to_another(need: Need) -> None:
    assert need.related


@pytest.mark.parametrize(
    ("code", "need_id"),
    [("ods:gp-practice", "register-with-gp"), ("ods:dental-practice", "dentist")],
)
def test_ods_kinds_of_practice_answer_one_need(code: str, need_id: str) -> None:
    assert [need.id for need in NEEDS if code in need.codes] == [need_id]


def test_lgsl_codes_are_real(shared_dir: Path) -> None:
    with (shared_dir / "data/facts/lgsl_local_services.csv").open(encoding="utf-8") as file:
        known = {f"lgsl:{row['LGSL']}" for row in csv.DictReader(file)}
    assert {c for need in NEEDS for c in need.codes if c.startswith("lgsl:")} <= known
