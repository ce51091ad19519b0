"""How far it is from each district to those in which places are withheld."""

from __future__ import annotations

import numpy as np
import pytest

from wayfinder.index.districts import STEP_M, district_arrays, no_centres

MIDDLES = {"A": (51.9, -0.2), "B": (51.9, -0.1), "C": (52.1, -0.2), "D": (51.0, -0.2)}


def steps(used: tuple[str, ...], middles: dict[str, tuple[float, float]] | None = None) -> object:
    arrays = district_arrays(used, lambda: MIDDLES if middles is None else middles)
    codes = [code.decode() for code in arrays["from_districts"]]
    return {
        (code, to): round(float(arrays["district_steps_m"][n, m] / STEP_M))
        for n, code in enumerate(codes)
        for m, to in enumerate(used)
    }


def test_distances_are_whole_steps_rounded_up_and_never_less_than_one() -> None:
    assert steps(("A",)) == {("A", "A"): 1, ("B", "A"): 1, ("C", "A"): 3, ("D", "A"): 13}


def test_each_used_district_has_its_column() -> None:
    told = steps(("C", "B"))
    assert isinstance(told, dict)
    assert (told["A", "C"], told["A", "B"], told["C", "C"]) == (3, 1, 1)


def test_of_a_district_without_a_middle_only_itself_is_known() -> None:
    arrays = district_arrays(("X",), lambda: MIDDLES)
    assert arrays["from_districts"].tolist() == [b"A", b"B", b"C", b"D", b"X"]
    assert np.isnan(arrays["district_steps_m"][:4]).all()
    assert arrays["district_steps_m"][4, 0] == STEP_M


def test_the_middles_are_not_looked_for_where_nothing_is_withheld() -> None:
    def never() -> dict[str, tuple[float, float]]:
        pytest.fail("going through all postcodes takes a second")

    arrays = district_arrays((), never)
    assert arrays["district_steps_m"].shape == (0, 0)
    assert district_arrays(("A",), no_centres)["from_districts"].tolist() == [b"A"]
