"""Danger in an enquiry, read as it was typed and as it is meant.

Whoever writes in fear mistypes. The words that the search puts right are read for danger as well as
those that were typed, each reading for itself: what is put right adds signposts, and takes none
away.
"""

from __future__ import annotations

import re
from itertools import chain

from wayfinder.domain.answer import Urgent
from wayfinder.domain.enquiry import Enquiry
from wayfinder.index import text
from wayfinder.index.spelling import Spelling
from wayfinder.matching.shorthand import in_full
from wayfinder.matching.triage import triage
from wayfinder.matching.world import World


def danger_in(
    enquiry: Enquiry, world: World, area_codes: frozenset[str] = frozenset()
) -> tuple[Urgent, ...]:
    """The signposts that the words call for; `area_codes` (GSS) choose whom to ring.

    Where the words are wanted as typed they are read only so.
    """
    meant = enquiry.need
    if not enquiry.as_typed:
        meant = put_right(in_full(enquiry)[0].need, world.snapshot.spelling)
    return triage(enquiry.need, world.danger, area_codes, meant)


def put_right(need: str, spelling: Spelling) -> str:
    """`need` with every word that is put right in its place, and all else as it stands."""
    mended = chain.from_iterable(map(spelling.mend, text.clauses(need)))
    slips = {piece.typed: piece.meant for piece in mended if piece.typed != piece.meant}
    if not slips:
        return need
    # A word torn in two comes before its halves.
    longest_first = sorted(map(re.escape, slips), key=len, reverse=True)
    typed = "|".join(longest_first).replace(r"\ ", r"\s+")
    return re.sub(
        rf"\b(?:{typed})\b",
        # A letter that only folds to the one typed (ſ, İ) stands as it is.
        lambda found: slips.get(" ".join(found[0].lower().split()), found[0]),
        need,
        flags=re.IGNORECASE,
    )
