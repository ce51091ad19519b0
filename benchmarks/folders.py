"""Where benchmarks keep what is slow to make: one data folder for each size, made once."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from benchmarks.enquiries import Asked, enquiries
from benchmarks.ground import Ground
from benchmarks.synthetic import directory
from benchmarks.words import Language
from wayfinder.desk import Desk
from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.domain.vocabulary import load_needs
from wayfinder.domain.word_groups import load_word_groups
from wayfinder.index.build import build
from wayfinder.index.folder import current
from wayfinder.index.meta import FORMAT_VERSION
from wayfinder.location.areas import Areas
from wayfinder.matching.world import RULES
from wayfinder.settings import packaged_directory

SEED = 20_261_101
"""Change it when the generator changes: what earlier runs made is kept by this number."""
ROOT = Path("var/bench")
SIZES = {"5k": 5_000, "100k": 100_000, "1M": 1_000_000}


class Bench:
    """The synthetic directory of one size, and everything made from it."""

    def __init__(self, size: str, root: Path = ROOT) -> None:
        self.size, self.services = size, SIZES[size]
        self.root = root
        self.folder = root / f"{size}-seed{SEED}-format{FORMAT_VERSION}"
        self.index_dir = self.folder / "index"
        self.gazetteer_dir = root / "gazetteer"
        self.gazetteer_path = self.folder / "gazetteer"
        self.directory = packaged_directory()

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        return load_needs(self.directory / "needs")

    @cached_property
    def language(self) -> Language:
        return Language(self.needs)

    @cached_property
    def ground(self) -> Ground:
        self.gazetteer_dir.mkdir(parents=True, exist_ok=True)
        return Ground(self.gazetteer_dir, Areas.load(self.directory / "areas"))

    def made_up(self) -> Iterator[Service]:
        """The services, ordered by id."""
        return directory(SEED, self.services, self.language, self.ground)

    def asked(self, count: int, seed: int = SEED, typo_share: float = 0.2) -> list[Asked]:
        """Enquiries that this directory's users might make."""
        return list(enquiries(seed, count, self.language, self.ground, typo_share))

    def prepare(self) -> None:
        """Build the index unless an earlier run has."""
        if current(self.index_dir) is None:
            self.build(release=1)
        if not self.gazetteer_path.exists():
            self.gazetteer_path.symlink_to(self.gazetteer_dir.resolve())

    def build(self, release: int) -> float:
        """Build the index anew as `release`; returns seconds."""
        began = time.perf_counter()
        build(
            self.made_up(),
            self.needs,
            self.index_dir,
            release=release,
            released_at="2026-11-01T09:00:00+00:00",
            groups=load_word_groups(self.directory / "words.toml"),
            place_names=self.ground.area_names,
            carries=[self.directory / name for name in RULES],
            progress=self._progress,
        )
        took_s = time.perf_counter() - began
        print(f"{self.size}: index built in {took_s:.1f} s", file=sys.stderr)
        return took_s

    def desk(self) -> Desk:
        """The product's enquiry desk over this directory."""
        return Desk(
            index_dir=self.index_dir,
            gazetteer_path=self.gazetteer_dir,
            directory=self.directory,
        )

    def remove(self) -> None:
        """Delete what was made for this size."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _progress(self, done: int) -> None:
        if done % 20_000 == 0:
            print(f"{self.size}: {done:,} services read", end="\r", file=sys.stderr)
