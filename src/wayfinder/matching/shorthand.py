"""Notes and text messages written out in full: "T2DM, d/c Mon" and "no1 2 talk 2".

Only what can mean nothing else in an enquiry is written out; a letter or a figure that stands for
a word is one only between the words that make it so ("need 2 talk", but "had 2 falls").
"""

from __future__ import annotations

import re

from msgspec import structs

from wayfinder.domain.answer import Correction
from wayfinder.domain.enquiry import Enquiry


def _table(lines: str) -> dict[str, str]:
    pairs = (line.split(": ") for line in lines.strip().splitlines())
    return {short: full for shorts, full in pairs for short in shorts.split()}


_SHORT = _table(
    """
pt: patient
pts: patients
hx: history
dx: diagnosis
rx: prescription
d/c: discharge
t1dm: type 1 diabetes
t2dm t2d: type 2 diabetes
htn: high blood pressure
hoh: hard of hearing
mh: mental health
anx: anxiety
anx/dep: anxiety depression
etoh: alcohol
pall: palliative
equip: equipment
adl adls: daily living
eol eolc: end of life
tkr: knee replacement
nok: next of kin
hosp: hospital
appt apt: appointment
appts apts: appointments
preg: pregnant
wkr: worker
grp: group
grps: groups
accom accomm: accommodation
elec: electric
wk: week
wks: weeks
mth: month
mths: months
yr: year
yrs: years
ppl pple: people
info: information
probs: problems
b4: before
l8: late
2nite 2night: tonight
2day: today
2moro 2morrow: tomorrow
no1: no one
sum1 some1: someone
any1 ne1: anyone
every1 evry1: everyone
hav: have
havin: having
goin: going
doin: doing
gona gonna: going to
gotta: got to
wanna: want to
bcoz bcos cuz: because
bout: about
agen agn: again
summat: something
fone: phone
wen: when
wot: what
wiv: with
bro: brother
"""
)
_NOTED = _table(
    """
LL: landlord
MS: multiple sclerosis
OA: osteoarthritis
RA: rheumatoid arthritis
AF: atrial fibrillation
IHD: heart disease
SOB: short of breath
THR: hip replacement
POC: package of care
DNA: did not attend
"""
)
"""As staff note them, in capitals, and only where not all is in capitals."""

_TOKEN = re.compile(r"(?<![\w'’/])[A-Za-z0-9]+(?:/[A-Za-z]+)?(?![\w'’/])")

_VERB = (
    r"(?:go|get|be|see|find|pay|pack|stop|leave|talk|speak|move|do|have|know|eat|ask|sort|make|take"
    r"|keep|lose|give|quit|come|work|look|tell|put|sell|start|stay|sleep|live|cook|learn|join|meet)"
)
_BETWEEN = tuple(
    (re.compile(pattern), full)
    for pattern, full in (
        (rf"(?<=\w )2 (?={_VERB}\b)", "to "),
        (
            r"\b(talk|talking|speak|listen|next|close|been|going|get|back) 2\b(?! \d| ?[a-z]+s\b)",
            r"\1 to",
        ),
        (
            r"\b(help|support|advice|looking|ask|asking|money|food|groups?|class|classes|somewhere"
            r"|something|caring|cares|waiting) 4 (?=(?:my|our|me|her|him|his|the|a|an|mum|dad|us"
            r"|them|people|kids|food)\b)",
            r"\1 for ",
        ),
        (r"(?<=\w) n (?!word)(?=[a-z0-9])", " and "),
        (r"(?<=\w) w(?:/| )(?=[a-z])", " with "),
        (r"\b(we|you|u|they|who|how|where|there|kids|children) r\b", r"\1 are"),
        (r"\bwe lost r\b", "we lost our"),
        (r"\b(d(?:on'?t|oesn'?t|idn'?t)) no (?=wh|how|if|any)", r"\1 know "),
        (r"\b(my|her|his|ex|and) bf\b", r"\1 boyfriend"),
        (r"\b(my|her|his|ex|and) gf\b", r"\1 girlfriend"),
        (r"\b(my|our) dd (?=(?:is|has|aged|who|won'?t|yr|year|\d))", r"\1 daughter "),
        (r"\b(my|our) ds (?=(?:is|has|aged|who|won'?t|yr|year|\d))", r"\1 son "),
    )
)
_CUES = frozenset("2 4 n w r no bf gf dd ds".split())


def in_full(enquiry: Enquiry) -> tuple[Enquiry, tuple[Correction, ...]]:
    """The enquiry with its shorthand written out, and what was (small words are passed over).

    The same where the words are wanted as typed.
    """
    if enquiry.as_typed:
        return enquiry, ()
    need, written = written_out(enquiry.need)
    return (structs.replace(enquiry, need=need) if need != enquiry.need else enquiry), written


def written_out(need: str) -> tuple[str, tuple[Correction, ...]]:
    """A text with its shorthand in full, and each abbreviation that was."""
    tokens = dict.fromkeys(_TOKEN.findall(need))
    notes = _NOTED if need.upper() != need else {}
    short = {t: _SHORT.get(t.lower()) or notes.get(t) for t in tokens}
    told = {typed: full for typed, full in short.items() if full}
    if told:
        need = _TOKEN.sub(lambda found: told.get(found.group(), found.group()), need)
    if not _CUES.isdisjoint(tokens):
        for pattern, full in _BETWEEN:
            need = pattern.sub(full, need)
    return need, tuple(Correction(typed, full) for typed, full in told.items())
