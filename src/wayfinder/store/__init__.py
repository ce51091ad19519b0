"""The system of record: what every source says, and the directory that results from it."""

from wayfinder.store.directory import offered_services, rejections
from wayfinder.store.engine import open_engine, reading, transaction
from wayfinder.store.releases import Release, declare, latest_release
from wayfinder.store.schema import migrate
from wayfinder.store.sources import list_sources, upsert_source
from wayfinder.store.staging import Changes, StagedRecord, StagedRejection, stage

__all__ = [
    "Changes",
    "Release",
    "StagedRecord",
    "StagedRejection",
    "declare",
    "latest_release",
    "list_sources",
    "migrate",
    "offered_services",
    "open_engine",
    "reading",
    "rejections",
    "stage",
    "transaction",
    "upsert_source",
]
