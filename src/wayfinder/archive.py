"""The archive: the system of record, as the people who keep the directory ask of it. It answers no
enquiry, so that a database that is away keeps nobody from an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Engine

from wayfinder.domain.changes import ChangePage, Cursor
from wayfinder.domain.hours import this_moment
from wayfinder.domain.identity import canonical_uuid
from wayfinder.domain.links import Judgement, Laid, Pair, PairVerdict, pair_ids, side
from wayfinder.domain.service import Service
from wayfinder.domain.withheld import Discretion
from wayfinder.errors import FieldError, InvalidInput, NotFound, NotReady
from wayfinder.store import keys, links
from wayfinder.store.changes import changes_after
from wayfinder.store.directory import services_by_id, sources_of
from wayfinder.store.engine import open_engine, reading, transaction
from wayfinder.store.evidence import Evidence, evidence, state
from wayfinder.store.releases import after_latest, latest_release
from wayfinder.store.schema import migrate
from wayfinder.store.withheld import flagged_services


class Archive:
    """What was published, how it came about, and what people say of it. Nothing is opened before
    it is asked for."""

    def __init__(self, database: str) -> None:
        self._database = database

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

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

    def pairs(self, verdict: PairVerdict, limit: int) -> tuple[Laid, ...]:
        """The best pairs with this verdict that are not judged, both sides laid out.

        What one source has twice is for its owner to mend, and is not among them.
        """
        with reading(self._engine) as connection:
            judged = links.judgements(connection)
            open_pairs = [
                it
                for it in links.pairs(connection, verdict)
                if (it.left_id, it.right_id) not in judged
            ]
            source = sources_of(connection, _ids(open_pairs))
            asked = [it for it in open_pairs if source.get(it.left_id) != source.get(it.right_id)]
            discreet = Discretion(flagged_services(connection))
            known = services_by_id(connection, _ids(asked[:limit]))
        services = {own: discreet(service) for own, service in known.items()}
        return tuple(_laid(it, services) for it in asked[:limit] if _both_in(it, services))

    def judged(self) -> tuple[Judgement, ...]:
        """What people say of pairs, the latest word on each."""
        with reading(self._engine) as connection:
            return links.words(connection)

    def judge(
        self, left_id: str, right_id: str, same: bool | None, judged_by: str, note: str | None
    ) -> Judgement:
        """Keep a word on a pair of services. Raises NotFound where one of them is not known, and
        InvalidInput for two records of one source, which are never joined."""
        if wrong := keys.name_fault(judged_by):
            raise InvalidInput(f"by: {wrong}", (FieldError("by", wrong),))
        left, right = pair_ids(_known_id(left_id), _known_id(right_id))
        with transaction(self._engine) as connection:
            sources = sources_of(connection, {left, right})
            if len(sources) < len({left, right}):
                raise NotFound("A record of this pair is not in the directory.")
            if len(set(sources.values())) < 2:
                message = "Both are of one source, whose owner has to mend it; name two of two."
                raise InvalidInput(f"right_id: {message}", (FieldError("right_id", message),))
            word = Judgement(
                left_id=left,
                right_id=right,
                same=same,
                judged_by=judged_by,
                judged_at=after_latest(connection, this_moment()),
                note=note,
            )
            links.judge(connection, word)
        return word

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

    @cached_property
    def _engine(self) -> Engine:
        engine = open_engine(self._database)
        migrate(engine)
        return engine


def _ids(pairs: Iterable[Pair]) -> set[str]:
    return {own for it in pairs for own in (it.left_id, it.right_id)}


def _known_id(told: str) -> str:
    own = canonical_uuid(told)
    if own is None:
        raise NotFound("A record of this pair is not in the directory.")
    return own


def _both_in(pair: Pair, services: Mapping[str, Service]) -> bool:
    return pair.left_id in services and pair.right_id in services


def _laid(pair: Pair, services: Mapping[str, Service]) -> Laid:
    return Laid(
        score=pair.score,
        verdict=pair.verdict,
        reasons=pair.reasons,
        left=side(services[pair.left_id]),
        right=side(services[pair.right_id]),
    )


def _to_come(asked: int, latest: int) -> InvalidInput:
    message = f"Release {asked} is yet to come; the latest is {latest}, for example since={latest}."
    return InvalidInput(f"since: {message}", (FieldError("since", message),))
