"""Every error Wayfinder raises on purpose.

    WayfinderError                500  internal
    ├── InvalidInput              422  invalid_input        the caller can mend it; names each field
    │   ├── MalformedPostcode     422  postcode_malformed   not the shape of a UK postcode
    │   ├── UnknownPostcode       404  postcode_unknown     right shape, not in the gazetteer
    │   ├── TerminatedPostcode    410  postcode_terminated  withdrawn by Royal Mail
    │   └── PlaceWouldShow        422  place_would_show     a word that opens a withheld place
    ├── NotFound                  404  not_found            no such service, need, release
    │   ├── NoSuchService         404  not_found            the release has none of this id
    │   ├── ServiceWithdrawn      410  service_withdrawn    it was there, and is no longer
    │   └── ReleaseNotKept        404  release_not_kept     no release as old as that is kept
    ├── KeyNeeded             401  key_needed           only for whoever holds a key
    ├── TooLarge                  413  too_large            more was sent than we read
    ├── FeedError                 502  feed_unreadable      a whole feed could not be read
    │   └── FeedShrank            502  feed_shrank          it lost more than a feed may at once
    ├── DirectoryError            500  directory_invalid    the data in `directory/` is wrong
    ├── StoreUnavailable          503  store_unavailable    the database cannot be reached
    ├── StoreBusy                 503  store_busy           another import kept the store too long
    ├── NotReady                  503  not_ready            no release is published or indexed yet
    ├── FileUnusable              500  file_unusable        a file or folder cannot be used
    └── PortTaken                 500  port_taken           another program listens where we would

A row of a feed that cannot be used is not an exception: it is a `Rejection` value
(`wayfinder.ingest.records`), kept with its reason while the rest of the feed goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True)
class FieldError:
    """One thing wrong: the field's path, and what would be right, with an example."""

    field: str
    message: str


class WayfinderError(Exception):
    """Root of the tree. `status` is the HTTP status at the edge, `code` is stable for programs.

    `facts` are what a reader needs although this failed; each becomes a member of the problem.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(
        self,
        detail: str,
        errors: tuple[FieldError, ...] = (),
        facts: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        self.facts = facts or {}

    def knowing(self, **facts: object) -> Self:
        """The same error with more facts."""
        return type(self)(self.detail, self.errors, {**self.facts, **facts})


class InvalidInput(WayfinderError):
    status = 422
    code = "invalid_input"
    title = "Some of the input could not be used"


class MalformedPostcode(InvalidInput):
    code = "postcode_malformed"
    title = "That is not the shape of a UK postcode"


class UnknownPostcode(InvalidInput):
    status = 404
    code = "postcode_unknown"
    title = "That postcode is not in the gazetteer"


class TerminatedPostcode(InvalidInput):
    status = 410
    code = "postcode_terminated"
    title = "That postcode is no longer in use"


class PlaceWouldShow(InvalidInput):
    code = "place_would_show"
    title = "That would show a place that is withheld"


class NotFound(WayfinderError):
    status = 404
    code = "not_found"
    title = "There is nothing here"


class NoSuchService(NotFound):
    """Which `release` was looked into is among its facts."""


class ServiceWithdrawn(NotFound):
    status = 410
    code = "service_withdrawn"
    title = "That service is no longer in the directory"


class ReleaseNotKept(NotFound):
    code = "release_not_kept"
    title = "The release of that day is not kept"


class KeyNeeded(WayfinderError):
    status = 401
    code = "key_needed"
    title = "That is for people who keep the directory"


class TooLarge(WayfinderError):
    status = 413
    code = "too_large"
    title = "That is more than we read in one request"


class FeedError(WayfinderError):
    status = 502
    code = "feed_unreadable"
    title = "The feed could not be read"


class FeedShrank(FeedError):
    code = "feed_shrank"
    title = "The feed has lost more than a feed may at once"


class DirectoryError(WayfinderError):
    code = "directory_invalid"
    title = "The directory's own data is wrong"


class StoreUnavailable(WayfinderError):
    status = 503
    code = "store_unavailable"
    title = "The database cannot be reached"


class StoreBusy(WayfinderError):
    status = 503
    code = "store_busy"
    title = "Another import is writing to the store"


class FileUnusable(WayfinderError):
    code = "file_unusable"
    title = "A file or folder cannot be used"


class NotReady(WayfinderError):
    status = 503
    code = "not_ready"
    title = "No release is ready to answer yet"


class PortTaken(WayfinderError):
    code = "port_taken"
    title = "The address is taken"
