"""Words, stop words and stems: the one way that text is read, at build and at query time."""

from __future__ import annotations

import re
import threading
import unicodedata

import Stemmer

from wayfinder.index import relatives

APOSTROPHES = "'\u2018\u2019\u00b4\u0060\u02bc\u2032\uff07"
"""Whatever keyboards and word processors write for one; the first is the plain one."""

WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z]+)?")
"""A word of `straight` text. Whoever numbers words as `words` does must find them by this."""

_OLDER = re.compile(
    r"\b(?:over|aged?)[ -]?(?:5[05]|6[05]|7[05])s?(?: (?:and|or) (?:over|above))?\b"
    r"|\b(?:5[05]|6[05]|7[05])s?(?:\+| ?plus\b| (?:and|or) over\b)",
    re.IGNORECASE,
)
_TENS, _FI = frozenset("567"), "fi"
_WIFI = re.compile(r"\bwi[ -]fi\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.,!?;:\n()]")
CLAUSE_OPENERS = frozenset("and but also plus cos coz while whilst although".split())
_OPENS_BEFORE_WHOM = frozenset(("so", "since"))
"""These open a clause where it goes on with somebody: "so he's stuck in", but "so tired"."""
_SENTENCE = re.compile(r"[.!?;:\n]+(?:\s|$)|\n+")

RELATIVES = frozenset(relatives.FORMS) - relatives.TELLING
"""Whose need it is; those that also tell what is needed are not among them."""

# People are who it is about, not what is needed: "mum keeps falling over" is about falling.
PERSON_WORDS = RELATIVES | frozenset(
    """friend neighbour patient client resident caller customer gentleman lady man woman guy bloke
    person people he she they him her his hers their them himself herself themselves i me my mine
    myself we us our you your yours""".split()
)

_CONTRACTED = frozenset("hes shes theyre im ive".split())
SUBJECTS = _CONTRACTED | frozenset("i he she they we weve were".split())
"""Who begins a sentence of their own."""

STOP_WORDS = (
    frozenset(
        """a an the and or but if so of to in on at by for from with as is am are was were be been
    being has have had having do does did doing will would can could should may might must shall
    this that these those it its there here who whom whose which what when where why how
    than then too very just also any some all each every other another such only own same
    about into over under again more most not no nor dont doesnt didnt cant wont isnt arent
    im ive hes shes theyre theres thats id ill wants want wanted wanting need needs needed needing
    get gets getting got help helps helping looking look looks like please someone somebody
    anyone anybody something anything somewhere really still now up out off""".split()
    )
    | PERSON_WORDS
)

NARRATIVE = frozenset(
    """last month months week weeks year years yr yrs ago since due yesterday today lately
    recently currently already always never lot lots bit times go goes going gone went
    come comes came coming said says say told tell think thinks thought know knows keep
    keeps kept make makes made take takes taking took put give given bring find finding
    found try trying tried start started stop stopped stopping well old new much many
    together around through between because after before while until ever
    things thing way lost back problem problems issue issues""".split()
)
"""Words that tell how it came about; a service that holds them too is no nearer for it."""

ASKING = frozenset("time opening open opens close closes closed closing number telephone".split())
"""What is asked of any service there is: none is nearer for holding the word."""

STEMS = {
    "pensioner": "pensioner",  # is no pension
    "pensioners": "pensioner",
    "illness": "illness",  # is no "I'll"
    "illnesses": "illness",
    "overeating": "overeat",  # is not "over"
    "overeats": "overeat",
    "overeat": "overeat",
    "wills": "wills",  # are not "will"
    "wellness": "wellness",  # is not "well"
    "probate": "probate",  # is no probation
    "busy": "busy",  # is no business
    "quite": "quite",  # is not to quit
    "several": "several",  # is not severe
    "personality": "personality",  # is no person
    "personalities": "personality",
    "coronation": "coronation",  # is no coroner
    "continent": "continent",  # is no continence
    "continents": "continent",
    "commodity": "commodity",  # is no commode
    "commodities": "commodity",
    "supportive": "supportive",  # is no support
    "compassion": "compassion",  # is no compass
    "hospitality": "hospitality",  # is no hospital
    "sending": "sending",  # is no SEND
}
"""Words that the stemmer takes for others, with what is read instead. Reviewed one by one: a word
belongs here only if somebody who said it would be answered about something else."""

_STRAIGHT = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_local = threading.local()


def fold(text: str) -> str:
    """Lower case without accents; typographic apostrophes become plain ones."""
    return straight(text).lower()


def straight(text: str) -> str:
    """The text without accents, its apostrophes plain; capitals stay, for they tell names."""
    # Before anything is decomposed: an acute accent alone would fall apart into a blank.
    plain = text.translate(_STRAIGHT)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain


def words(text: str) -> list[str]:
    """The words of a text in order, folded: "Men's Shed" gives ["mens", "shed"].

    Ages by which a group is called become a word for them: "over 50s" and "60+" give ["older"].
    """
    return [word.replace("'", "") for word in WORD.findall(_plain(text))]


def spoken(text: str) -> str:
    """`straight` text with one word for "over 65s" and one for "wi-fi", which is no WI: it holds
    just the `words` of the text."""
    plain = straight(text)
    # Few texts have either, and looking for a letter is quicker than for a pattern.
    if not _TENS.isdisjoint(plain):
        plain = _OLDER.sub(" older ", plain)
    return _WIFI.sub("wifi", plain) if _FI in plain.lower() else plain


def _plain(text: str) -> str:
    return spoken(text).lower()


def clauses(text: str) -> list[list[str]]:
    """The text's `words`, clause by clause: none is cut in two, and none is left out."""
    plain, parted, end = _plain(text), [list[str]()], 0
    for found in WORD.finditer(plain):
        word = found.group().replace("'", "")
        if word in CLAUSE_OPENERS or _CLAUSE_END.search(plain, end, found.start()):
            parted.append([])
        elif _is_subject(word) and parted[-1][1:] and parted[-1][-1] in _OPENS_BEFORE_WHOM:
            parted.append([parted[-1].pop()])
        parted[-1].append(word)
        end = found.end()
    return parted


def _is_subject(word: str) -> bool:
    return word in PERSON_WORDS or word in _CONTRACTED


def opens_clause(word: str) -> bool:
    """Whether a clause begins with such a word where no stop or comma stands."""
    return word in CLAUSE_OPENERS or word in _OPENS_BEFORE_WHOM


def sentences(text: str) -> list[str]:
    """The text cut at sentence ends and line breaks, without empty pieces."""
    return [piece for piece in _SENTENCE.split(text) if piece.strip()]


def stem(word: str) -> str:
    """The English (Porter 2) stem of one folded word, or what `STEMS` says of it."""
    return STEMS.get(word) or str(_stemmer().stemWord(word))


def stems(tokens: list[str]) -> list[str]:
    """The stems of folded words, one for one."""
    stemmed = _stemmer().stemWords(tokens)
    return [STEMS.get(word, found) for word, found in zip(tokens, stemmed, strict=True)]


def is_content(word: str) -> bool:
    """False for words that carry no need of their own."""
    return word not in STOP_WORDS and (len(word) > 1 or word.isdigit())


def tells(word: str) -> bool:
    """Whether a word may point to what is needed: it has content, and neither tells how it came
    about nor counts something ("3 years")."""
    silent = word in NARRATIVE or word in ASKING
    return is_content(word) and not silent and not (word.isdigit() and len(word) < 3)


def _stemmer() -> Stemmer.Stemmer:
    # A PyStemmer object must not be shared between threads.
    if not hasattr(_local, "stemmer"):
        # 0: no cache, so that no word of a need stays in memory.
        _local.stemmer = Stemmer.Stemmer("english", 0)
    stemmer: Stemmer.Stemmer = _local.stemmer
    return stemmer
