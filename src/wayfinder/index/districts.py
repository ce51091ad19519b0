"""How far it is to a withheld place, as far as that is told: from district to district."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from wayfinder.index.arrays import Arrays, Floats
from wayfinder.location.distance import METRES_PER_MILE, distances_m
from wayfinder.location.districts import Centres

STEP_M = 5 * METRES_PER_MILE
"""Distances between districts are told in steps of five miles, rounded up. In one's own district,
or beside it, one step is told: nothing nearer is known of any place there."""

NOWHERE = (float("nan"), float("nan"))

FindCentres = Callable[[], Centres]


def no_centres() -> Centres:
    """Where nobody knows the middle of any district."""
    return {}


def district_arrays(used: Sequence[str], find_centres: FindCentres) -> Arrays:
    """The codes of the districts in which places are withheld (`used`), by number; and how far it
    is to each of these from every district, in the order of the districts' codes, NaN where a
    middle is not known. The middles are only looked for where there is any such place."""
    centres = find_centres() if used else {}
    codes = sorted({*centres, *used})
    middles = np.array([centres.get(code, NOWHERE) for code in codes], np.float64).reshape(-1, 2)
    steps = np.full((len(codes), len(used)), np.nan)
    for number, code in enumerate(used):
        steps[:, number] = _in_steps(distances_m(*centres.get(code, NOWHERE), *middles.T))
        steps[codes.index(code), number] = STEP_M
    return {
        "withheld_in": np.array([code.encode() for code in used], np.bytes_),
        "from_districts": np.array([code.encode() for code in codes], np.bytes_),
        "district_steps_m": steps,
    }


def _in_steps(metres: Floats) -> Floats:
    steps: Floats = np.maximum(1.0, np.ceil(metres / STEP_M)) * STEP_M
    return steps
