"""How long one word takes to be spelt right, and what the tables of words take: beside `typos`."""

from __future__ import annotations

import random
import timeit
from statistics import mean, median

from msgspec import Struct

from benchmarks.folders import SEED, Bench
from benchmarks.words import misspelt
from wayfinder.index.folder import current, map_arrays
from wayfinder.index.spelling import MIN_LENGTH, Spelling

WORDS = 400
OFTEN_USED = 20
REPEATS = 5
CALLS = 20


class SpellingSpeed(Struct, frozen=True, kw_only=True):
    """Microseconds of one `correct`, each word at its quickest; megabytes of arrays."""

    known_us: float
    unknown_us: float
    unknown_median_us: float
    unknown_p95_us: float
    tables_mb: float


def spelling(bench: Bench) -> SpellingSpeed:
    """Misspell words that the directory uses often, and time each of them, and each as it was."""
    bench.prepare()
    folder = current(bench.index_dir)
    assert folder is not None, "prepared above"  # noqa: S101
    arrays = {name: kept for name, kept in map_arrays(folder).items() if "spelling" in name}
    speller, rng = Spelling(arrays), random.Random(f"spelling {SEED}")
    often = arrays["spelling_words"][arrays["spelling_counts"] > OFTEN_USED].tolist()
    known = [word.decode() for word in often if len(word) > MIN_LENGTH and word.isalpha()]
    known = rng.sample(known, min(WORDS, len(known)))
    unknown = [word for each in known if not speller.knows(word := misspelt(each, rng))]
    slow = sorted(_quickest_us(speller, word) for word in unknown)
    return SpellingSpeed(
        known_us=mean(_quickest_us(speller, word) for word in known),
        unknown_us=mean(slow),
        unknown_median_us=median(slow),
        unknown_p95_us=slow[int(0.95 * len(slow))],
        tables_mb=sum(each.nbytes for each in arrays.values()) / 1e6,
    )


def _quickest_us(speller: Spelling, word: str) -> float:
    runs = timeit.repeat(lambda: speller.correct(word), number=CALLS, repeat=REPEATS)
    return min(runs) / CALLS * 1e6
