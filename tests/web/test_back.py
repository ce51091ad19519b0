"""Back with script on: the results are there at once, and nowhere but in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.desk import FALLS, ToldDesk, an_answer
from wayfinder.domain.answer import Urgent

ABUSE = Urgent(category="domestic_abuse", message="You are not to blame.", contacts=(), rule="hits")
RESULTS = "Services that may help: 1 to 2 of 14"


@pytest.fixture
def modern(browser: Browser, address: str) -> Iterator[Page]:
    """A page under the very policy it is sent with; the address left for is answered here."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 700})
    context.route("https://www.bbc.co.uk/**", lambda it: it.fulfill(body="Cloudy"))
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def no_danger(desk: ToldDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "says", an_answer(urgent=()))


def test_back_by_keyboard_brings_the_results_and_the_place_in_them(
    modern: Page, address: str, desk: ToldDesk
) -> None:
    search(modern)
    asked = len(desk.asked)
    link = modern.get_by_role("link", name=FALLS.name, exact=True).first
    link.focus()
    modern.keyboard.press("Enter")
    heading = modern.get_by_role("heading", level=1, name=FALLS.name)
    expect(heading).to_be_focused()
    assert modern.url == f"{address}/services/{FALLS.id}"
    modern.go_back()
    expect(modern.get_by_role("heading", name=RESULTS)).to_be_visible()
    expect(link).to_be_focused()
    expect(modern.get_by_label("What is needed")).to_have_value("falls")
    assert (modern.url, modern.title()) == (f"{address}/", "Services that may help – Wayfinder")
    modern.go_forward()
    expect(heading).to_be_visible()
    modern.go_back()
    modern.go_back()
    expect(modern.get_by_role("heading", name="What do you need help with?")).to_be_visible()
    assert len(desk.asked) == asked


def test_a_service_has_a_way_back_where_there_is_something_to_go_back_to(modern: Page) -> None:
    back = modern.get_by_role("link", name="Back to the results")
    modern.goto(f"/services/{FALLS.id}")
    expect(back).to_have_count(0)
    search(modern)
    modern.get_by_role("link", name=FALLS.name, exact=True).first.click()
    back.first.click()
    expect(modern.get_by_role("heading", name=RESULTS)).to_be_visible()


def test_the_words_are_in_no_address_no_history_and_no_storage(modern: Page) -> None:
    seen: list[str] = []
    modern.on("request", lambda request: seen.append(request.url))
    search(modern)
    modern.get_by_role("link", name=FALLS.name, exact=True).first.click()
    expect(modern.get_by_role("heading", level=1, name=FALLS.name)).to_be_visible()
    modern.go_back()
    told = modern.evaluate(
        "[JSON.stringify(history.state), localStorage.length, sessionStorage.length,"
        " document.cookie]"
    )
    assert told == ['{"at":1}', 0, 0, ""]
    assert [url for url in seen if "falls" in url or "SG1" in url] == []


def test_after_a_quick_exit_nothing_comes_back(
    modern: Page, desk: ToldDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "says", an_answer(urgent=(ABUSE,)))
    search(modern)
    modern.get_by_role("link", name=FALLS.name, exact=True).first.click()
    expect(modern.get_by_role("heading", level=1, name=FALLS.name)).to_be_visible()
    modern.go_back()
    modern.get_by_role("link", name="Leave this page quickly").click()
    expect(modern.get_by_text("Cloudy")).to_be_visible()
    assert modern.go_forward() is None
    expect(modern.get_by_text("Cloudy")).to_be_visible()
    for _ in range(2):
        modern.go_back()
        expect(modern.get_by_role("heading", name="What do you need help with?")).to_be_visible()
        expect(modern.get_by_label("What is needed")).to_have_value("")
        expect(modern.get_by_text(FALLS.name, exact=True)).to_have_count(0)
        assert modern.title() == "Wayfinder"


def test_a_service_that_was_left_quickly_does_not_come_back(modern: Page, address: str) -> None:
    search(modern)
    modern.get_by_role("link", name=FALLS.name, exact=True).first.click()
    modern.get_by_role("link", name="Leave this page quickly").click()
    expect(modern.get_by_text("Cloudy")).to_be_visible()
    modern.go_back()
    expect(modern.get_by_label("What is needed")).to_have_value("")
    assert modern.url == f"{address}/"


def test_a_new_start_forgets_what_was_asked(modern: Page) -> None:
    search(modern)
    modern.get_by_role("link", name="Wayfinder").click()
    expect(modern.get_by_role("heading", name="What do you need help with?")).to_be_visible()
    modern.reload()
    expect(modern.get_by_label("What is needed")).to_have_value("")


def test_enter_sends_and_shift_enter_starts_a_line(modern: Page, desk: ToldDesk) -> None:
    modern.goto("/")
    expect(modern.get_by_label("What is needed")).to_be_focused()
    expect(modern.get_by_text("Shift and Enter starts a new line")).to_be_visible()
    modern.keyboard.type("falls")
    modern.keyboard.press("Shift+Enter")
    modern.keyboard.type("at night")
    modern.keyboard.press("Enter")
    expect(modern.get_by_role("heading", name=RESULTS)).to_be_focused()
    assert desk.asked[-1].need.split() == ["falls", "at", "night"]


def test_the_search_is_changed_from_the_top_of_the_results(modern: Page) -> None:
    search(modern)
    modern.keyboard.press("Tab")
    modern.keyboard.press("Enter")
    expect(modern.get_by_label("What is needed")).to_be_focused()
    modern.get_by_role("link", name=FALLS.name, exact=True).first.click()
    modern.go_back()
    expect(modern.get_by_role("heading", name=RESULTS)).to_be_visible()


def test_each_button_still_sends_what_it_names(modern: Page, desk: ToldDesk) -> None:
    search(modern)
    modern.get_by_role("button", name="aged 81").click()
    expect(modern.get_by_role("heading", name=RESULTS)).to_be_focused()
    assert (desk.asked[-1].person.age, desk.asked[-1].person.as_stated) == (None, True)
    modern.get_by_role("button", name="Next 10 results").click()
    expect(modern.get_by_role("heading", name="3 to 4 of 14")).to_be_visible()
    modern.go_back()
    expect(modern.get_by_role("heading", name=RESULTS)).to_be_visible()


def test_where_fetching_fails_the_browser_goes_its_own_way(modern: Page, desk: ToldDesk) -> None:
    refused: list[str] = []

    def answer(route: Route) -> None:
        if route.request.resource_type != "fetch":
            return route.fallback()
        refused.append(route.request.url)
        return route.abort()

    modern.route("**/*", answer)
    search(modern)
    modern.get_by_role("button", name="aged 81").click()
    expect(modern.get_by_text("Something was left out at your wish.")).to_be_visible()
    assert refused
    assert desk.asked[-1].person.as_stated
    modern.get_by_role("link", name=FALLS.name, exact=True).first.click()
    expect(modern.get_by_role("heading", level=1, name=FALLS.name)).to_be_visible()


def search(page: Page) -> None:
    page.goto("/")
    page.get_by_label("What is needed").fill("falls")
    page.get_by_label("Postcode").fill("SG1 1EH")
    page.get_by_role("button", name="Find services").click()
    expect(page.get_by_role("heading", name=RESULTS)).to_be_visible()
