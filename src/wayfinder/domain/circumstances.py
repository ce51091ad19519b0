"""What may be true of a person and decide whether a service is for them.

Any id may stand in a directory or an enquiry; these are the ones that are read in plain words.
"""

from __future__ import annotations

from types import MappingProxyType

CIRCUMSTANCES = MappingProxyType(
    {
        "carer": "a carer",
        "veteran": "a veteran",
        "pregnant": "pregnant",
        "care_leaver": "a care leaver",
        "asylum_seeker": "an asylum seeker",
        "refugee": "a refugee",
        "disability": "disabled",
        "long_term_condition": "living with a long-term condition",
        "homeless": "homeless",
        "student": "a student",
        "no_recourse": "without recourse to public funds",
        "low_income": "on a low income",
    }
)
"""Each id with the words that go after "the person is"."""


def circumstance_words(circumstance: str) -> str:
    """The words for an id; one that nobody has put into words is said as it stands."""
    return CIRCUMSTANCES.get(circumstance, circumstance.replace("_", " "))
