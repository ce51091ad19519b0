"""Services by the ODS code of their organization: how a GP practice is known by its code."""

from __future__ import annotations

import numpy as np

from wayfinder.domain.service import Service
from wayfinder.index.arrays import Arrays

SCHEME = "ods"


class CodesBuilder:
    """Collects the codes."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}

    def add(self, number: int, service: Service) -> None:
        """Note the codes of service `number`; of several services the first has it."""
        for identifier in service.organization.identifiers:
            if identifier.scheme == SCHEME:
                self._numbers.setdefault(identifier.value.upper().encode(), number)

    def arrays(self) -> Arrays:
        """The codes in order, and the service of each."""
        codes = sorted(self._numbers)
        return {
            "ods_codes": np.array(codes, "S16"),
            "ods_services": np.array([self._numbers[code] for code in codes], np.int32),
        }
