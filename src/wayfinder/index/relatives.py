"""The words for relatives: one list, of which every reader of an enquiry makes what it needs.

Whose need it is, whose age is told, who is cared for and who lives elsewhere all hang on them.
All are folded and in the singular.
"""

from __future__ import annotations

PARENTS = tuple(
    """mum mummy mam mom mother dad daddy father parent stepmum stepdad stepmother
    stepfather""".split()
)
GRANDPARENTS = tuple(
    """nan nana nanna nanny gran granny grandma grandmother grandad granddad grandpa grandfather
    grandparent""".split()
)
PARTNERS = tuple(
    "husband hubby wife missus spouse partner boyfriend girlfriend fiance fiancee".split()
)
SIBLINGS = tuple("brother sister stepbrother stepsister".split())
ELDERS = tuple("aunt auntie aunty uncle godmother godfather relative".split())
YOUNGER = tuple(
    """son daughter stepson stepdaughter godson goddaughter grandson granddaughter niece nephew
    cousin""".split()
)

GROWN_UP = (*PARENTS, *GRANDPARENTS, *PARTNERS, *SIBLINGS, *ELDERS)
"""Who looks after one of them is a carer; who looks after a child need not be."""

ALL = (*GROWN_UP, *YOUNGER)

TELLING = frozenset(
    """parent nanny grandparent relative niece nephew cousin grandson granddaughter stepmum stepdad
    stepmother stepfather stepson stepdaughter stepbrother stepsister""".split()
)
"""These also tell what is needed: "lone parents", "a nanny", "raising my niece", "our grandson
lives with us", "stepfather"."""

OWNERS = tuple(f"{word}s" for word in "mum dad nan gran son daughter".split())
"""As people write them who leave out the apostrophe: "mums 79", "nans falls"."""

FORMS = frozenset((*ALL, *OWNERS))
"""All that a relative is called. Other plurals are groups ("mothers", "partners")."""


def any_of(*words: str) -> str:
    """A regular expression for any one of the words, or for an in-law."""
    # The longest first, or "nan" would be read in "nanna".
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return rf"(?:{'|'.join(longest_first)})(?:[- ]in[- ]law)?"
