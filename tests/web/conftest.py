"""A real server in a thread and a real browser; both are skipped where Chromium is absent."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from tests.desk import ToldDesk, assembled

CHROMIUM = Path("/usr/bin/chromium")


# Playwright keeps an event loop running in this thread: a longer life would break other tests'
# asyncio in the same worker.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium at /usr/bin/chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def desk() -> ToldDesk:
    return ToldDesk()


@pytest.fixture(scope="session")
def address(desk: ToldDesk) -> Iterator[str]:
    """The address of a server in a thread of its own."""
    config = uvicorn.Config(assembled(desk), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page with JavaScript off, as a resident with an old or careful browser has it."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted_page(browser: Browser, address: str) -> Iterator[Page]:
    """A page with JavaScript on, for axe, which is a script itself, and for the API's docs."""
    context = browser.new_context(base_url=address, bypass_csp=True)
    yield context.new_page()
    context.close()
