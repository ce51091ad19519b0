"""Circumstances of the person a need is about, as far as its words say so with certainty.

Groups ("carers group", "disabled parking"), other people ("has a carer", "my disabled son"), the
past ("was in the army" is a veteran, "was a carer" is none), what may be and what is denied do not
count: a circumstance that is not heard is asked for, one that is misheard misleads.
"""

from __future__ import annotations

import re

from wayfinder.index import relatives, text
from wayfinder.matching.ages import RELATIVE

_ONE = r"(?:\b(?:i am|i'?m|(?:he|she)(?:'?s| is)|they(?:'re| are)) |, |^)"
_CARED_FOR = (
    r"(?:(?:my|her|his|their|our|an?|the|elderly|frail|ill|sick|poorly) )*"
    rf"(?:{relatives.any_of(*relatives.GROWN_UP, 'friend', 'neighbour')}|parents|grandparents|him"
    r"|her)\b"
    r"(?! (?:own |little |young |two |three |\d )?(?:kids|children|grandchildren|baby|babies|dogs?"
    r"|cats?|house|home|garden|money|son|daughter|skin|teeth|feet))"
    r"|(?:(?:my|her|his|their|our|an?) )?(?:disabled|autistic) (?:adult )?(?:son|daughter|child)\b"
)
_FORCES = r"army|navy|raf|military|(?:armed )?forces"
_CONDITIONS = (
    r"(?:type (?:1|2|one|two) )?diabetes|copd|emphysema|asthma|epilepsy|multiple sclerosis"
    r"|parkinson'?s?|dementia|alzheimer'?s|(?:rheumatoid |osteo)?arthritis|heart failure"
    r"|chronic kidney disease|ckd|hiv|crohn'?s|colitis|fibromyalgia|lupus|motor neurone disease|mnd"
    r"|sickle cell|cystic fibrosis|long covid|an? long[- ]term (?:health )?condition"
)

# Each with words of which one must be there: most needs tell of none, and looking costs.
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "carer",
        "look looks looking care cares caring carer everything",
        r"(?:\b(?:i|she|he|they|who|we)(?:'?(?:m|s|re))? |\bold |^|, )"
        r"(?:(?:am|is|are|have to|has to|also|now|currently) )*"
        rf"(?:look(?:s|ing)? after|cares? for|caring for) (?:{_CARED_FOR})"
        rf"|\b(?:do|does|doing) everything for (?:{_CARED_FOR})"
        rf"|{relatives.any_of(*relatives.PARTNERS, *relatives.PARENTS)} (?:has|with|is)\b"
        r"[^.;]{,40}\b(?:i|he|she) (?:do|does|am doing|is doing) everything\b"
        rf"|\bcar(?:es|ing) for (?:{_CARED_FOR})|\bcarer (?:for|to|of) (?:{_CARED_FOR})"
        rf"|{_ONE}(?:an?|the|his|her|their|my) (?:(?:full[- ]time|unpaid|young|sole|main|family"
        r"|parent) )*carer\b|\b(?:unpaid|young|parent|family) carer\b"
        r"|^carer (?:needs?|wants?|asking for|struggling|exhausted|not coping)\b",
    ),
    (
        "veteran",
        "veteran ex served was army navy raf military forces",
        rf"\bveteran\b(?!'s)|\bex[- ](?:{_FORCES}|serviceman|servicewoman|soldier)\b"
        r"(?! (?:wife|widow|famil))"
        rf"|\b(?:i|he|she|they) (?:served|was) in the (?:{_FORCES})\b"
        rf"|\b(?:came out of|left|discharged from) the (?:{_FORCES})\b",
    ),
    ("pregnant", "pregnant", r"\bpregnant\b(?! (?:women|ladies|mums|mothers|people))"),
    (
        "care_leaver",
        "care",
        r"\bcare[- ]leaver\b|\b(?:has|have|just|recently) left care\b",
    ),
    (
        "asylum_seeker",
        "asylum",
        r"\basylum[- ]seeker\b|\b(?:seeking|claimed|claiming|applied for) asylum\b",
    ),
    (
        "refugee",
        "refugee",
        rf"{_ONE}(?:an? )?(?:\w+ )?refugee\b(?! (?:famil|charit|council|centre|support))"
        r"|\brefugee from\b|\brefugee status\b",
    ),
    (
        "disability",
        "disabled disability disabilities wheelchair registered",
        r"\b(?:is|am|i'?m|she'?s|he'?s|are) (?:\w+ )?disabled\b|^disabled\b(?=\s*[,.]| and )"
        r"|\bdisabled (?:man|woman|lady|gentleman|person|adult|veteran)\b"
        r"|\bhas (?:an? )?(?:learning |physical |severe )*disabilit(?:y|ies)\b"
        r"|\bwheelchair user\b|\b(?:uses|in) a wheelchair\b"
        r"|\bregistered (?:blind|disabled|(?:severely )?sight impaired)\b",
    ),
    (
        "long_term_condition",
        """diabetes copd emphysema asthma epilepsy multiple ms parkinson parkinsons dementia
        alzheimer alzheimers arthritis osteoarthritis heart chronic ckd hiv crohn crohns colitis
        fibromyalgia lupus motor mnd sickle cystic long diabetic asthmatic epileptic""",
        rf"(?:\b(?:has|have|having|with|got|suffers from)|,) (?:{_CONDITIONS})\b"
        r"|\b(?:has|got|diagnosed with) ms\b|\b(?:diabetic|asthmatic|epileptic)\b"
        r"(?! (?:foot|feet|eye|eyes|retinopathy|clinic))",
    ),
    (
        "homeless",
        "homeless rough sofa abode nfa car van tent",
        r"(?<!\bthe )\bhomeless\b(?! (?:people|person's|team|charity|charities|hostel|shelter"
        r"|centre|unit|service|services|prevention|application|night))"
        r"|\b(?:rough sleeping|sleeping rough|sleeps rough|rough sleeper|no fixed abode|nfa)\b"
        r"|\bsofa[- ]surf(?:ing|s|er)\b"
        r"|\b(?:living|sleeping|lives|sleeps) in (?:(?:his|her|their|my|a|the) )?"
        r"(?:car|van|tent)\b",
    ),
    (
        "student",
        "student studying",
        rf"{_ONE}(?:an? |the )?(?:\w+ )?student\b(?! (?:nurse|loan|finance|union|debt|house|flat))"
        r"|\b(?:university|college|uni|international|overseas|phd) student\b(?!'s)"
        r"|\bstudying (?:at|for)\b",
    ),
    ("no_recourse", "recourse nrpf", r"\bno recourse(?: to public funds?)?\b|\bnrpf\b"),
    (
        "low_income",
        "income credit uc",
        r"\b(?:on|has|have|with) (?:a |very )*low income\b"
        r"|\b(?:on|gets?|getting|receives|receiving) (?:universal credit|pension credit"
        r"|income support|uc)\b",
    ),
)
_TOLD = tuple((name, frozenset(cues.split()), re.compile(rule)) for name, cues, rule in _RULES)

# Both are looked for in what stands before the words of a circumstance, up to them.
_NOT_SO = re.compile(
    r"\b(?:not|no longer|never|non|isn'?t|aren'?t|wasn'?t|no|nor|without|was|were|used to be"
    r"|stopped|former|ex|previously|if(?: \w+)?|may|might|could|maybe|possibly|thinks?(?: \w+)?|get"
    r"|getting|(?:be|being)(?: made)?|become|becoming|end up|refused|failed|of|people|adults"
    r"|those|anyone"
    rf"|(?:his|her|their) (?:late )?{RELATIVE}(?:'s)?)"
    r"(?: (?:an?|the|is|are|am|also|currently|yet|been|any|either|who))*[\s-]*$"
)
_HAS_ONE = re.compile(
    r"\b(?:needs?|wants?|has|have|had|got|find|finding|looking for|pays? for|employs?)"
    r"(?: (?:an?|the|her|his|new|full[- ]time))*\s*$"
)
"""Before "carer": somebody who has one, or wants one, is none."""

_NOT_THEIR_OWN = ("disability", "long_term_condition")
"""What a carer tells of is as likely said of the one cared for."""

_OF_ONESELF = re.compile(
    r"\bi(?: am|'?m)(?: (?!(?:my|his|her|their|our|the|he|she|they|who|with|for)\b)[\w'-]+,?)*$"
)
"""In the words up to the end of a circumstance's."""

LOOK_BACK = 40


def circumstances_told(lowered: str) -> tuple[str, ...]:
    """Ids that the words say are true of the person. `lowered` has plain apostrophes."""
    words = text.words(lowered)
    told = tuple(
        name
        for name, cues, rule in _TOLD
        if not cues.isdisjoint(words) and _is_told(name, rule, lowered)
    )
    if "carer" in told:
        return tuple(name for name in told if name not in _NOT_THEIR_OWN)
    return told


def told_of_oneself(names: tuple[str, ...], lowered: str) -> frozenset[str]:
    """Those of the ids told that somebody says of themselves ("I am 30 and pregnant"): any other
    may be true of a landlord or a neighbour."""
    rules = {name: rule for name, _, rule in _TOLD}
    return frozenset(
        name
        for name in names
        if any(_OF_ONESELF.search(lowered[: at.end()]) for at in rules[name].finditer(lowered))
    )


def _is_told(name: str, rule: re.Pattern[str], lowered: str) -> bool:
    return any(_stands(name, found.start(), lowered) for found in rule.finditer(lowered))


def _stands(name: str, start: int, lowered: str) -> bool:
    low = max(0, start - LOOK_BACK)
    if _NOT_SO.search(lowered, low, start):
        return False
    return name != "carer" or _HAS_ONE.search(lowered, low, start) is None
