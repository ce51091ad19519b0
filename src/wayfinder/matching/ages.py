"""The age of the person a need is about, as far as its words say so with certainty.

Several people may be told of, and a wrong age hides the right services. So an age counts only when
it alone is left once companions and callers are put aside ("lives with her son, 40"), and when
nothing says it may be somebody else's: the person's child, or whom they look after. Ranges, decades
and groups ("over 50s", "in her 80s", "3 under 5s") are nobody's age.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from wayfinder.index import relatives

MAX_AGE = 115
IN_A_YEAR = {"y": 1, "m": 12, "w": 365.25 / 7}
"""Units by their first letter."""

LOOK_BACK = 60
"""Characters before an age that may say whose it is."""

RELATIVE = rf"(?:{relatives.any_of(*relatives.ALL, 'friend', 'neighbour')})"
PERSON = (
    rf"(?:{RELATIVE}|gentleman|gent|lady|man|woman|male|female|boy|girl|lad|child|baby|toddler"
    r"|teenager|patient|pt|client|resident|caller|person|veteran|carer|student|pensioner|widow"
    r"|widower)"
)
_CLAUSE_ENDS = (
    r"(?=\s*(?:$|[,;:!?)\n]|\.(?!\d)|-\s|–|(?:and|but|who|with|so|now|lives|living|alone|has|is"
    r"|wants|needs|not|keeps|recently|years|yrs|yo|(?:he|she)(?:'?s)?|i'?m|i"
    r"|(?:my )?(?:mum|mam|dad|nan|gran))\b))(?! and (?:a|an) )"
)
_A_PERSON_FOLLOWS = (
    r"(?! (?:debts?|loan|car|van|boiler|house|flat|home|building|dog|cat|puppy|kitten|carpet"
    r"|sofa(?! surf)|bed|fridge|cooker|washing|laptop|phone|computer|tv|injury|claim|case|bills?"
    r"|mattress|roof|marriage|relationship|problem|issue|wound|operation|surgery|kitchen|bathroom|scooter"
    r"|wheelchair|chair|tree)\b)"
)
_NO_GROUP_FOLLOWS = (
    r"(?!\s*(?:\+|plus\b|and (?:over|above|under)|or (?:over|under)|to \d|[-–]\s*\d)"
    r"| (?:and|or|&) \d)"
)
_NO_UNIT_FOLLOWS = (
    r"(?!\s*(?:times|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|months?|mths?|kids?"
    r"|children|stones?|st|kg|lbs?|miles?|pounds|units?|pints?|cans?|cigarettes|a day|percent|quid"
    r"|others?|siblings|falls|cats?|dogs?|(?:of|in) \d+|doors?|bed|bedrooms?|am|pm"
    r"|(?:years?|yrs?) (?:ago|later|after|before|older|younger|now|in))\b|\s*[%:/]|\.\d|'s)"
)
_UNITS = r"(?P<unit>years?|yrs?|yr|months?|mths?|weeks?|wks?)"
_NOTE_GOES_ON = (
    r"(?=,\s*(?:lives|living|alone|male|female|man|woman|lady|gentleman|widow|widower|frail|lonely"
    r"|housebound|retired|keeps|falls|falling|wants|needs|has|struggling|no)\b)"
)

_TOLD = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\baged?:? (?P<age>\d{{1,3}})\b{_NO_GROUP_FOLLOWS}",
        rf"(?<!\d-)(?<!\d to )\b(?P<age>\d{{1,3}})[\s-]*{_UNITS}[\s-]*old\b{_A_PERSON_FOLLOWS}",
        r"\b(?P<age>\d{1,3})\s?(?:yo|y/o|y\.o\.?)(?![\w/])",
        r"(?:^|\()\s*(?P<age>\d{1,3})\s?(?:yrs?|y)\b",
        rf"\b(?:{PERSON}(?:'s)?|mums|dads|nans|grans)"
        rf"(?:,| -| –| is| who is| who's| aged|\s?\()?\s*(?P<age>\d{{1,3}})\b"
        rf"{_NO_UNIT_FOLLOWS}{_NO_GROUP_FOLLOWS}",
        r"\b(?:lad|lass|boy|girl|(?:grand)?(?:son|daughter)|child|man|woman) of (?P<age>\d{1,3})\b"
        rf"{_NO_UNIT_FOLLOWS}{_NO_GROUP_FOLLOWS}",
        r"\b(?:i am|i'?m"
        rf"|(?:he|she)(?:'?s| is)(?: only| just)?|turned) (?P<age>\d{{1,3}}){_CLAUSE_ENDS}",
        rf"^\s*(?P<age>\d{{2,3}}){_NOTE_GOES_ON}",
    )
)
_SEX_AND_AGE = re.compile(
    r"(?:^|[,;(.\n]\s*|\b(?i:pt|patient|client|resident|caller)\s+)"
    r"(?:[MF](?:\s|, ?|/)(?P<spaced>\d{1,3})|(?:F|M(?!(?:11|18|20|25|40|45)\b))(?P<glued>\d{2})"
    r"|(?P<before>\d{1,3})\s?/?[MF])(?![\w/])(?! [A-Z][a-z])"
)
"""As staff note it, in capitals: "M 45", "F34", "45M". M11 and M25 are motorways."""

_OWNER = rf"(?:{PERSON}(?:'s| is| who is| who's| aged)?\W*)?$"
_THEIR = r"(?:(?:his|her|their|my|our|an?|the|one|new|young|adult|elderly|disabled) )*"

# All of these are looked for in what stands before an age, and must reach up to it.
_NOT_YET = re.compile(
    r"\b(?:turning|turns|turn|nearly|almost|approaching|coming up to|about|around|at"
    r"|approx(?:imately)?|over|under|below|above|before|until|since|from|between|was|were"
    r"|when (?:i|he|she))(?: the age of| age| aged| was| is)?\s*$"
)
"""Then it is no age, or not yet: "turning 18" is not 18, and not 17 for long."""

_COMPANY = re.compile(
    rf"\b(?:(?:lives?|living|stays?|staying|moved in) with|(?:supported|helped|cared for) by)"
    rf" {_THEIR}{_OWNER}"
)
_MAY_BE_ELSE = re.compile(
    rf"\b(?:look(?:s|ing)? after|car(?:e|es|ing) for|carer (?:for|of|to)|have|has|got|having|and"
    rf"|with|of|plus|to) {_THEIR}{_OWNER}"
    rf"|\b(?:children|kids|boys|girls|sons|daughters|twins|grandchildren|pupils|residents|people)"
    rf"(?: are| is| aged| who are)?\W*$"
)
_THE_ONE_MEANT = re.compile(
    r"\b(?:(?:calling|ringing|phoning|called|rang|asking|enquiring|worried|concerned|referral|help"
    r"|support|advice)(?: \w+)? (?:about|for|regarding|re|on behalf of)|(?:help|support) with)"
    rf" {_THEIR}{_OWNER}"
)
_SOMEBODYS = re.compile(rf"\b(?:his|her|their|my|our) (?:\w+ )?{_OWNER}")

_WHO_CALLS = re.compile(r"\W*(?:is |who is )?(?:calling|ringing|rang|phoning|phoned|called)\b")
_WHO_CARES = re.compile(
    r"\W*(?:old )?(?:who )?(?:looks? after|looking after|cares? for|caring for)\b"
)
_CHILD_WHO = re.compile(rf"\W*(?:{PERSON})? (?:who|that)\b")

_SELF_CALLED = re.compile(r"\b(?:i am|i'?m) an? (?:\w+ )?(?:carer|boy|girl|teenager|student)\W*$")
_OF_ONESELF = re.compile(r"(?:^|[,.;!] ?)(?:(?:hi|hello|hey),? )?i(?:'?m| am) (?:only |just )?$")
_CHILD_FIRST = re.compile(
    r"^\W*(?:an? )?(?:young )?(?:girl|boy|lad|child|carer|teenager)(?: of)?\W*$"
)
"""Then a child's age is their own, though the words go on about a parent."""

_OWN_CHILD = (
    r"^\W*(?:(?:my|our|her|his|their) )?"
    r"(?:(?:little|teenage|eldest|oldest|youngest|middle|adult|grown[- ]up) )?"
)
_SON, _DAUGHTER = (
    r"(?:(?:grand|step)?son|nephew|lad|boy)",
    r"(?:(?:grand|step)?daughter|niece|girl)",
)
_OWN_CHILD_FIRST = re.compile(
    rf"{_OWN_CHILD}"
    rf"(?:(?:{_SON}|{_DAUGHTER})\b(?: of|'?s| is|,)*(?: only| just| now| aged)?\W*$"
    rf"|{_SON}\b.*\bhe(?:'?s| is) (?:only |just )?$"
    rf"|{_DAUGHTER}\b.*\bshe(?:'?s| is) (?:only |just )?$)",
    re.DOTALL,
)
"""So is it where somebody begins with their child, and asks nothing for themselves."""

CHILD_NAMED_FIRST = re.compile(rf"{_OWN_CHILD}(?:{_SON}|{_DAUGHTER})\b")

CHILD_UNDER = 16
_GROWN_UP = re.compile(
    r"\b(?:mum|mother|mam|dad|father|parents?|couple|family|lady|woman|man|gentleman|wife|husband"
    r"|partner|single|lone)\b"
)
_ASKS_FOR_ONESELF = re.compile(
    r"\bi (?:need|want|owe|lost|have lost|have no|can'?t|cannot)\b"
    r"|\bi(?:'?m| am) (?:in|an?|on|behind|homeless|being)\b"
)


class _Told(Struct, frozen=True):
    """An age in years, and where in the text it begins and ends."""

    years: float
    start: int
    end: int


def age_told(text: str) -> float | None:
    """The age in years of whom the need is about; None unless exactly one can be meant.

    `text` is as typed, without accents and with plain apostrophes.
    """
    if not any(map(str.isdigit, text)):
        return None
    lowered = text.lower()
    told = [each for each in _ages(text, lowered) if not _before(each, lowered, _NOT_YET)]
    meant = {each.years for each in told if _before(each, lowered, _THE_ONE_MEANT)}
    if not meant:
        own = [each for each in told if not _is_company(each, lowered)]
        if not any(_is_doubtful(each, lowered) for each in own):
            meant = {each.years for each in own}
            meant = meant if len(meant) == 1 else _of_child_first(own, lowered)
    return meant.pop() if len(meant) == 1 else None


def is_of_child_first(text: str, age: float | None) -> bool:
    """Whether this age is that of a child, be they grown up, whom the words begin with."""
    lowered = text.lower()
    if age is None or CHILD_NAMED_FIRST.match(lowered) is None:
        return False
    return age in _of_child_first(_ages(text, lowered), lowered)


def _of_child_first(told: Iterable[_Told], lowered: str) -> set[float]:
    return {each.years for each in told if _OWN_CHILD_FIRST.search(lowered[: each.start])}


def _ages(text: str, lowered: str) -> Iterator[_Told]:
    for pattern in _TOLD:
        for found in pattern.finditer(lowered):
            unit = found.groupdict().get("unit") or "years"
            yield _Told(int(found["age"]) / IN_A_YEAR[unit[0]], found.start("age"), found.end())
    for found in _SEX_AND_AGE.finditer(text):
        group = found.lastgroup or "spaced"
        yield _Told(float(found[group]), found.start(group), found.end())


def _is_company(told: _Told, lowered: str) -> bool:
    calls = _WHO_CALLS.match(lowered, told.end) is not None
    return calls or _before(told, lowered, _COMPANY)


def _is_doubtful(told: _Told, lowered: str) -> bool:
    """Whether it may be another's than the person's: a child's, or whom they look after."""
    if told.years > MAX_AGE:
        return True
    before = lowered[: told.start]
    own = _OF_ONESELF.search(before) or _CHILD_FIRST.search(before)
    if own or (not before.strip() and _cares(told, lowered)):
        return False
    if _before(told, lowered, _MAY_BE_ELSE):
        return _CHILD_WHO.match(lowered, told.end) is None
    if told.years >= CHILD_UNDER or _before(told, lowered, _SELF_CALLED):
        return False
    if _ASKS_FOR_ONESELF.search(lowered):
        return True
    theirs = _before(told, lowered, _SOMEBODYS) or _OWN_CHILD_FIRST.search(lowered[: told.start])
    return not theirs and _GROWN_UP.search(lowered) is not None


def _cares(told: _Told, lowered: str) -> bool:
    return _WHO_CARES.match(lowered, told.end) is not None


def _before(told: _Told, lowered: str, pattern: re.Pattern[str]) -> bool:
    return pattern.search(lowered, max(0, told.start - LOOK_BACK), told.start) is not None
