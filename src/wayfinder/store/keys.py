"""Keys for the people who keep the directory: made, listed, revoked, and known again."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, insert, select, update

from wayfinder.errors import FieldError, InvalidInput, NotFound
from wayfinder.store.columns import table_of
from wayfinder.store.key_tables import KeyRow

PREFIX = "wfk_"
_NAME = re.compile(r"[\w.@'-](?:[\w.@' -]{0,62}[\w.@'-])?")
_keys = table_of(KeyRow)


class Key(Struct, frozen=True, kw_only=True):
    """A key as it is listed; nobody can tell the key itself from it."""

    name: str
    created_at: datetime
    revoked_at: datetime | None


def create_key(connection: Connection, name: str, now: datetime) -> str:
    """A new key for somebody, told this once. Raises InvalidInput for a name that is taken: it
    stands beside what its holder judges, so it is never given twice."""
    if wrong := name_fault(name):
        raise InvalidInput(f"name: {wrong}", (FieldError("name", wrong),))
    if connection.execute(select(_keys.c.name).where(_keys.c.name == name)).first():
        message = f"{name!r} has or had a key; choose another, such as {name + '-2'!r}."
        raise InvalidInput(f"name: {message}", (FieldError("name", message),))
    key = PREFIX + secrets.token_urlsafe(32)
    connection.execute(insert(_keys).values(name=name, digest=_digest(key), created_at=now))
    return key


def name_fault(name: str) -> str | None:
    """What is wrong with the name of somebody who keeps the directory, or None."""
    if _NAME.fullmatch(name):
        return None
    return "is 1 to 64 letters, digits, spaces, dots, dashes and such, for example maria."


def list_keys(connection: Connection) -> tuple[Key, ...]:
    """All keys ever given out, by name."""
    rows = connection.execute(select(_keys).order_by(_keys.c.name))
    return tuple(
        Key(name=row.name, created_at=row.created_at, revoked_at=row.revoked_at) for row in rows
    )


def revoke_key(connection: Connection, name: str, now: datetime) -> None:
    """From now on the key opens nothing. Raises NotFound where there is none in use."""
    in_use = (_keys.c.name == name) & _keys.c.revoked_at.is_(None)
    if connection.execute(update(_keys).where(in_use).values(revoked_at=now)).rowcount == 0:
        raise NotFound(f"No key in use is called {name!r}.")


def holder(connection: Connection, key: str) -> str | None:
    """The name under which a key was given out; None for one that opens nothing.

    Looked up by digest: what a guess shares with a key does not show in the time it takes.
    """
    valid = (_keys.c.digest == _digest(key)) & _keys.c.revoked_at.is_(None)
    found = connection.execute(select(_keys.c.name).where(valid)).scalar_one_or_none()
    return None if found is None else str(found)


def _digest(key: str) -> str:
    # The key is 256 random bits, so that a fast digest cannot be tried out.
    return hashlib.sha256(key.encode()).hexdigest()
