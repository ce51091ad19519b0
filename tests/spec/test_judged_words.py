"""What is judged elsewhere stands nowhere here, so that no test can be passed by having read it.

Queries of one or two words are names of things ("food bank"), and nobody's; the vocabulary in
`directory/` holds what people generally say.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import REPO
from wayfinder.evaluation.judged import load_judged

WRITTEN_HERE = ("src", "tests", "benchmarks", "docs")
SUFFIXES = {".py", ".toml", ".txt", ".md", ".jsonl", ".json", ".html"}
FEWEST_WORDS = 3


def plain(text: str) -> str:
    """A text in small letters, with one space where there is any."""
    return " ".join(text.lower().split())


def files() -> list[Path]:
    below = (path for name in WRITTEN_HERE for path in (REPO / name).rglob("*"))
    return [*REPO.glob("*.md"), *(path for path in below if path.suffix in SUFFIXES)]


@pytest.fixture(scope="module")
def judged(shared_dir: Path) -> list[str]:
    folder = shared_dir / "eval" / "dev"
    if not folder.is_dir():
        pytest.skip("the judged set is not here")
    told = [plain(each.query) for each in load_judged(folder).queries]
    return [each for each in told if len(each.split()) >= FEWEST_WORDS]


def test_no_judged_query_stands_in_the_repository(judged: list[str]) -> None:
    assert len(judged) >= 20
    assert len(files()) > 200
    found = [
        f"{path.relative_to(REPO)}:{query}"
        for path in files()
        for text in [plain(path.read_text("utf-8"))]
        for query in judged
        if query in text
    ]
    assert found == []
