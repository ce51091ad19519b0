"""The same query behind the same FastAPI, answered by PostgreSQL: spelling, search, ten bodies."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from msgspec import Struct
from psycopg import AsyncConnection

from benchmarks.postgres import CORRECT, SEARCH

CONNECTIONS = 4
"""Two a core: more only wait for each other."""

Connection = AsyncConnection[tuple[Any, ...]]


class Query(Struct, forbid_unknown_fields=True):
    need: str
    lat: float
    lon: float
    age: float
    radius_m: float = 16_093.44


def create_app(url: str) -> FastAPI:
    """One route, `POST /match`, over the database at `url`."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    decoder = msgspec.json.Decoder(Query)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        opened = [await _connect(url) for _ in range(CONNECTIONS)]
        for connection in opened:
            free.put_nowait(connection)
        yield
        for connection in opened:
            await connection.close()

    app = FastAPI(lifespan=lifespan)

    @app.post("/match")
    async def match(request: Request) -> Response:
        query = decoder.decode(await request.body())
        connection = await free.get()
        try:
            page = await _search(connection, query)
        finally:
            free.put_nowait(connection)
        return Response(page, media_type="application/json")

    return app


async def _connect(url: str) -> Connection:
    # Never prepared: a generic plan made this query six times slower (research/performance.md).
    return await AsyncConnection.connect(url, autocommit=True, prepare_threshold=None)


async def _search(connection: Connection, query: Query) -> bytes:
    words = list(dict.fromkeys(re.findall(r"[a-z0-9]+", query.need.lower())))
    spelt = await (await connection.execute(CORRECT, (words,))).fetchall()
    # Quoted: a lexeme can be "24/7".
    wanted = " | ".join("'" + meant.replace("'", "''") + "'" for _, meant in spelt)
    values = msgspec.structs.asdict(query) | {"query": wanted}
    found = await (await connection.execute(SEARCH, values)).fetchall()
    return _page(found, [(typed, meant) for typed, meant in spelt if typed != meant])


def _page(found: Sequence[tuple[Any, ...]], corrected: Sequence[tuple[str, str]]) -> bytes:
    hits = ",".join(
        f'{{"service":{body},"score":{score:.4f},"distance_m":{away:.0f}}}'
        for body, score, away in found
    )
    return b'{"corrections":%b,"matches":[%b]}' % (msgspec.json.encode(corrected), hits.encode())
