"""Needs heard in what is meant, where no words named one (extra `[semantic]`)."""

from __future__ import annotations

import numpy as np
from msgspec import structs

from wayfinder.index.snapshot import Snapshot
from wayfinder.index.vectors import nearest_wording
from wayfinder.matching.understand import Heard, NeedHeard
from wayfinder.meaning import Vectors

MEANT = 0.7
"""Cosine to something a need is called from which it is meant. Of everyday wordings in which no
word named a need, all that reached it were right; of 200 texts about other things 3 reached it."""

MOST = 2


def with_meant(heard: Heard, snapshot: Snapshot, asked: Vectors | None) -> Heard:
    """What was heard, and where that is no need, those that the enquiry means as a whole."""
    if asked is None or heard.needs or "wording_vectors" not in snapshot.arrays:
        return heard
    cosines = nearest_wording(snapshot.arrays, asked)
    likely = np.argsort(-cosines, kind="stable")[:MOST].tolist()
    needs = (_need(number, cosines[number], snapshot) for number in likely)
    return structs.replace(heard, needs=tuple(need for need in needs if need.strength >= MEANT))


def _need(number: int, cosine: float, snapshot: Snapshot) -> NeedHeard:
    return NeedHeard(number, min(float(cosine), 1.0), snapshot.needs[number].label, implied=True)
