"""Talk of other things finds nothing, and needs find something: what the floors are set to.

`off_topic.txt` was used when they were set, `off_topic_held_out.txt` never: leave it so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import DIRECTORY
from wayfinder.desk import Desk
from wayfinder.domain.enquiry import Enquiry
from wayfinder.evaluation.judged import load_judged
from wayfinder.evaluation.run import desk_over
from wayfinder.location.gazetteer import Gazetteer

HERE = Path(__file__).parent
ANSWERED_AT_MOST = 0.1
ZERO_AT_MOST = 0.02

NEEDS_MISHEARD = 0.15
"""So many more are answered over the larger directory because a need is heard in a stray word:
"what channel is the rugby on" finds sports clubs. No floor can tell; hearing has to.
"""


@pytest.fixture(scope="module")
def gazetteer_path(gazetteer: Gazetteer, pytestconfig: pytest.Config) -> Path:
    assert gazetteer is not None  # has been built, in the folder that is opened here
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("gazetteer")


@pytest.fixture(scope="module")
def starter(gazetteer_path: Path) -> Iterator[Desk]:
    with desk_over(None, DIRECTORY, gazetteer_path) as desk:
        yield desk


@pytest.fixture(scope="module")
def dev(shared_dir: Path, gazetteer_path: Path) -> Iterator[Desk]:
    with desk_over(shared_dir / "eval/dev/corpus.jsonl.gz", DIRECTORY, gazetteer_path) as desk:
        yield desk


@pytest.mark.parametrize("texts", ["off_topic.txt", "off_topic_held_out.txt"])
class TestTalkOfOtherThings:
    def test_is_not_answered_from_the_starter_directory(self, starter: Desk, texts: str) -> None:
        lines, answered, _ = asked(starter, texts)
        assert len(answered) <= ANSWERED_AT_MOST * len(lines), answered

    def test_is_not_answered_by_words_alone(self, dev: Desk, texts: str) -> None:
        lines, answered, heard = asked(dev, texts)
        by_words = [line for line in answered if line not in heard]
        assert len(by_words) <= ANSWERED_AT_MOST * len(lines), by_words
        assert len(answered) <= (ANSWERED_AT_MOST + NEEDS_MISHEARD) * len(lines), answered


def asked(desk: Desk, texts: str) -> tuple[list[str], list[str], list[str]]:
    """All texts, those that are answered, and those in which a need is heard."""
    answers = {
        line: desk.answer(Enquiry(need=line))
        for line in (HERE / texts).read_text("utf-8").splitlines()
    }
    answered = [line for line, said in answers.items() if said.matches]
    return list(answers), answered, [x for x, said in answers.items() if said.understood.needs]


def test_real_needs_find_something(dev: Desk, shared_dir: Path) -> None:
    queries = [each.query for each in load_judged(shared_dir / "eval/dev").queries]
    silent = [query for query in queries if not dev.answer(Enquiry(need=query)).matches]
    assert len(silent) <= ZERO_AT_MOST * len(queries), silent
