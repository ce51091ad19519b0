"""Every page for people, and the style sheet they load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from wayfinder.domain.quality import Quality
from wayfinder.web import quality, search, services
from wayfinder.web.rendering import templates

_STATIC = Path(__file__).parent / "static"


def install(
    app: FastAPI,
    answer: search.Answering,
    asked: services.Asked,
    measured: Callable[[], Quality],
) -> None:
    """Add the pages, over the things they ask of the house."""
    made = templates()
    app.include_router(search.router(answer, made))
    app.include_router(services.router(asked, made))
    app.include_router(quality.router(measured, made))
    app.mount("/static", StaticFiles(directory=_STATIC))
