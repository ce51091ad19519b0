"""The pages of a service and of the directory's quality, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.desk import FALLS

PATHS = (f"/services/{FALLS.id}", "/services/none", "/quality", "/quality?source=sample")


def test_a_result_leads_to_its_service_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.get_by_label("What is needed").fill("falls")
    with page.expect_navigation():
        page.get_by_role("button", name="Find services").click()
    name = page.get_by_role("link", name=FALLS.name, exact=True).first
    while not name.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=FALLS.name)).to_be_visible()
    expect(page.get_by_text("From Sample Council, 3 March 2026.").first).to_be_visible()
    expect(page.get_by_text("Address withheld")).to_be_visible()


def test_a_service_can_be_taken_along_on_paper(page: Page) -> None:
    page.goto(PATHS[0])
    page.emulate_media(media="print")
    expect(page.get_by_text("01438 000 000")).to_be_visible()
    expect(page.get_by_role("link", name="Leave this page quickly")).to_be_hidden()
    expect(page.get_by_role("link", name="Search for something else")).to_be_hidden()


def test_a_source_s_own_counts_are_reached_by_keyboard_alone(page: Page) -> None:
    page.goto("/quality")
    name = page.get_by_role("link", name="Sample Council")
    while not name.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Sample Council: quality")).to_be_visible()
    expect(page.get_by_role("table", name="Last checked by a person")).to_be_visible()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_nothing_is_wider_than_the_window(scripted_page: Page, path: str, width: int) -> None:
    scripted_page.set_viewport_size({"width": width, "height": 800})
    scripted_page.goto(path)
    assert scripted_page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_no_fault(scripted_page: Page, path: str) -> None:
    scripted_page.goto(path)
    found = Axe().run(scripted_page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_loaded_from_elsewhere(page: Page, address: str, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []
