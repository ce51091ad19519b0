"""The needs vocabulary: reads `directory/needs/*.toml`, one theme a file, into `Need` values.

A file that is wrong stops the start with every fault named, because a need that silently went
missing would send residents to a dead end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from wayfinder.domain.directory_files import read_toml, shaped, toml_files
from wayfinder.domain.need import Need, Priority, Tier
from wayfinder.errors import DirectoryError, FieldError

NeedId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, Meta(pattern=r"^\S+( \S+)*$")]
Curie = Annotated[str, Meta(pattern=r"^[a-z0-9-]+:[A-Za-z0-9.-]+$")]

EXAMPLES = {
    "theme": 'theme = "Money and debt"',
    "id": 'id = "debt"',
    "label": 'label = "Debt advice"',
    "priority": f'priority = "healthy_communities" (one of {", ".join(Priority)})',
    "tier": f'tier = "early_help" (one of {", ".join(Tier)})',
    "phrases": 'phrases = ["behind with bills", "owes money"]',
    "terms": 'terms = ["IVA", "insolvency"]',
    "offers": 'offers = ["money advice", "debt management plan"]',
    "exclude": 'exclude = ["student loan"]',
    "related": 'related = ["budgeting"]',
    "codes": 'codes = ["lgsl:112"]',
    "in_child": 'in_child = "child-bereavement"',
    "in_adult": 'in_adult = "learning-disability"',
    "with_baby": 'with_baby = "perinatal-mental-health"',
    "for_another": "for_another = true",
    "shared": 'shared = ["in debt"]',
    "need": '[[need]] followed by id = "debt" and the rest',
}


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One `[[need]]` as written."""

    id: NeedId
    label: Words
    priority: Priority
    tier: Tier
    phrases: Annotated[tuple[Words, ...], Meta(min_length=1)]
    terms: tuple[Words, ...] = ()
    offers: tuple[Words, ...] = ()
    exclude: tuple[Words, ...] = ()
    related: tuple[NeedId, ...] = ()
    codes: tuple[Curie, ...] = ()
    in_child: NeedId | None = None
    in_adult: NeedId | None = None
    with_baby: NeedId | None = None
    for_another: bool = False


class _ThemeFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One file. `shared` lists wordings that several needs claim on purpose."""

    theme: Words
    need: Annotated[tuple[dict[str, Any], ...], Meta(min_length=1)]
    shared: tuple[Words, ...] = ()


def load_needs(folder: Path) -> tuple[Need, ...]:
    """All needs of `folder`, in order of file name and then as written.

    Raises DirectoryError with one `FieldError` a fault, its field as "file: need id: field", when a
    file is not TOML, an entry has the wrong shape, an id is used twice or a related id is nowhere.
    """
    faults: list[FieldError] = []
    found: list[tuple[str, Need]] = []
    for name, theme_file in _theme_files(folder):
        for number, entry in enumerate(theme_file.need, start=1):
            try:
                found.append((name, _need(name, number, theme_file.theme, entry)))
            except DirectoryError as error:
                faults += error.errors
    faults += chain(_repeated_ids(found), _dangling_relations(found))
    if faults:
        raise _invalid(folder, faults)
    return tuple(need for _, need in found)


def load_shared_wordings(folder: Path) -> frozenset[str]:
    """The wordings that more than one need claims on purpose, as written. Raises DirectoryError."""
    return frozenset(chain.from_iterable(file.shared for _, file in _theme_files(folder)))


def _theme_files(folder: Path) -> tuple[tuple[str, _ThemeFile], ...]:
    """Each file's name and content. Raises DirectoryError naming every file that cannot be read."""
    faults: list[FieldError] = []
    read: list[tuple[str, _ThemeFile]] = []
    for path in toml_files(folder):
        try:
            read.append((path.name, read_toml(path, _ThemeFile, EXAMPLES)))
        except DirectoryError as error:
            faults += error.errors
    if faults:
        raise _invalid(folder, faults)
    return tuple(read)


def _need(file: str, number: int, theme: str, raw: dict[str, Any]) -> Need:
    where = f"{file}: {raw.get('id', f'need number {number}')}"
    entry = shaped(raw, _Entry, where, EXAMPLES)
    return Need(theme=theme, **msgspec.structs.asdict(entry))


def _repeated_ids(found: Iterable[tuple[str, Need]]) -> Iterator[FieldError]:
    first: dict[str, str] = {}
    for file, need in found:
        if need.id in first:
            yield FieldError(
                f"{file}: {need.id}: id", f"This id is taken by a need in {first[need.id]}."
            )
        first.setdefault(need.id, file)


def _dangling_relations(found: Sequence[tuple[str, Need]]) -> Iterator[FieldError]:
    ids = {need.id for _, need in found}
    for file, need in found:
        in_whom = [(field, getattr(need, field)) for field in ("in_child", "in_adult", "with_baby")]
        for field, other in (*(("related", each) for each in need.related), *in_whom):
            if other is not None and (other not in ids or other == need.id):
                yield FieldError(
                    f"{file}: {need.id}: {field}", f"`{other}` is not the id of another need."
                )


def _invalid(folder: Path, faults: Iterable[FieldError]) -> DirectoryError:
    faults = tuple(faults)
    told = "; ".join(f"{fault.field}: {fault.message}" for fault in faults[:3])
    more = f" (and {len(faults) - 3} more)" if len(faults) > 3 else ""
    return DirectoryError(f"The needs in {folder} cannot be used. {told}{more}", faults)
