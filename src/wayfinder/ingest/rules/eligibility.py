"""Conditions told in words ("for men aged 18+"), read as rules where there is no second reading.

Each rule keeps the words it came from. Whatever is not wholly understood stays in the text, to be
asked: a rule too few costs a question, a rule too many turns somebody away.
"""

from __future__ import annotations

from msgspec.structs import replace

from wayfinder.domain.eligibility import Eligibility
from wayfinder.ingest.records import AreaNames, NamedArea
from wayfinder.ingest.rules.clauses import read_clauses

_AGES = frozenset({"minimum_age", "maximum_age"})
"""One condition: half of it does not go with another half."""


def no_areas(_name: str) -> NamedArea | None:
    """For whoever knows no areas: a clause that names one is then not understood."""
    return None


def read_eligibility(stated: Eligibility, areas: AreaNames = no_areas) -> Eligibility:
    """The same with the rules that its text tells beyond doubt; what is stated as such stands."""
    told = [one for clause in read_clauses(stated.text or "", areas) for one in clause.told]
    against = {one.field for one in told if getattr(stated, one.field) not in (None, (), one.value)}
    if _AGES & against:
        against |= _AGES
    new = [one for one in told if one.field not in against]
    values = {one.field: one.value for one in new}
    words = {one.field: one.words for one in new}
    read = replace(stated, **values, words=stated.words | words)
    return stated if (read.minimum_age or 0) > read.age_limit else read
