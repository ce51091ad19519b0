"""`/docs`: Swagger UI from the package `fastapi-offline`, so that no page loads from elsewhere.

Only its files are used: its own page starts Swagger by an inline script, which our content
security policy refuses.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI, Response
from starlette.staticfiles import StaticFiles

_OWN = Path(__file__).parent / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def install(app: FastAPI) -> None:
    """Add the page and the files it loads."""
    app.include_router(_router())
    swagger = Path(str(files("fastapi_offline"))) / "static"
    app.mount("/docs/swagger", StaticFiles(directory=swagger))
    app.mount("/docs/own", StaticFiles(directory=_OWN))


def _router() -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    page = (_OWN / "docs.html").read_bytes()

    @routes.get("/docs")
    async def docs() -> Response:
        """The API, described so that it can be tried out in a browser."""
        return Response(page, media_type="text/html", headers={"content-security-policy": _POLICY})

    return routes
