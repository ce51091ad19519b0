"""Judged sets as people write them, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.errors import DirectoryError, FeedError
from wayfinder.evaluation.judged import JudgedQuery, load_judged

TWO = """
[[query]]
id = "falls"
query = "keeps going over"
postcode = "SG1 1EH"
age = 84
best = ["steady"]
useful = ["chairs", "hub"]
marginal = ["choir"]

[[nothing_fits]]
id = "pizza"
query = "best pizza"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "judged.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_toml_file_names_place_age_and_grades(tmp_path: Path) -> None:
    judged = load_judged(written(tmp_path, TWO))
    assert judged.corpus is None
    assert judged.queries == (
        JudgedQuery(
            id="falls",
            query="keeps going over",
            postcode="SG1 1EH",
            age=84,
            grades={"steady": 3, "chairs": 2, "hub": 2, "choir": 1},
        ),
        JudgedQuery(id="pizza", query="best pizza", nothing_fits=True),
    )


def test_a_toml_file_may_bring_its_own_corpus(tmp_path: Path) -> None:
    judged = load_judged(written(tmp_path, f'corpus = "own.jsonl.gz"\n{TWO}'))
    assert judged.corpus == tmp_path / "own.jsonl.gz"


def test_a_folder_is_asked_without_a_place(tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text(
        '{"id":"a","query":"one"}\n{"id":"b","query":"two"}\n', "utf-8"
    )
    (tmp_path / "qrels.jsonl").write_text('{"id":"a","service_id":"x","grade":2}\n', "utf-8")
    judged = load_judged(tmp_path)
    assert judged.corpus == tmp_path / "corpus.jsonl.gz"
    assert judged.queries == (
        JudgedQuery(id="a", query="one", grades={"x": 2}),
        JudgedQuery(id="b", query="two"),
    )
    assert not any(each.nothing_fits for each in judged.queries)


QUERY = '[[query]]\nid = "a"\nquery = "one"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (QUERY, "judged.toml: a: .* needs a best or useful"),
        (QUERY + 'marginal = ["x"]', "judged.toml: a: .* needs a best or useful"),
        (QUERY + 'best = ["x"]\nmarginal = ["x"]', "judged.toml: a: grades 'x' twice"),
        (f'{QUERY}best = ["x"]\n{QUERY}best = ["y"]', "judged.toml: a: is the id of two queries"),
        (QUERY + 'best = ["x"]\ngood = ["y"]', r"query\[0\].good"),
        (
            QUERY.replace("query]]", "nothing_fits]]") + 'useful = ["x"]',
            "judged.toml: a: .* only list marginal",
        ),
        ("[[query", "judged.toml: This is not TOML"),
    ],
)
def test_a_slip_in_a_judged_set_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DirectoryError, match=said):
        load_judged(written(tmp_path, text))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match=r"qrels\.jsonl cannot be read"):
        load_judged(tmp_path)
