"""Whether the words tell that somebody is grown up, and a man or a woman.

Only what leaves no doubt counts: nobody is taken for a child's or a man's service's wrong person
on a guess. Where harm is told of, a relation says nothing ("my husband controls me" is about the
speaker); where both sexes are told of, or somebody speaks of themselves, neither does a pronoun.
"""

from __future__ import annotations

import re

from wayfinder.domain.eligibility import Sex

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
    """Whether it is about a child, or somebody with one. `words` have plain apostrophes."""
    is_child = age is not None and age < ADULT_FROM
    return is_child or _CHILDREN.search(words.lower()) is not None


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
    own = _OF_OTHERS.sub(" ", lowered)
    man, woman = _MEN.search(own), _WOMEN.search(own)
    if _OF_ONESELF.search(own) or (man is None) == (woman is None):
        return None
    return Sex.MALE if man else Sex.FEMALE
