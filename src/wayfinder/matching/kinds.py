"""Whether the words tell that somebody is grown up, and a man or a woman.

Only what leaves no doubt counts: nobody is taken for a child's or a man's service's wrong person
on a guess. Where harm is told of, a relation says nothing ("my husband controls me" is about the
speaker); where both sexes are told of, or somebody speaks of themselves, neither does a pronoun.
"""

from __future__ import annotations

import re

from wayfinder.domain.eligibility import Sex
from wayfinder.index import relatives
from wayfinder.matching.ages import CHILD_NAMED_FIRST, is_of_child_first

ADULT_FROM = 18


_GROWN_UPS = re.compile(
    r"\b(?:husband|wife|gran|granny|grandma|grandmother|nan|nana|nanna|grandad|grandpa|grandfather"
    r"|mother[- ]in[- ]law|father[- ]in[- ]law|widow|widower|widowed|pensioner|oap|elderly|retired"
    r"|gentleman|lady|lost (?:his|her|my|their) job|redundan\w+|mortgage|divorc\w+|pension"
    r"|universal credit|left the army|out of the army)\b"
)
_CHILDREN = re.compile(
    r"\b(?:child\w*|kids?|kiddies?|bab(?:y|ies)|newborns?|toddlers?|infants?|teen\w*|youngsters?"
    r"|(?:step|god|grand)?(?:sons?|daughters?)|grandkids?|boys?|girls?|twins|pregnan\w*|birth|school"
    r"|nursery|nephews?|nieces?|young (?:people|person|mum|carer|man|woman|lad|lady)"
    r"|(?:single|lone|new) (?:mum|mother|dad|father|parent)s?|parent\w*|famil(?:y|ies)|camhs|send"
    r"|\d{1,2} ?(?:months?|weeks?|mths?|wks?) old)\b"
)
_BABIES = re.compile(
    r"\b(?:bab(?:y|ies)|newborns?|pregnan\w*|breast ?feeding|(?:new|first[- ]time) (?:mum|mother)"
    r"|(?:weeks?|wks?) old)\b(?! clothes)"
)
_GRANDPARENTS = re.compile(
    rf"\b{relatives.any_of(*relatives.GRANDPARENTS)}\b|\bgrand(?:child|son|daughter|kid|parent)\w*"
)

_MEN = re.compile(
    r"\b(?:man|male|gentleman|gent|bloke|guy|husband|dad|father|grandad|grandpa|grandfather"
    r"|widower|brother|uncle|boyfriend|son|boy|he|he's|him|his|himself)\b"
)
_WOMEN = re.compile(
    r"\b(?:woman|female|lady|wife|mum|mother|gran|granny|grandma|grandmother|nan|nana|widow|sister"
    r"|aunt|auntie|girlfriend|daughter|girl|she|she's|her|hers|herself)\b"
)
_OF_ONESELF = re.compile(r"\b(?:i|i'm|i've|me|myself|we|us)\b")
_OF_OTHERS = re.compile(
    r"\b(?:by|from|with|of|to|for|without) (?:(?:her|his|their|my|the|an?|ex|late|own) )*"
    r"(?:husband|wife|partner|boyfriend|girlfriend|brother|sister|son|daughter|mum|mother|dad"
    r"|father|man|woman|bloke|family|ex)\b"
)
_DEAD = re.compile(
    r"\b(?:(?:since|after|lost|losing|miss(?:es|ing)?|buried) (?:(?:her|his|their|my|the|late) )*"
    r"(?:husband|wife|partner|brother|sister|son|daughter|mum|mother|dad|father)"
    r"|(?:husband|wife|partner|brother|sister|son|daughter|mum|mother|dad|father)"
    r" (?:(?:has|had|just|recently|suddenly|sadly) )*(?:died|dies|passed|went|gone|death))\b"
)
"""Who is mourned is not whom it is about."""
_HARM = re.compile(
    r"\b(?:abus|violen|hit|beat|control|threat|hurt|rap(?:e|ing)|assault|scared|afraid|frighten"
    r"|stalk|strangl|chok|kick|punch|slap|forc|attack|harass|bull(?:y|ied)|escap|flee|unsafe)"
)
_IS_HARMED = re.compile(
    r"\b(?:man|male|gentleman|husband|dad|father|brother|woman|female|lady|wife|mum|mother|sister)"
    r" (?:(?:who )?(?:is|was|has been|keeps|gets?|getting)|who's) (?:being |getting |been )?"
    r"\w+(?:ed|en|t)\b[^.]* by (?:(?:her|his|their|my|the|an?|ex) )*"
    r"(?:husband|wife|partner|brother|sister|son|daughter|mum|mother|dad|father|man|woman"
    r"|boyfriend|girlfriend|family|ex)\b"
)


def tells_of_child(words: str, age: float | None) -> bool:
    """Whether it is about a child, or somebody with one. `words` have plain apostrophes.

    A son of 26 whom the words begin with is none.
    """
    if age is not None and age < ADULT_FROM:
        return True
    lowered = words.lower()
    grown = CHILD_NAMED_FIRST.match(lowered) if is_of_child_first(words, age) else None
    return _CHILDREN.search(lowered, grown.end() if grown else 0) is not None


def tells_of_baby(words: str) -> bool:
    """Whether it is about somebody with a baby, and no grandparent is told of."""
    lowered = words.lower()
    return _BABIES.search(lowered) is not None and _GRANDPARENTS.search(lowered) is None


def is_grown_up(words: str, age: float | None) -> bool:
    """Whether it is about a grown-up and no child is told of. `words` have plain apostrophes."""
    if tells_of_child(words, age):
        return False
    return age is not None or _GROWN_UPS.search(words.lower()) is not None


def sex_told(words: str) -> Sex | None:
    """The one sex that is told of; None where nothing, or not the same throughout, is told."""
    lowered = words.lower()
    if _HARM.search(lowered) and _IS_HARMED.search(lowered) is None:
        return None
    own = _OF_OTHERS.sub(" ", _DEAD.sub(" ", lowered))
    man, woman = _MEN.search(own), _WOMEN.search(own)
    if _OF_ONESELF.search(own) or (man is None) == (woman is None):
        return None
    return Sex.MALE if man else Sex.FEMALE
