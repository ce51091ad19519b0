"""The application as a running process: it looks for a new release by itself."""

from __future__ import annotations

import asyncio

import pytest

from tests.desk import ToldDesk, assembled


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


class TroubledDesk(LookingDesk):
    """Fails at every look."""

    def look(self) -> None:
        super().look()
        raise RuntimeError("no disk")


@pytest.mark.parametrize("desk_type", [LookingDesk, TroubledDesk])
def test_it_looks_again_and_again_until_it_is_stopped(desk_type: type[LookingDesk]) -> None:
    async def run() -> tuple[int, int, set[asyncio.Task[None]]]:
        desk = desk_type()
        running = assembled(desk, look_s=0.001)
        async with running.router.lifespan_context(running):
            await asyncio.wait_for(desk.thrice.wait(), 10)
        stopped_at = desk.looks
        await asyncio.sleep(0.02)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        return stopped_at, desk.looks, left

    stopped_at, later, left = asyncio.run(run())
    assert (later, left) == (stopped_at, set())
