"""The archive: the system of record, as the people who keep the directory ask of it. It answers no
enquiry, so that a database that is away keeps nobody from an answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from wayfinder.domain.changes import ChangePage, Cursor, Departure
from wayfinder.domain.hours import this_moment
from wayfinder.domain.identity import canonical_uuid
from wayfinder.domain.links import (
    Judgement,
    PairCursor,
    PairIds,
    PairPage,
    PairVerdict,
    laid,
    pair_ids,
)
from wayfinder.domain.service import Origin
from wayfinder.domain.withheld import Discretion
from wayfinder.errors import FieldError, InvalidInput, NotFound, NotReady, PlaceWouldShow
from wayfinder.store import keys, links
from wayfinder.store.changes import changes_after, departure
from wayfinder.store.directory import services_by_id, sources_of
from wayfinder.store.engine import open_engine, reading, transaction
from wayfinder.store.evidence import Evidence, evidence, state
from wayfinder.store.releases import after_latest, latest_release
from wayfinder.store.schema import migrate
from wayfinder.store.withheld import flagged_services, hiding, told_of


class Archive:
    """What was published, how it came about, and what people say of it. Nothing is opened before
    it is asked for."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._opening = threading.Lock()
        self._opened: Engine | None = None

    def close(self) -> None:
        """Let go of the database, if it was opened at all."""
        with self._opening:
            if self._opened is not None:
                self._opened.dispose()
                self._opened = None

    def changes(self, after: Cursor, limit: int, upto: int | None = None) -> ChangePage:
        """The next `limit` changes after a place in the feed, oldest first; none of a release after
        `upto`, which may not answer yet.

        Raises InvalidInput for a release that is yet to come, NotReady before the first one.
        """
        with reading(self._engine) as connection:
            latest = latest_release(connection, upto)
            if latest is None:
                raise NotReady("Nothing is published yet.")
            if after.release > latest.number:
                raise _to_come(after.release, latest.number)
            found = changes_after(connection, after, limit + 1, latest.number)
        page = found[:limit]
        more = Cursor(page[-1].release, page[-1].position) if len(found) > limit else None
        return ChangePage(
            release=latest.number,
            released_at=latest.published_at,
            changes=page,
            next=more and str(more),
        )

    def departure(self, service_id: str, upto: int) -> Departure | None:
        """How a service that release `upto` does not have left the directory; None for one that
        was never in it."""
        own = canonical_uuid(service_id)
        if own is None:
            return None
        with reading(self._engine) as connection:
            return departure(connection, own, upto)

    def pairs(self, verdict: PairVerdict, limit: int, after: PairCursor | None = None) -> PairPage:
        """The next `limit` pairs with this verdict that are not judged, best first, both sides laid
        out. What one source has twice is for its owner to mend, and is not among them."""
        with reading(self._engine) as connection:
            found = links.pairs_to_judge(connection, verdict, limit + 1, after)
            page = found[:limit]
            total = links.count_to_judge(connection, verdict)
            discreet = Discretion(flagged_services(connection))
            ids = {own for _, it in page for own in (it.left_id, it.right_id)}
            known = {it.id: discreet(it) for it in services_by_id(connection, ids)}
        return PairPage(
            pairs=tuple(
                laid(it, known[it.left_id], known[it.right_id])
                for _, it in page
                if it.left_id in known and it.right_id in known
            ),
            total=total,
            next=str(page[-1][0]) if len(found) > limit else None,
        )

    def judged(self) -> tuple[Judgement, ...]:
        """What people say of pairs, the latest word on each."""
        with reading(self._engine) as connection:
            return links.words(connection)

    def check_name(self, judged_by: str) -> None:
        """Raises InvalidInput for what is no name to stand beside a judgement."""
        if wrong := keys.name_fault(judged_by):
            raise InvalidInput(f"by: {wrong}", (FieldError("by", wrong),))

    def judge(
        self,
        left_id: str,
        right_id: str,
        same: bool | None,
        judged_by: str,
        note: str | None,
        *,
        show_place: bool = False,
    ) -> Judgement:
        """Keep a word on a pair of services, or (`same` None) take one back.

        Raises NotFound where one of them is not known or there is no word to take back,
        InvalidInput for two records of one source, which are never joined, and PlaceWouldShow where
        the word would open a place that is withheld now, unless `show_place` says so.
        """
        self.check_name(judged_by)
        pair = pair_ids(_known_id(left_id), _known_id(right_id))
        with transaction(self._engine) as connection:
            _check_pair(connection, pair)
            if same is None and links.word_on(connection, pair) is None:
                raise NotFound("Nobody has judged this pair: there is no word to take back.")
            before = told_of(connection, pair, as_one=True)
            word = Judgement(
                left_id=pair[0],
                right_id=pair[1],
                same=same,
                judged_by=judged_by,
                judged_at=after_latest(connection, this_moment()),
                note=note,
            )
            links.judge(connection, word)
            opens = same is not True and before != told_of(connection, pair, as_one=False)
            if opens and not show_place:
                raise _place_would_show()
        return word

    def hiding(self, service_id: str) -> tuple[Origin, ...]:
        """The records that hide a place of this one, also those that are withdrawn."""
        own = _known_id(service_id)
        with reading(self._engine) as connection:
            return hiding(connection, own)

    @contextmanager
    def evidence(self, source_id: str | None = None) -> Iterator[Evidence]:
        """What the store holds of every source, or of one, to be read as long as this is open."""
        with reading(self._engine) as connection:
            yield evidence(connection, source_id)

    def state(self) -> object:
        """What differs as soon as the evidence does."""
        with reading(self._engine) as connection:
            return state(connection)

    def holder(self, key: str) -> str | None:
        """The name under which a key was given out; None for one that opens nothing."""
        with reading(self._engine) as connection:
            return keys.holder(connection, key)

    def create_key(self, name: str) -> str:
        """A new key for somebody, told this once."""
        with transaction(self._engine) as connection:
            return keys.create_key(connection, name, this_moment())

    def revoke_key(self, name: str) -> None:
        """From now on the key opens nothing. Raises NotFound where there is none in use."""
        with transaction(self._engine) as connection:
            keys.revoke_key(connection, name, this_moment())

    def keys(self) -> tuple[keys.Key, ...]:
        """All keys ever given out."""
        with reading(self._engine) as connection:
            return keys.list_keys(connection)

    @property
    def _engine(self) -> Engine:
        """The database, opened and brought up to date by whoever asks first; others wait."""
        with self._opening:
            if self._opened is None:
                engine = open_engine(self._database)
                migrate(engine)
                self._opened = engine
            return self._opened


def _known_id(told: str) -> str:
    own = canonical_uuid(told)
    if own is None:
        raise NotFound("A record of this pair is not in the directory.")
    return own


def _check_pair(connection: Connection, pair: PairIds) -> None:
    sources = sources_of(connection, set(pair))
    if len(sources) < len(set(pair)):
        raise NotFound("A record of this pair is not in the directory.")
    if len(set(sources.values())) < 2:
        message = "Both are of one source, whose owner has to mend it; name two of two."
        raise InvalidInput(f"right_id: {message}", (FieldError("right_id", message),))


def _place_would_show() -> PlaceWouldShow:
    message = (
        "One of these sources holds the place to be confidential. After this word the address that "
        "the other one gives would be shown to everybody, from the next release on. If you know "
        'that it may be, say so as well: --show-place, or "show_place": true.'
    )
    return PlaceWouldShow(message, (FieldError("show_place", message),))


def _to_come(asked: int, latest: int) -> InvalidInput:
    message = f"Release {asked} is yet to come; the latest is {latest}, for example since={latest}."
    return InvalidInput(f"since: {message}", (FieldError("since", message),))
