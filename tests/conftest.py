"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The read-only test material that lies beside the repository; skips where it is absent."""
    named = os.environ.get("WAYFINDER_SHARED")
    candidates = [Path(named)] if named else [REPOSITORY.parent / "shared", Path("/work/shared")]
    for folder in candidates:
        if folder.is_dir():
            return folder
    pytest.skip("the shared test material is not on this machine")
