"""The application as a running process: it looks for a new release by itself."""

from __future__ import annotations

import asyncio

import pytest

from tests.desk import ToldDesk, assembled
from wayfinder import app


class LookingDesk(ToldDesk):
    """Counts the looks, and says when there were three."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self.thrice = asyncio.Event()

    def look(self) -> None:
        self.looks += 1
        if self.looks == 3:
            self.thrice.set()


def test_it_looks_again_and_again_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK_S", 0.001)

    async def run() -> tuple[int, int, set[asyncio.Task[None]]]:
        desk = LookingDesk()
        running = assembled(desk)
        async with running.router.lifespan_context(running):
            await asyncio.wait_for(desk.thrice.wait(), 10)
        stopped_at = desk.looks
        await asyncio.sleep(0.02)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        return stopped_at, desk.looks, left

    stopped_at, later, left = asyncio.run(run())
    assert (later, left) == (stopped_at, set())
