"""The search page in a real browser, by keyboard, without JavaScript."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from tests.desk import ToldDesk, an_answer
from wayfinder.domain.answer import Contact, Urgent

HURT = Urgent(
    category="domestic_abuse",
    message="If you are in danger now, call 999.",
    contacts=(Contact(name="A helpline", phone="0800 000 000"),),
    rule="hurt",
)


def test_a_search_by_keyboard_alone(page: Page, address: str, desk: ToldDesk) -> None:
    page.goto("/")
    expect(page.get_by_label("What is needed")).to_be_focused()
    page.keyboard.type("my mum keeps falling over")
    page.keyboard.press("Tab")
    page.keyboard.type("SG1 1EH")
    page.keyboard.press("Tab")
    page.keyboard.type("81")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Services that may help")).to_be_visible()
    assert page.url == f"{address}/"
    asked = desk.asked[-1]
    assert (asked.need, asked.postcode, asked.person.age) == (
        "my mum keeps falling over",
        "SG1 1EH",
        81,
    )


def test_what_was_typed_stays_in_the_form(page: Page) -> None:
    search(page)
    expect(page.get_by_label("What is needed")).to_have_value("falls")
    expect(page.get_by_label("Postcode")).to_have_value("SG1 1EH")


def test_an_error_leads_to_its_field(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Find services").click()
    assert "Error: " in page.title()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#need")).to_be_focused()


def test_the_next_results_come_by_a_button(page: Page, desk: ToldDesk) -> None:
    search(page)
    page.get_by_role("button", name="Next 10 results").click()
    assert desk.asked[-1].offset == 2
    expect(page.get_by_role("heading", name="Services that may help: 3 to 4 of 14")).to_be_visible()


def test_what_was_typed_is_searched_by_keyboard_alone(
    page: Page, address: str, desk: ToldDesk
) -> None:
    search(page)
    offer = page.get_by_role("button", name="Search as typed instead")
    while not offer.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    asked = desk.asked[-1]
    assert (asked.as_typed, asked.need, asked.postcode) == (True, "falls", "SG1 1EH")
    assert page.url == f"{address}/"


def test_whoever_reads_on_finds_the_way_past_the_header_first(page: Page) -> None:
    page.goto("/quality")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()


def test_after_a_search_the_urgent_box_has_the_focus_and_its_way_out_comes_next(
    page: Page, desk: ToldDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "says", an_answer(urgent=(HURT,)))
    page.set_viewport_size({"width": 375, "height": 750})
    search(page)
    expect(page.get_by_role("region", name="Get help now")).to_be_focused()
    leave = page.get_by_role("link", name="Leave this page quickly")
    expect(leave).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    expect(leave).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="0800 000 000")).to_be_focused()


def test_a_phone_shows_every_number_of_a_danger_on_its_first_screen(
    page: Page, desk: ToldDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "24 hours, all ages; you can call for somebody else."
    six = tuple(Contact(name="A helpline", phone=f"0800 000 00{it}", note=note) for it in range(6))
    monkeypatch.setattr(desk, "says", an_answer(urgent=(replace(HURT, contacts=six),)))
    page.set_viewport_size({"width": 375, "height": 750})
    search(page)
    for each in six:
        expect(page.get_by_role("link", name=each.phone)).to_be_in_viewport(ratio=1)


def test_after_a_search_without_danger_the_results_heading_has_the_focus(
    page: Page, desk: ToldDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "says", an_answer(urgent=()))
    search(page)
    expect(page.get_by_role("heading", name="Services that may help")).to_be_focused()


def test_the_way_out_stays_in_sight_in_a_long_urgent_box(
    page: Page, desk: ToldDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple(Contact(name=f"Helpline {it}", phone=f"0800 {it}") for it in range(30))
    long = replace(HURT, contacts=many)
    monkeypatch.setattr(desk, "says", an_answer(urgent=(long,)))
    page.set_viewport_size({"width": 375, "height": 750})
    search(page)
    contact = page.get_by_role("region", name="Get help now").get_by_role("link").nth(6)
    contact.focus()
    expect(contact).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Leave this page quickly")).to_be_in_viewport(ratio=1)


def test_what_was_misheard_is_taken_back_by_keyboard_alone(
    page: Page, address: str, desk: ToldDesk
) -> None:
    search(page)
    chip = page.get_by_role("button", name="aged 81")
    while not chip.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    asked = desk.asked[-1]
    assert (asked.need, asked.person.age, asked.person.as_stated) == ("falls", None, True)
    assert page.url == f"{address}/"


def test_whatever_is_pressed_is_large_enough(page: Page) -> None:
    """24 by 24 CSS pixels: WCAG 2.2, 2.5.8."""
    page.set_viewport_size({"width": 375, "height": 750})
    search(page)
    boxes = [button.bounding_box() for button in page.get_by_role("button").all()]
    assert boxes
    assert [box for box in boxes if box is None or min(box["width"], box["height"]) < 24] == []


def test_print_leaves_out_the_form(page: Page) -> None:
    search(page)
    page.emulate_media(media="print")
    expect(page.locator("form.search")).to_be_hidden()
    expect(page.get_by_role("heading", name="Steady Steps").first).to_be_visible()


def test_a_laptop_s_screen_holds_three_results_and_more(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    search(page)
    boxes = [result.bounding_box() for result in page.get_by_role("article").all()]
    assert [box for box in boxes if box is None or box["height"] > 768 / 3] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(scripted_page: Page, width: int) -> None:
    scripted_page.set_viewport_size({"width": width, "height": 800})
    search(scripted_page)
    assert scripted_page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_no_fault_in_the_empty_form(scripted_page: Page) -> None:
    scripted_page.goto("/")
    assert_faultless(scripted_page)


def test_axe_finds_no_fault_in_the_results(scripted_page: Page) -> None:
    search(scripted_page)
    scripted_page.locator("details.misses summary").click()
    assert_faultless(scripted_page)


def test_axe_finds_no_fault_in_the_errors(scripted_page: Page) -> None:
    scripted_page.goto("/")
    scripted_page.get_by_label("Age").fill("old")
    scripted_page.get_by_role("button", name="Find services").click()
    assert_faultless(scripted_page)


def test_axe_finds_no_fault_where_a_danger_stands_above_errors(scripted_page: Page) -> None:
    search(scripted_page)
    scripted_page.get_by_label("Age").fill("old")
    scripted_page.get_by_role("button", name="Find services").click()
    expect(scripted_page.get_by_role("heading", name="Get help now")).to_be_visible()
    expect(scripted_page.get_by_role("alert")).to_be_visible()
    assert_faultless(scripted_page)


def test_nothing_is_loaded_from_elsewhere(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    search(page)
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []


def test_the_api_can_be_tried_out_offline(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/docs")
    page.get_by_role("button", name="POST /v1/match Match").click()
    expect(page.get_by_role("button", name="Try it out")).to_be_visible()
    page.close()
    assert said == []


def search(page: Page) -> None:
    page.goto("/")
    page.get_by_label("What is needed").fill("falls")
    page.get_by_label("Postcode").fill("SG1 1EH")
    # The answer has the form's own address: without waiting for it a script may look too early.
    with page.expect_navigation():
        page.get_by_role("button", name="Find services").click()


def assert_faultless(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
