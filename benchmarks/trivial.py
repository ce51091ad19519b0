"""The yardstick: what FastAPI takes to check six parameters and answer 9 KB without any work."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Query
from pydantic import BaseModel


class Source(BaseModel):
    id: str
    record_id: str


class Hit(BaseModel):
    id: str
    name: str
    organization: str
    summary: str
    phone: str
    url: str
    score: float
    distance_m: int
    reasons: list[str]
    source: Source


class Page(BaseModel):
    total: int
    hits: list[Hit]


def create_app() -> FastAPI:
    """One route, `GET /trivial`, with validated parameters and a response model."""
    app = FastAPI()
    page = _page()

    @app.get("/trivial", response_model=Page)
    async def trivial(  # noqa: PLR0917 - six parameters are the point
        need: Annotated[str, Query(min_length=2, max_length=2000)],  # noqa: ARG001
        postcode: Annotated[str, Query(pattern=r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$")],  # noqa: ARG001
        age: Annotated[int, Query(ge=0, le=130)],  # noqa: ARG001
        radius_m: Annotated[float, Query(gt=0)] = 16093.0,  # noqa: ARG001
        free: bool = False,  # noqa: ARG001
        limit: Annotated[int, Query(ge=1, le=50)] = 10,  # noqa: ARG001
    ) -> Page:
        return page

    return app


def _page() -> Page:
    return Page(total=120, hits=[_hit(number) for number in range(10)])


def _hit(number: int) -> Hit:
    return Hit(
        id=f"5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a{number:02}",
        name=f"Steady Steps {number}",
        organization="Steady Trust of North Hertfordshire",
        summary="Balance classes and home checks for people who have fallen. " * 6,
        phone="01632 000000",
        url="https://steady.example/falls",
        score=0.82,
        distance_m=850 + number,
        reasons=["Open to residents of the whole county.", "Free.", "0.5 miles away."] * 3,
        source=Source(id="synthetic", record_id=f"R{number:07}"),
    )
