"""Words that say what is not wanted: "doesn't want counselling, just company".

Dropping a need by mistake is worse than searching for one too many. So a word of refusal alone
sets nothing aside: what it refuses must be help that can be had (`_OFFERS`) or a state that can be
denied (`_STATES`), and must stand at the end of its clause. "Can't cope", "no food", "not eating",
"no carer" and "nowhere to live" are needs, and none of them has that form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct, structs

from wayfinder.index import text
from wayfinder.index.phrases import Token

_OFFERS = r"""
counselling|counsell?ors?|therapy|therapies|therapists?|talking therapy|talking therapies|cbt|iapt
|psychologists?|psychotherapy|medication|medicines?|meds|tablets|antidepressants|pills
|(?:support |social |therapy |peer |walking |exercise |art |craft )?groups?|classes|courses?|clubs?
|workshops?|carers|home care|care packages?|package of care|care homes?|nursing homes?
|residential care|residential|respite(?: care)?|day cent(?:re|er)s?|meals on wheels
|befriend(?:ing|ers?)|social workers?|social services|support workers?|key workers?|link workers?
|care coordinators?|advocates?|advocacy|mediation|rehab|detox|gyms?|swimming|yoga|exercise classes
|debt advice|benefits advice|legal advice|money advice|advice|money|loans?|food ?banks?
|food parcels?|hostels?|refuges?|sheltered housing|signposting|leaflets?
|citizens advice(?: bureau)?|age uk|samaritans|stepchange
""".replace("\n", "")

_HELPERS = r"""
(?:the )?(?:citizens advice(?: bureau)?|cab|age uk|samaritans|step ?change|national debtline|turn2us
|macmillan|cruse|hertshelp|carers in hertfordshire|talking therapies)
""".replace("\n", "")
"""Who may have been asked already; no name that is another word ("mind", "shelter")."""

_WENT = (
    r"(?:been to|went to|rang|rung|called|phoned|contacted|asked|saw|seen|spoke to|spoken to|tried)"
)
_IN_VAIN = (
    r"(?: (?:but|and|who|they|theyve|it|have|has|were|was|just|only|theyre|are|is)){0,3}"
    r" (?:can(?:no)?t|couldnt|wont|wouldnt|didnt|dont|refused|no (?:good|use|help)"
    r"|not (?:any )?help|no appointments?|nothing|full|useless|said no|say no"
    r"|turned (?:me|us|him|her|them) away"
    r"|fobbed|(?:never|nobody|nobody has|no one has) (?:rang|rung|called|got|phoned) back"
    r"|say(?:s|ing)? they cant|said they (?:cant|couldnt|dont))\b"
)
"""How it is told that they did not help."""

_MEANS = r"online|apps?|websites?|phone|telephone|zoom|video calls?|video|helplines?|a machine"

_STATES = r"""
pregnant|homeless|suicidal(?! but)|in debt|disabled|diabetic|asthmatic
|an? (?:carer|veteran|smoker|drinker)
""".replace("\n", "")

_LACKS = r"""
debts?|dementia|falls|memory (?:problems?|issues?|loss)|safeguarding (?:concerns?|issues?)
|mental health (?:problems?|issues?|concerns?|history)
|(?:drugs?|alcohol)(?:(?: or | and |/)(?:drugs?|alcohol))?
 (?:use|misuse|abuse|problems?|issues?|concerns?)
|kids|children|chest pains?
""".replace("\n", "")

_TOPICS = r"""
debts?|benefits?|housing|drugs?|drink|alcohol|gambling|diabetes|dementia|cancer|depression|autism
|adhd|grief|bereavement
""".replace("\n", "")

_MANY = r"(?:any |more |another |an? |the |his |her |their |my |further |formal |one to one )*"
_KIND = r"(?: (?:services?|sessions?|appointments?|support))?"
_TO = (
    r"(?:to (?:go (?:on |in |into |to |back to |back on )|see |have |try |do |use |join |attend "
    r"|be in |speak to |talk to |be referred (?:to|for) |get into ))?"
)
_END = (
    r"(?=\s*(?:$|[^\w\s]|(?:just|only|but|so|because|as|though|any ?more|at the moment|right now"
    r"|at this stage|again|it'?s|(?:he |she |they |i )?(?:wants?|would|prefers?|needs?))\b))"
)

_AND_THAT_IS_ALL = r"(?!\W*(?:but|though|who|that|and)\b)"
"""Of help somebody has: "already has carers but they never come" is about carers."""


def _things(kinds: str) -> str:
    """One or more of `kinds`, joined by "or" or "and", up to the end of the clause."""
    one = rf"(?:{kinds}){_KIND}"
    return rf"(?P<said>{one}(?:(?:,? (?:or|and|nor) |, ){_MANY}{one})*){_END}"


_HELP = _things(f"{_OFFERS}|{_MEANS}")
_GIVEN = _things(_OFFERS)
_HAS = r"(?:has|have|had|got|gets|getting|receives|receiving|sees|seeing)"
_NOT = r"(?:nt| not)"

# The text they read has its apostrophes taken out: "doesn't" is "doesnt".
_RULES = tuple(
    re.compile(rule)
    for rule in (
        rf"\b(?:do(?:es)?|did|would){_NOT} (?:really )?(?:want|like|fancy) {_TO}{_MANY}{_HELP}",
        rf"\b(?:not|isnt|arent) (?:really )?"
        rf"(?:interested in|keen on|asking for|after|looking for|wanting) {_MANY}{_HELP}",
        rf"\bno interest in {_MANY}{_HELP}",
        rf"\b(?:rather than|instead of|as opposed to) {_TO}{_MANY}{_HELP}",
        rf"\b(?:anything|something|someone|somebody) (?:but|except|apart from|other than) "
        rf"{_MANY}{_HELP}",
        # "Not GP registered" and "not in hospital" go on; a contrast ends where its noun does.
        rf"(?<!\bif )(?<!\bwhy )\bnot (?:for )?{_MANY}{_GIVEN}",
        rf"(?<!\bif )(?<!\bwhy )\bnot (?P<said>(?:{_TOPICS})(?: (?:or|and) (?:{_TOPICS}))*){_END}",
        rf"\b(?:has|have) {_MANY}(?P<said>(?:{_OFFERS}){_KIND}) already{_AND_THAT_IS_ALL}",
        rf"\balready (?:{_HAS} )+{_MANY}{_GIVEN}{_AND_THAT_IS_ALL}",
        rf"\btried {_MANY}(?P<said>(?:{_OFFERS}){_KIND})\W*(?: (?:but|and))? ?"
        rf"(?:it |that |this |they )?"
        rf"(?:did{_NOT} (?:help|work)|was{_NOT} (?:helpful|any good|any use)"
        r"|(?:was )?no (?:good|use|help)|without success)\b",
        rf"\balready {_WENT} (?P<said>{_HELPERS})\b",
        rf"\b(?:tried|been (?:told|turned away) by) (?P<said>{_HELPERS})\b",
        rf"\b{_WENT} (?P<said>{_HELPERS})\b\W*{_IN_VAIN}",
        rf"\b(?P<said>{_HELPERS}){_IN_VAIN}",
        r"\b(?:not|isnt) (?:a |an )?(?P<said>debt|money|housing|drink|drug|health|benefits?)"
        r" (?:problem|issue|matter|question)\b",
        r"\b(?:not|isnt) about (?!to\b)(?:the |her |his |their |my |any )?"
        rf"(?P<said>\w+(?: (?:or|and) \w+)?){_END}",
        rf"(?<!still )\b(?:not|isnt|arent) (?:currently )?(?P<said>{_STATES}){_END}",
        rf"\bno (?P<said>(?:{_LACKS})(?: (?:or|and) (?:{_LACKS}))*){_END}",
        rf"\b(?:does|do){_NOT} (?P<said>smoke(?: or drink)?|drink alcohol|gamble|use drugs)\b",
        r"\bno longer (?P<said>smok(?:es|ing)|gambl(?:es|ing)|using drugs"
        r"|drink(?:s|ing) alcohol)\b",
    )
)

_BLANKS = re.compile(r"[\s']+")

_CUES = frozenset(
    """not no dont doesnt didnt wouldnt isnt arent rather instead opposed anything something
    someone somebody already tried cant cannot couldnt wont didnt refused turned fobbed never
    useless full nothing nobody been said say saying""".split()
)


class LeftOut(Struct, frozen=True):
    """What is not searched for, by the numbers of the words: the `place`, and what is `refused`,
    with the words that refuse it; `phrases` are what was refused, as read."""

    place: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    phrases: tuple[str, ...] = ()


_NOTHING = LeftOut()

SILENT = Token("", "")
"""Nothing hears it, and the words beside it keep their distance."""

BREAK = Token("", ".")
"""Nothing hears it, and nothing that is heard reaches across it."""


def left_out(need: str, spelt: Sequence[str], place_words: frozenset[int]) -> LeftOut:
    """What of a need is refused or denied, and the words of its place, which ask for nothing.

    `spelt` are the need's words put right, one for one. If nothing would be left to search for,
    less is left out: a search for too much is better than none.
    """
    refused = _refused(need, spelt)
    if refused.phrases and _content(spelt, refused.refused | place_words):
        return structs.replace(refused, place=place_words)
    return LeftOut(place_words) if _content(spelt, place_words) else _NOTHING


def silenced(
    tokens: Sequence[Token], place: frozenset[int], refused: frozenset[int]
) -> list[Token]:
    """The tokens with those of the place silent, and a break for each that belongs to a refusal."""
    return [
        BREAK if number in refused else SILENT if number in place else token
        for number, token in enumerate(tokens)
    ]


def _refused(need: str, spelt: Sequence[str]) -> LeftOut:
    if _CUES.isdisjoint(spelt):
        return _NOTHING
    said, starts = _said(need, spelt)
    found = [refusal for rule in _RULES for refusal in rule.finditer(said)]
    wholes = [refusal.span() for refusal in found]
    words = (n for n, at in enumerate(starts) if any(low <= at < high for low, high in wholes))
    things = sorted(_outermost({refusal.span("said") for refusal in found}))
    phrases = dict.fromkeys(said[low:high] for low, high in things)
    return LeftOut(refused=frozenset(words), phrases=tuple(phrases))


def _said(need: str, spelt: Sequence[str]) -> tuple[str, list[int]]:
    """The need with its words put right and one blank between them, and where each word begins."""
    plain = text.spoken(need).lower()
    said, starts, end = "", list[int](), 0
    for found, word in zip(text.WORD.finditer(plain), spelt, strict=True):
        said += _BLANKS.sub(" ", plain[end : found.start()])
        starts.append(len(said))
        said, end = said + word, found.end()
    return said + plain[end:], starts


def _outermost(spans: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for span in spans:
        if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans):
            yield span


def _content(spelt: Sequence[str], without: frozenset[int]) -> bool:
    return any(text.tells(word) for n, word in enumerate(spelt) if n not in without)
