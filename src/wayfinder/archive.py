"""The archive: what is read from the system of record while the service runs. It answers no
enquiry, so that a database that is away keeps nobody from an answer."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Engine

from wayfinder.domain.changes import ChangePage, Cursor
from wayfinder.errors import FieldError, InvalidInput, NotReady
from wayfinder.store.changes import changes_after
from wayfinder.store.engine import open_engine, reading
from wayfinder.store.releases import latest_release


class Archive:
    """Reads what was published, and how it came about. Nothing is opened before it is asked for."""

    def __init__(self, database: str) -> None:
        self._database = database

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def changes(self, after: Cursor, limit: int) -> ChangePage:
        """The next `limit` changes after a place in the feed, oldest first.

        Raises InvalidInput for a release that is yet to come, NotReady before the first one.
        """
        with reading(self._engine) as connection:
            latest = latest_release(connection)
            if latest is None:
                raise NotReady("Nothing is published yet.")
            if after.release > latest.number:
                raise _to_come(after.release, latest.number)
            found = changes_after(connection, after, limit + 1)
        page = found[:limit]
        more = Cursor(page[-1].release, page[-1].position) if len(found) > limit else None
        return ChangePage(
            release=latest.number,
            released_at=latest.published_at,
            changes=page,
            next=more and str(more),
        )

    @cached_property
    def _engine(self) -> Engine:
        return open_engine(self._database)


def _to_come(asked: int, latest: int) -> InvalidInput:
    message = f"Release {asked} is yet to come; the latest is {latest}, for example since={latest}."
    return InvalidInput(f"since: {message}", (FieldError("since", message),))
