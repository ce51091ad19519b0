"""`load_word_groups`: what it reads, and how it names each fault a file may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.domain.word_groups import WordGroup, load_word_groups
from wayfinder.errors import DirectoryError

CHILD = '[[group]]\nid = "child"\nwords = ["child", "kid"]\n'
OLD = '[[group]]\nid = "older-person"\nwords = ["older", "over60s", "elderly"]\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "words.toml"
    path.write_text(text, "utf-8")
    return path


def test_groups_come_as_they_are_written(tmp_path: Path) -> None:
    assert load_word_groups(written(tmp_path, OLD + CHILD)) == (
        WordGroup("older-person", ("older", "over60s", "elderly")),
        WordGroup("child", ("child", "kid")),
    )


@pytest.mark.parametrize(
    ("text", "field", "told"),
    [
        ("group = [", "words.toml", "not TOML"),
        ("", "words.toml: group", "missing required field `group`"),
        (CHILD + "[notes]\n", "words.toml: notes", "unknown field"),
        (CHILD.replace('id = "child"\n', ""), "words.toml: group[0].id", "missing"),
        (OLD + CHILD.replace('"child"\n', '"The child"\n'), "words.toml: group[1].id", "matching"),
        (CHILD.replace("words", "word"), "words.toml: group[0].word", "unknown field"),
        (CHILD.replace('["child", "kid"]', '"child"'), "words.toml: group[0].words", "`array`"),
        (CHILD.replace(', "kid"', ""), "words.toml: group[0].words", "length >= 2"),
        # words as the index reads them: lower case, without accents, one at a time
        (CHILD.replace('"kid"', '"Kid"'), "words.toml: group[0].words[1]", "matching"),
        (CHILD.replace('"kid"', '"little one"'), "words.toml: group[0].words[1]", "matching"),
        (CHILD.replace('"kid"', '"crèche"'), "words.toml: group[0].words[1]", "matching"),
        (CHILD.replace('"kid"', '""'), "words.toml: group[0].words[1]", "matching"),
        (CHILD.replace('"kid"', "4"), "words.toml: group[0].words[1]", "got `int`"),
    ],
)
def test_a_fault_names_the_field_and_shows_what_is_right(
    tmp_path: Path, text: str, field: str, told: str
) -> None:
    with pytest.raises(DirectoryError) as raised:
        load_word_groups(written(tmp_path, text))
    (error,) = raised.value.errors
    assert error.field == field
    assert told in error.message
    assert (
        told == "not TOML"
        or "Good: [[group]] with id" in error.message
        or "Fields" in (error.message)
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CHILD + OLD.replace('"elderly"', '"kid"'), "this word: kid."),
        (CHILD.replace('"kid"', '"kid", "kid"'), "this word: kid."),
        (CHILD + OLD.replace('["older", "over60s"', '["child", "kid"'), "this word: child, kid."),
        (CHILD + OLD.replace('"older-person"', '"child"'), "this id: child."),
    ],
)
def test_a_word_stands_in_one_group_and_an_id_for_one(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DirectoryError, match=rf"^words\.toml: group: .*{told}$"):
        load_word_groups(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"words\.toml: cannot be read"):
        load_word_groups(tmp_path / "words.toml")
