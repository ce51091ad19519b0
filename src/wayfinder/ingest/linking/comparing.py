"""Looks at two records, with all that is known of the others."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from wayfinder.domain.links import Pair, PairIds, PairVerdict
from wayfinder.ingest.linking.commonness import Commonness
from wayfinder.ingest.linking.evidence import COUNTED_LESS, findings, points_of
from wayfinder.ingest.linking.names import Finding
from wayfinder.ingest.linking.organizations import Owners, link_organizations
from wayfinder.ingest.linking.prints import Print
from wayfinder.ingest.linking.weights import (
    APART_POINTS,
    CERTAIN_POINTS,
    CONTRADICTION_POINTS,
    DOUBTFUL_POINTS,
    NEVER_CERTAIN_POINTS,
    score_of,
)


class Found(Struct, frozen=True):
    """Two records, the lesser id first, and what was found of them."""

    left: Print
    right: Print
    points: float
    evidence: list[Finding]

    @property
    def one_source(self) -> bool:
        return self.left.source_id == self.right.source_id

    @property
    def certain(self) -> bool:
        return self.points >= CERTAIN_POINTS and not self._speaks_against(NEVER_CERTAIN_POINTS)

    @property
    def alike(self) -> bool:
        """Certain, or worth a person's look."""
        return self.points >= DOUBTFUL_POINTS

    @property
    def apart(self) -> bool:
        """Whether the two are in no group, whatever lies between them: something tells them apart,
        or more speaks against them than for them, and not by their names alone."""
        told_apart = self._speaks_against(NEVER_CERTAIN_POINTS)
        return told_apart or (
            self.points < APART_POINTS and self._speaks_against(CONTRADICTION_POINTS)
        )

    def _speaks_against(self, down_to: float) -> bool:
        """Whether a finding of so many points or less does; what contacts do not tell is none."""
        return any(
            points <= down_to and sentence not in COUNTED_LESS for points, sentence in self.evidence
        )

    def pair(self, verdict: PairVerdict, *first: str) -> Pair:
        """The pair as it is kept, the reasons that go `first` before the evidence."""
        return Pair(
            left_id=self.left.id,
            right_id=self.right.id,
            score=score_of(self.points),
            verdict=verdict,
            reasons=(*first, *(sentence for _, sentence in self.evidence)),
            against=tuple(sentence for points, sentence in self.evidence if points < 0),
        )


class Comparing:
    """All records, and what is common among them. Immutable."""

    def __init__(self, ordered: Sequence[Print]) -> None:
        self.common = Commonness(ordered)
        self.owners: Owners = link_organizations(ordered)
        self._by_id = {it.id: it for it in ordered}

    def knows(self, pair: PairIds) -> bool:
        """Whether both records are here."""
        return pair[0] in self._by_id and pair[1] in self._by_id

    def look(self, left: Print, right: Print) -> Found:
        """What is found of two records, the lesser id first."""
        evidence = findings(left, right, self.common, self.owners)
        return Found(left, right, points_of(evidence), evidence)

    def look_up(self, pair: PairIds) -> Found:
        """The same by their ids."""
        return self.look(self._by_id[pair[0]], self._by_id[pair[1]])
