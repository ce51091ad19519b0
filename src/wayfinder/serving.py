"""Runs the server: one address, quiet logs that hold nothing of a resident's."""

from __future__ import annotations

import socket
from typing import Any

import uvicorn

from wayfinder.errors import PortTaken

_LINES = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(message)s"},
        "named": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "plain": {**_LINES, "formatter": "plain"},
        "named": {**_LINES, "formatter": "named"},
    },
    "loggers": {
        "wayfinder.access": {"handlers": ["plain"], "level": "INFO", "propagate": False},
        "wayfinder": {"handlers": ["named"], "level": "INFO"},
        "uvicorn": {"handlers": ["named"], "level": "WARNING", "propagate": False},
    },
}
"""Our own access lines only: uvicorn's hold the raw path, and a path can hold a postcode."""


def check_free(host: str, port: int) -> None:
    """Raise PortTaken when another program listens there, before any work is done."""
    family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, proto) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise PortTaken(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Choose another, for example: wayfinder serve --port {port % 65535 + 1}"
            ) from error


def address(host: str, port: int) -> str:
    """The address as a browser takes it; "all interfaces" is reached as localhost."""
    shown = "localhost" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def run(host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    uvicorn.run(
        "wayfinder.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=LOGGING,
        access_log=False,
        server_header=False,
    )
