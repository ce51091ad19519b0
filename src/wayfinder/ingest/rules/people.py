"""How sources name the people that a service is for."""

from __future__ import annotations

import re
from collections.abc import Iterable

GROUPS = {
    "carer": r"(?:unpaid |family )?carers",
    "veteran": r"(?:armed forces |military )?veterans|ex-(?:forces|service) personnel",
    "pregnant": r"pregnant (?:women|people)",
    "care_leaver": r"care leavers",
    "asylum_seeker": r"asylum seekers|people seeking asylum",
    "refugee": r"refugees",
    "homeless": r"homeless people|people (?:who are|experiencing) homeless(?:ness)?|rough sleepers",
    "student": r"students",
    "disability": r"disabled people|people with (?:a |any )?disabilit(?:y|ies)",
    "long_term_condition": r"people (?:living )?with (?:a )?long[- ]term (?:health )?conditions?",
    "low_income": r"people on (?:a )?low incomes?",
    "no_recourse": r"people with no recourse to public funds",
}
"""The people who are in each circumstance."""

ONE = {
    "carer": r"an? (?:unpaid |family )?carer",
    "veteran": r"an? (?:armed forces |military )?veteran",
    "pregnant": r"pregnant",
    "care_leaver": r"a care leaver",
    "asylum_seeker": r"an asylum seeker",
    "refugee": r"a refugee",
    "homeless": r"homeless",
    "student": r"a student",
    "disability": r"disabled",
}
"""One of them, as in "you must be a carer"."""


def _named(words: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{each})" for name, each in words.items())


_ANY_GROUP = f"(?:{'|'.join(GROUPS.values())})"
_AND = r"(?:,? and |,? or |, )"
GROUP_LIST = rf"{_ANY_GROUP}(?:{_AND}{_ANY_GROUP})*"
"""Carers, veterans and students: nobody else may stand among them."""

ONE_GROUP = f"(?:{'|'.join(ONE.values())})"

_WOMEN_AND_GIRLS, _MEN_AND_BOYS = "women and girls|girls and women", "men and boys|boys and men"
FEMALE = rf"(?:{_WOMEN_AND_GIRLS}|women|ladies|girls|females?)"
MALE = rf"(?:{_MEN_AND_BOYS}|men|gentlemen|boys|males?)"
YOUNG_AND_OLD = re.compile(f"{_WOMEN_AND_GIRLS}|{_MEN_AND_BOYS}")
"""Two kinds of people to whom one upper age cannot apply."""

NEUTRAL = r"(?:people|persons?|patients|individuals|anyone|anybody|everyone|everybody|those|all)"
"""Whoever they are: nothing is lost where these words are passed over."""

PEOPLE = (
    rf"(?:{NEUTRAL}|adults|children and young people|children|young people|young adults"
    r"|teenagers|residents|boys and girls|girls and boys)"
)

_IN_LIST = re.compile(_named(GROUPS))
_SINGLE = re.compile(_named(ONE))


def circumstances_in(words: str) -> tuple[str, ...]:
    """The ids that a list of groups, or one of them, names."""
    found: Iterable[re.Match[str]] = _IN_LIST.finditer(words)
    ids = [match.lastgroup for match in found] or [m.lastgroup for m in _SINGLE.finditer(words)]
    return tuple(dict.fromkeys(each for each in ids if each))
