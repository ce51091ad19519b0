"""The sentence model of the extra `[semantic]` itself; where it is not installed these skip."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pytest

from wayfinder import meaning
from wayfinder.errors import NotReady
from wayfinder.meaning import (
    BATCH,
    MOST_TOKENS,
    Embed,
    SentenceModel,
    no_model,
    sentence_model,
    unit,
)

ROOT = Path(__file__).parents[2]

FALLING = "My mum keeps falling over at home"
SENTENCES = (
    FALLING,
    "Strength and balance classes for older people who are unsteady on their feet",
    "I cannot pay my rent and the bailiffs are coming",
    "Free advice for people in debt",
    "There is black mould in the baby's bedroom",
)


@pytest.fixture(scope="module")
def embed() -> Embed:
    pytest.importorskip("onnxruntime")
    model = sentence_model()
    if model is None:
        pytest.skip("the extra [semantic] is not installed")
    return model


def test_the_model_is_opened_once(embed: Embed) -> None:
    assert sentence_model() is embed


def test_a_vector_is_of_length_one(embed: Embed) -> None:
    vectors = embed(["", "help", *SENTENCES])
    assert vectors.shape == (2 + len(SENTENCES), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0)


def test_of_no_text_there_is_no_vector(embed: Embed) -> None:
    assert len(embed([])) == 0


def test_vectors_come_in_the_order_of_their_texts(embed: Embed) -> None:
    """Though texts of one length are read together, and more of them than go at once."""
    long_first = sorted(SENTENCES, key=len, reverse=True)
    texts = [f"{each} ({i})" for i in range(BATCH // 2) for each in long_first]
    alone = np.concatenate([embed([text]) for text in long_first])
    together = embed(texts)
    assert len(together) > 2 * BATCH
    assert (together @ alone.T).argmax(axis=1).tolist() == [*range(5)] * (BATCH // 2)


def test_the_same_text_has_the_same_vector(embed: Embed) -> None:
    assert embed([FALLING]).tolist() == embed([FALLING]).tolist()


@pytest.mark.parametrize(
    ("said", "like", "unlike"),
    [
        (FALLING, SENTENCES[1], SENTENCES[3]),
        (SENTENCES[2], SENTENCES[3], SENTENCES[1]),
        (SENTENCES[4], "Housing repairs and damp", "Swimming lessons for adults"),
        ("I want a fag to calm down, how do I stop", "Quit smoking support", "LGBT youth group"),
        ("nobody ever comes to see me", "Befriending for lonely people", "Renew your passport"),
        ("my lad won't go to school", "Help with school attendance", "Pension advice"),
    ],
)
def test_a_service_that_helps_is_closer_than_one_that_does_not(
    embed: Embed, said: str, like: str, unlike: str
) -> None:
    asked, near, far = embed([said, like, unlike])
    assert asked @ near > asked @ far + 0.05


def test_a_long_text_is_read_by_its_beginning(embed: Embed) -> None:
    words = "mould " * MOST_TOKENS
    assert embed([words]) @ embed([words + "and then a violin lesson"]).T == pytest.approx(1.0)


def test_nothing_is_sent_and_nothing_is_written(embed: Embed, tmp_path: Path) -> None:
    """In a process of its own: what the library writes for itself goes to the home folder, and its
    native code would not be stopped by the tests' ban of sockets (see the next test)."""
    assert embed is not None
    code = "from wayfinder.meaning import sentence_model as m; assert m()(['a need']).shape[1]"
    homes = {name: str(tmp_path) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "HF_HOME")}
    environment = os.environ | homes | {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    assert list(tmp_path.rglob("*")) == []


def test_the_library_below_cannot_report_to_its_maker(embed: Embed) -> None:
    """onnxruntime does so by itself from 1.29 on, and can then be stopped only by the environment
    of the process: https://mobile.events.data.microsoft.com/OneCollector/."""
    assert embed is not None
    package = distribution("onnxruntime")
    libraries = [Path(str(package.locate_file(f))) for f in package.files or () if ".so" in f.name]
    assert libraries
    assert not [each.name for each in libraries if b"OneCollector" in each.read_bytes()]


@pytest.mark.parametrize("part", ["WEIGHTS", "TOKENIZER"])
@pytest.mark.parametrize("missing", [("no-such-package", "model.onnx"), ("numpy", "no-such-file")])
def test_without_the_whole_of_the_extra_there_is_no_model(
    monkeypatch: pytest.MonkeyPatch, part: str, missing: tuple[str, str]
) -> None:
    monkeypatch.setattr(meaning, part, missing)
    assert sentence_model.__wrapped__() is None


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_without_a_library_that_runs_it_there_is_no_model(
    embed: Embed, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    assert embed is not None
    monkeypatch.setitem(sys.modules, package, None)  # As Python marks what cannot be imported.
    assert sentence_model.__wrapped__() is None


@pytest.mark.parametrize("part", ["WEIGHTS", "TOKENIZER"])
def test_a_model_that_is_damaged_is_told_of_as_not_ready(
    embed: Embed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, part: str
) -> None:
    assert embed is not None
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"\x00 no model")
    find = meaning._file
    broken = getattr(meaning, part)
    monkeypatch.setattr(meaning, "_file", lambda *at: damaged if at == broken else find(*at))
    with pytest.raises(NotReady, match=r"install the extra \[semantic\] again"):
        sentence_model.__wrapped__()


def test_one_text_is_read_on_one_core(embed: Embed) -> None:
    """Each process answers many at once: who asks must not take the cores of all the others."""
    assert isinstance(embed, SentenceModel)
    options = embed._session.get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)


def test_the_model_can_be_done_without() -> None:
    assert no_model() is None


def test_a_direction_has_length_one_and_none_stays_none() -> None:
    assert unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [
        [pytest.approx(0.6), pytest.approx(0.8)],
        [0.0, 0.0],
    ]
