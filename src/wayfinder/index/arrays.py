"""The kinds of array that an index is made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

Arrays = dict[str, NDArray[Any]]
"""Arrays by the name of the file that holds them."""
