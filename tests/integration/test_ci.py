"""CI proves more than a laptop must: nothing it can install may be skipped there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wayfinder.meaning import sentence_model

in_ci = pytest.mark.skipif(os.environ.get("CI") != "true", reason="optional outside CI")


@in_ci
def test_ci_asks_the_real_sentence_model() -> None:
    assert sentence_model() is not None, "its tests were skipped: dev.txt installs [semantic]"


@in_ci
def test_ci_sees_the_pages_in_a_browser() -> None:
    assert Path("/usr/bin/chromium").exists(), "the tests of the pages were skipped: see .ci/run"
