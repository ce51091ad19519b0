"""`/v1/links`: pairs of records that may be one service, for people to judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from wayfinder.api.contract import Json, declares
from wayfinder.api.keys import KEY, Holder, asking
from wayfinder.api.releases import NO_STORE
from wayfinder.domain.links import Judgement, PairCursor, PairPage, PairVerdict
from wayfinder.errors import FieldError, InvalidInput

MOST_A_PAGE = 50
VERDICTS: tuple[PairVerdict, ...] = ("doubtful", "certain")

_VERDICT: Json = {
    "name": "verdict",
    "in": "query",
    "required": False,
    "description": "doubtful: those that wait for a person; certain: those that are merged.",
    "schema": {"type": "string", "enum": list(VERDICTS), "default": "doubtful"},
}

_CURSOR: Json = {
    "name": "cursor",
    "in": "query",
    "required": False,
    "description": "`next` of the page before. It holds good although pairs are judged meanwhile.",
    "schema": {"type": "string"},
}

Pairs = Callable[[PairVerdict, int, PairCursor | None], PairPage]


class Judging(Protocol):
    """Keeps a word on a pair."""

    def __call__(
        self,
        left_id: str,
        right_id: str,
        same: bool | None,
        judged_by: str,
        note: str | None,
        *,
        show_place: bool,
    ) -> Judgement: ...


class JudgementRequest(BaseModel):
    """Are these one service? `same` null takes an earlier word back. A word after which a place
    would be shown that is withheld now is refused (`place_would_show`) without `show_place`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    left_id: str = Field(min_length=36, max_length=36)
    right_id: str = Field(min_length=36, max_length=36)
    same: bool | None
    note: str | None = Field(default=None, max_length=500, examples=["Rang both: one team."])
    show_place: bool = False


def router(list_pairs: Pairs, judge: Judging, holder: Holder) -> APIRouter:
    """The routes, over whatever lists pairs, keeps judgements and knows keys."""
    routes = APIRouter(tags=["links"])

    @routes.get("/v1/links", **declares(PairPage, 401, 422, 503, asks=(KEY, _VERDICT, _CURSOR)))
    async def links(request: Request) -> Response:
        """Pairs of records of different sources that look like one service, and why: the best
        first, fifty a page. Those that were judged are not asked again."""
        await asking(request, holder)
        asked = request.query_params
        wanted = _verdict(asked), MOST_A_PAGE, _cursor(asked)
        said = msgspec.json.encode(await run_in_threadpool(list_pairs, *wanted))
        return Response(said, media_type="application/json", headers=NO_STORE)

    writes = declares(Judgement, 401, 404, 422, 503, reads=JudgementRequest, asks=(KEY,))

    @routes.post("/v1/links/judgements", **writes)
    async def judgement(request: Request) -> Response:
        """Say whether two records are one service; it counts from the next release on."""
        name = await asking(request, holder)
        told = _read(await request.body())
        ids = told.left_id.lower(), told.right_id.lower()
        kept = await run_in_threadpool(
            judge, *ids, told.same, name, told.note, show_place=told.show_place
        )
        said = msgspec.json.encode(kept)
        return Response(said, media_type="application/json", headers=NO_STORE)

    return routes


def _verdict(asked: Mapping[str, str]) -> PairVerdict:
    wanted = asked.get("verdict", VERDICTS[0])
    for verdict in VERDICTS:
        if verdict == wanted:
            return verdict
    message = f"Give one of {', '.join(VERDICTS)}."
    raise InvalidInput(f"verdict: {message}", (FieldError("verdict", message),))


def _cursor(asked: Mapping[str, str]) -> PairCursor | None:
    told = asked.get("cursor")
    if told is None:
        return None
    cursor = PairCursor.read(told)
    if cursor is None:
        message = "Give `next` of the page before, as it stands."
        raise InvalidInput(f"cursor: {message}", (FieldError("cursor", message),))
    return cursor


def _read(body: bytes) -> JudgementRequest:
    try:
        return JudgementRequest.model_validate_json(body or b"{}")
    except ValidationError as bad:
        fields = tuple(
            FieldError(".".join(map(str, each["loc"])) or "body", each["msg"])
            for each in bad.errors(include_input=False, include_url=False)
        )
        raise InvalidInput("See `errors`.", fields) from None
