"""Words that are two, as `text.words` reads them: without the apostrophe that many leave out."""

from __future__ import annotations

_VERBS = "do does did is are was were has have had would could should must need might".split()
_WHO = "i you we they he she it who what that there where how could should would might must".split()

CONTRACTIONS = frozenset(
    {f"{verb}nt" for verb in _VERBS}
    | {f"{who}{end}" for who in _WHO for end in ("ve", "ll", "d", "re", "s", "m")}
    | {"cant", "wont", "lets"}
)
"""Spelling knows them all, and puts none of them right: "whove" is no "whole"."""
