"""`/v1/links`: pairs of records that may be one service, for people to judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from fastapi import APIRouter, Request, Response
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from wayfinder.api.contract import Json, declares
from wayfinder.api.keys import KEY, Holder, asking
from wayfinder.api.releases import NO_STORE
from wayfinder.domain.links import Judgement, Laid, PairVerdict
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

Pairs = Callable[[PairVerdict, int], tuple[Laid, ...]]
Judging = Callable[[str, str, bool | None, str, str | None], Judgement]


class LinksView(Struct, frozen=True):
    """The best pairs first; pairs that were judged are not asked again."""

    pairs: tuple[Laid, ...]


class JudgementRequest(BaseModel):
    """Are these one service? `same` null takes an earlier word back."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    left_id: str = Field(min_length=36, max_length=36)
    right_id: str = Field(min_length=36, max_length=36)
    same: bool | None
    note: str | None = Field(default=None, max_length=500, examples=["Rang both: one team."])


def router(list_pairs: Pairs, judge: Judging, holder: Holder) -> APIRouter:
    """The routes, over whatever lists pairs, keeps judgements and knows keys."""
    routes = APIRouter(tags=["links"])

    @routes.get("/v1/links", **declares(LinksView, 401, 422, 503, asks=(KEY, _VERDICT)))
    async def links(request: Request) -> Response:
        """Pairs of records of different sources that look like one service, and why."""
        await asking(request, holder)
        found = await run_in_threadpool(list_pairs, _verdict(request.query_params), MOST_A_PAGE)
        said = msgspec.json.encode(LinksView(found))
        return Response(said, media_type="application/json", headers=NO_STORE)

    writes = declares(Judgement, 401, 404, 422, 503, reads=JudgementRequest, asks=(KEY,))

    @routes.post("/v1/links/judgements", **writes)
    async def judgement(request: Request) -> Response:
        """Say whether two records are one service; it counts from the next release on."""
        name = await asking(request, holder)
        told = _read(await request.body())
        kept = await run_in_threadpool(
            judge, told.left_id.lower(), told.right_id.lower(), told.same, name, told.note
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


def _read(body: bytes) -> JudgementRequest:
    try:
        return JudgementRequest.model_validate_json(body or b"{}")
    except ValidationError as bad:
        fields = tuple(
            FieldError(".".join(map(str, each["loc"])) or "body", each["msg"])
            for each in bad.errors(include_input=False, include_url=False)
        )
        raise InvalidInput("See `errors`.", fields) from None
