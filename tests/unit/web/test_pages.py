"""The search page without a browser: what it shows, and what it never does."""

from __future__ import annotations

import re
from datetime import date, datetime

import msgspec
import pytest
from msgspec import structs
from msgspec.structs import replace

from tests.caller import Caller
from tests.desk import FALLS, RISKY_LINK, TODAY, ToldDesk, a_match, an_answer, assembled
from wayfinder.domain.answer import (
    Answer,
    Contact,
    Opening,
    PersonAnswer,
    PossibleAnswer,
    Reason,
    Understood,
    UnderstoodNeed,
    UnderstoodPlace,
    Urgent,
)
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.enquiry import Enquiry, Person
from wayfinder.domain.service import Claim, Origin
from wayfinder.errors import FieldError, MalformedPostcode, NotReady, UnknownPostcode
from wayfinder.index.bodies import hit_json

PATHS = ("/", f"/services/{FALLS.id}", "/quality")


def pressed(page: str, label: str) -> dict[str, str]:
    """The fields that a form sends when its button of this label is pressed."""
    at = page.index(label)
    form = page[page.rindex("<form", 0, at) : at]
    button = form[form.rindex("<button") :]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return dict(hidden + re.findall(r'<button [^>]*name="(\w+)" value="([^"]*)"', button))


HELP = {"urgent": an_answer().urgent, "front_doors": an_answer().front_doors}


def send(desk: ToldDesk, **fields: str) -> tuple[int, str]:
    response = Caller(assembled(desk)).post("/", data={"need": "falls", **fields})
    assert response.headers["cache-control"] == "no-store"
    return response.status_code, response.text


def test_the_emergency_line_is_always_there() -> None:
    pages = [
        Caller(assembled(ToldDesk())).get("/").text,
        send(ToldDesk())[1],
        send(ToldDesk(), need="")[1],
        send(ToldDesk(NotReady("no")))[1],
    ]
    assert all('href="tel:999"' in page for page in pages)


def test_the_form_posts_so_that_no_address_holds_a_need() -> None:
    page = Caller(assembled(ToldDesk())).get("/").text
    assert '<form class="search" id="search" method="post" action="/"' in page
    assert re.findall("<script[^>]*>", page) == ['<script src="/static/page.js" defer>']
    assert "Do not enter names" in page


def test_a_page_runs_our_own_script_and_no_other() -> None:
    policy = Caller(assembled(ToldDesk())).get("/").headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; connect-src 'self';" in policy
    assert "unsafe" not in policy


def test_only_the_empty_form_may_be_held_by_a_browser() -> None:
    kept = [Caller(assembled(ToldDesk())).get(path).headers["cache-control"] for path in PATHS]
    assert kept == ["no-cache", "no-store", "no-store"]


def test_results_show_what_is_known_and_what_is_not() -> None:
    status, page = send(ToldDesk())
    assert status == 200
    for shown in (
        "Falls and balance",
        "Showing results for",
        "If they cannot get up",
        "Steady Steps",
        "tel:01438000000",
        "0.5 miles",
        "The Hub, 2 High Street, SG1 1EH",
        "Open now, closes at 5pm",
        "How old are you?",
        "Not known: cost, waiting time: ask.",
        "Helps with falls and balance",
        "From sample, 3 March 2026; other, 2 January 2026.",
        "Not yet checked",
        "Last checked 3 March 2026",
        "We looked further away",
        "Only for under 18s",
        "HertsHelp",
        "Is the person a carer?",
        "Services that may help: 1 to 2 of 14",
    ):
        assert shown in page, shown


def test_what_was_read_in_the_words_is_shown_to_be_put_right() -> None:
    place = UnderstoodPlace(
        postcode=None, name="Hitchin", latitude=51.95, longitude=-0.28, areas=(),
        precision="area", source="a list",
    )  # fmt: skip
    understood = Understood(place=place, age=82, circumstances=("carer",), set_aside=("groups",))
    _, page = send(ToldDesk(an_answer(understood=understood)))
    for shown in (
        "Not searched for: groups.",
        "About somebody who is:",
        ">aged 82<",
        ">a carer<",
        "Near <strong>Hitchin</strong> (going by the words",
    ):
        assert shown in page, shown


def test_urgent_signposts_stand_above_results_and_doors_below() -> None:
    _, page = send(ToldDesk())
    places = [page.index(part) for part in ("Get help now", "1 to 2 of 14", "If none of these")]
    assert places == sorted(places)


def test_a_feed_cannot_put_script_or_strange_links_into_the_page() -> None:
    _, page = send(ToldDesk())
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "javascript:" not in page


def test_clinicians_numbers_are_not_shown() -> None:
    assert "01438 000 999" not in send(ToldDesk())[1]


def test_nothing_found_still_ends_in_a_front_door() -> None:
    _, page = send(ToldDesk(an_answer(matches=(), near_misses=(), total=0)))
    assert ">Nothing in the directory matches this</h1>" in page
    assert "If none of these is right" not in page
    assert "HertsHelp" in page


@pytest.mark.parametrize(
    ("need", "said"),
    [
        (" <b>bitcoin</b>\n", "“&lt;b&gt;bitcoin&lt;/b&gt;”"),
        ("bitcoin " * 40, f"“{'bitcoin ' * 11}bitcoin…”"),
    ],
)
def test_what_nothing_matches_is_said_small_as_it_was_typed(need: str, said: str) -> None:
    _, page = send(ToldDesk(an_answer(matches=(), near_misses=(), total=0)), need=need)
    assert f'<p class="quiet">You asked for {said}.</p>' in page
    assert "bitcoin" not in page.partition("</title>")[0]
    assert "bitcoin" not in page[page.index("<h1") : page.index("</h1>")]


@pytest.mark.parametrize(
    ("total", "button"), [(3, ">Next result<"), (4, ">Next 2 results<"), (14, ">Next 10 results<")]
)
def test_the_next_results_are_counted(total: int, button: str) -> None:
    assert button in send(ToldDesk(an_answer(total=total)))[1]


JOINT = replace(
    FALLS,
    origins={
        "*": Origin("council", "1", date(2026, 1, 1)),
        "phones": Origin("council", "2", date(2026, 2, 2)),
        "organization": Origin("register", "3", TODAY),
    },
    conflicts={"status": (Claim("temporarily closed", Origin("surgery", "9", TODAY)),)},
)
SOURCES = {"council": "The council", "register": "A register", "surgery": "The surgery"}
DOUBTS = tuple(
    Reason(code="sources_differ", field=field, text=f"Another source says {text}", source="surgery")
    for field, text in (("status", "it is temporarily closed: ask first."), ("phones", "so."))
)


def doubted() -> str:
    """The card of a service that another source doubts, in plain words."""
    match = replace(
        a_match(FALLS),
        service=msgspec.Raw(hit_json(JOINT, SOURCES)),
        reasons=DOUBTS,
        opening=Opening(status="unknown", text="Another source says: closed"),
    )
    page = send(ToldDesk(an_answer(matches=(match,), near_misses=(), front_doors=())))[1]
    return page[page.index("<article") : page.index("</article>")]


def test_a_card_names_each_source_of_the_service_once_with_its_latest_day() -> None:
    assert "From The council, 2 February 2026." in " ".join(doubted().split())


def test_who_says_that_it_is_shut_stands_right_below_the_name() -> None:
    card = doubted()
    said = '<p class="alert">The surgery says it is temporarily closed: ask first.</p>'
    places = [card.index(it) for it in ("Steady Steps</a>", said, "Balance classes")]
    assert places == sorted(places)
    assert card.count("closed") == 1


def test_another_s_number_stands_right_below_the_number() -> None:
    card = doubted()
    after_number = card[card.index("01438 000 000") :]
    assert after_number.index("The surgery says so.") < after_number.index("steady.example")
    assert "Why:" not in card


def test_near_misses_stand_open_where_nothing_fits() -> None:
    _, page = send(ToldDesk(an_answer(matches=(), total=0)))
    places = [
        page.index(part)
        for part in (
            "Nothing in the directory matches this",
            "Services that came close but do not fit (1)",
            "Who will help with anything",
        )
    ]
    assert places == sorted(places)
    assert '<details class="misses" open>' in page
    assert '<details class="misses">' in send(ToldDesk())[1]


def test_that_nobody_checked_is_explained_once_and_marked_on_each_result() -> None:
    mark = '<span class="tag tag-doubt">Not yet checked</span>'
    unchecked = a_match(FALLS)
    _, page = send(ToldDesk(an_answer(matches=(unchecked, unchecked), front_doors=())))
    assert page.count("by a person: confirm before relying on it") == 1
    assert page.count(mark) == 3
    _, page = send(ToldDesk(an_answer(matches=(a_match(RISKY_LINK),), front_doors=())))
    assert mark not in page


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ({}, "Urgent help – Services that may help – Wayfinder"),
        ({"urgent": ()}, "Services that may help – Wayfinder"),
        ({"urgent": (), "matches": (), "total": 0}, "Nothing matches – Wayfinder"),
    ],
)
def test_the_title_says_that_there_is_urgent_help_and_never_for_what(
    answer: dict[str, object], title: str
) -> None:
    _, page = send(ToldDesk(an_answer(**answer)))
    assert f"<title>{title}</title>" in page


@pytest.mark.parametrize(
    ("desk", "fields", "begins"),
    [
        (ToldDesk(), {}, '<section class="urgent"'),
        (ToldDesk(), {"need": ""}, '<section class="urgent"'),
        (ToldDesk(an_answer(urgent=())), {}, '<h1 class="found"'),
        (ToldDesk(an_answer(urgent=())), {"need": ""}, '<div class="summary"'),
        (ToldDesk(NotReady("no")), {}, '<div class="summary"'),
        (ToldDesk(NotReady("no")), {"need": ""}, '<div class="summary"'),
    ],
)
def test_one_thing_has_the_focus_and_it_is_the_first_to_be_read(
    desk: ToldDesk, fields: dict[str, str], begins: str
) -> None:
    focused = re.findall(r"<[^>]+ autofocus>", send(desk, **fields)[1])
    assert [tag.startswith(begins) and 'tabindex="-1"' in tag for tag in focused] == [True]


def urgent(category: str, *contacts: Contact) -> Urgent:
    said = "If they cannot get up or are hurt, get help now."
    return Urgent(category=category, message=said, contacts=contacts, rule="r")


NHS_111 = Contact(name="NHS 111", phone="111")
HELPLINE = Contact(name="A helpline", phone="0800 000 000")


@pytest.mark.parametrize(
    ("categories", "offered"),
    [
        (["urgent_physical"], False),
        (["suicide_self_harm"], False),
        (["domestic_abuse"], True),
        (["child_at_risk"], True),
        (["life_at_risk", "sexual_violence"], True),
    ],
)
def test_a_way_to_leave_quickly_is_for_dangers_from_somebody(
    categories: list[str], offered: bool
) -> None:
    dangers = tuple(urgent(it, NHS_111) for it in categories)
    _, page = send(ToldDesk(an_answer(urgent=dangers)))
    assert ("Leave this page quickly" in page) is offered


def test_who_is_to_be_called_for_two_dangers_is_named_once() -> None:
    dangers = (urgent("life_at_risk", NHS_111), urgent("domestic_abuse", NHS_111, HELPLINE))
    _, page = send(ToldDesk(an_answer(urgent=dangers)))
    box = page[page.index('<section class="urgent"') : page.index("</section>")]
    assert (box.count("NHS 111"), box.count("0800 000 000")) == (1, 1)


def test_the_way_out_stands_before_all_that_an_urgent_box_says() -> None:
    _, page = send(ToldDesk(an_answer(urgent=(urgent("domestic_abuse", NHS_111),))))
    box = page[page.index('<section class="urgent"') :]
    parts = ("Leave this page quickly", "Get help now", "If they cannot get up", "tel:111")
    places = [box.index(part) for part in parts]
    assert places == sorted(places)


def test_a_need_that_only_a_danger_implies_is_not_read_back() -> None:
    implied = UnderstoodNeed("suicide", "Suicidal thoughts", None, implied=True)
    _, page = send(ToldDesk(an_answer(understood=Understood(needs=(implied,)))))
    assert "Suicidal thoughts" not in page
    assert "We understood" not in page


HEARD = Understood(
    needs=(
        UnderstoodNeed("falls", "Falls and balance", "falls"),
        UnderstoodNeed("advocacy", "Advocacy: someone to speak up", "speak"),
    ),
    age=82,
    circumstances=("carer", "low_income"),
)


@pytest.mark.parametrize(
    ("chip", "person", "without"),
    [
        ("Falls and balance", Person(), ("falls",)),
        ("Advocacy", Person(), ("advocacy",)),
        ("aged 82", Person(circumstances=("carer", "low_income"), as_stated=True), ()),
        ("a carer", Person(age=82, circumstances=("low_income",), as_stated=True), ()),
    ],
)
def test_what_was_misheard_is_taken_back_by_its_button(
    chip: str, person: Person, without: tuple[str, ...]
) -> None:
    desk = ToldDesk(an_answer(understood=HEARD))
    page = send(desk, postcode="SG1 1EH", as_typed="yes")[1]
    send(desk, **pressed(page, f">{chip}<"))
    asked = desk.asked[-1]
    assert (asked.need, asked.postcode, asked.as_typed) == ("falls", "SG1 1EH", True)
    assert (asked.person, asked.without_needs) == (person, without)


def test_what_was_taken_back_stays_so_with_the_next_one() -> None:
    desk = ToldDesk(an_answer(understood=HEARD))
    page = send(desk, stated="yes", age="82", circumstances="carer", without="debt")[1]
    send(desk, **pressed(page, ">Falls and balance<"))
    assert desk.asked[-1].without_needs == ("debt", "falls")
    assert desk.asked[-1].person == Person(age=82, circumstances=("carer",), as_stated=True)


@pytest.mark.parametrize(("need", "kept"), [("falls", True), ("falls and debt", False)])
def test_what_was_taken_back_stays_so_until_the_words_change(need: str, kept: bool) -> None:
    desk = ToldDesk(an_answer(understood=HEARD))
    page = send(desk, stated="yes", without="debt")[1]
    send(desk, **pressed(page, ">Find services<") | {"need": need, "postcode": "AL1 3JE"})
    asked = desk.asked[-1]
    assert (asked.postcode, asked.without_needs) == ("AL1 3JE", ("debt",) if kept else ())
    assert asked.person.as_stated is kept


def asking(*answers: PossibleAnswer) -> ToldDesk:
    question = {"next_question": "Is she a carer?", "next_question_answers": answers}
    return ToldDesk(an_answer(understood=HEARD, **question))


def possible(answer: str, person: PersonAnswer | None) -> PossibleAnswer:
    changes = f"Would change much if {answer.lower()}."
    return PossibleAnswer(
        answer=answer, person=person, confirms=1, clears=0, rules_out=0, changes=changes
    )


CARER = possible("Yes", PersonAnswer(circumstances=("low_income", "carer")))
NO_CARER = possible("No", PersonAnswer(not_circumstances=("carer",)))


@pytest.mark.parametrize(
    ("button", "person"),
    [
        ("Yes", Person(age=82, circumstances=("low_income", "carer"))),
        ("No", Person(age=82, not_circumstances=("carer",))),
    ],
)
def test_a_question_is_answered_by_its_button(button: str, person: Person) -> None:
    desk = asking(CARER, NO_CARER)
    page = send(desk, age="82", postcode="SG1 1EH")[1]
    assert f"Would change much if {button.lower()}." in page
    page = send(desk, **pressed(page, f">{button}<"))[1]
    assert (desk.asked[-1].person, desk.asked[-1].postcode) == (person, "SG1 1EH")
    send(desk, **pressed(page, ">Take them back<"))
    assert desk.asked[-1].person == Person(age=82)


def test_answers_add_up_until_the_words_change() -> None:
    woman = possible("A woman", PersonAnswer(sex=Sex.FEMALE))
    desk = asking(NO_CARER, woman)
    page = send(desk, **pressed(send(desk)[1], ">No<"))[1]
    page = send(desk, **pressed(page, ">A woman<"))[1]
    assert desk.asked[-1].person == Person(not_circumstances=("carer",), sex=Sex.FEMALE)
    send(desk, **pressed(page, ">Find services<") | {"need": "debt"})
    assert desk.asked[-1].person == Person()


def test_what_was_answered_can_be_taken_back_by_its_own_button() -> None:
    desk = asking(CARER)
    page = send(desk, **pressed(send(desk)[1], ">Yes<"))[1]
    send(desk, **pressed(page, ">a carer<"))
    assert desk.asked[-1].person == Person(age=82, circumstances=("low_income",), as_stated=True)


def test_an_age_that_is_asked_is_given_in_its_field() -> None:
    page = send(asking(possible("Under 18", None)))[1]
    assert '<a href="#age">Give the age</a>' in page
    assert "<strong>Under 18</strong>" in page


def test_what_was_taken_back_can_be_heard_again() -> None:
    desk = ToldDesk(an_answer(understood=HEARD))
    page = send(desk, stated="yes", age="82", circumstances="carer", without="debt")[1]
    send(desk, **pressed(page, ">Go by the words again<"))
    assert (desk.asked[-1].person, desk.asked[-1].without_needs) == (Person(age=82), ())
    assert "Go by the words again" not in send(desk)[1]


@pytest.mark.parametrize(
    "told", ["How old are you?", "Serves Hertfordshire", "by a person: confirm", "0.5 miles"]
)
def test_a_result_says_each_thing_once(told: str) -> None:
    _, page = send(ToldDesk(an_answer(matches=(a_match(FALLS),))))
    assert page.count(told) == 1


def test_errors_are_summed_up_and_lead_to_their_fields() -> None:
    status, page = send(ToldDesk(), need="", age="old", postcode="SG1 1EH")
    assert status == 422
    assert "Error: Wayfinder</title>" in page
    for field in ("need", "age"):
        assert f'href="#{field}"' in page
        assert f'id="{field}-wrong"' in page
    assert 'value="SG1 1EH"' in page


def test_all_faults_of_a_form_are_told_at_once_in_its_order() -> None:
    bad_place = MalformedPostcode("Try SG1 1EH", (FieldError("postcode", "Try SG1 1EH"),))
    status, page = send(ToldDesk(bad_place), need="", age="old", postcode="zz")
    places = [page.index(f'<li><a href="#{field}">') for field in ("need", "postcode", "age")]
    assert (status, places) == (422, sorted(places))


@pytest.mark.parametrize(
    ("desk", "fields"),
    [
        (ToldDesk(MalformedPostcode("Try SG1 1EH").knowing(**HELP)), {"postcode": "zz"}),
        (ToldDesk(), {"age": "old"}),
    ],
)
def test_a_danger_shows_above_what_is_to_be_mended_and_doors_below(
    desk: ToldDesk, fields: dict[str, str]
) -> None:
    status, page = send(desk, **fields)
    parts = ("If they cannot get up", "There is a problem", "HertsHelp")
    places = [page.index(part) for part in parts]
    assert (status, places) == (422, sorted(places))


@pytest.mark.parametrize(
    "error",
    [
        MalformedPostcode("Try SG1 1EH"),
        MalformedPostcode("said", (FieldError("postcode", "Try SG1 1EH"),)),
    ],
)
def test_a_postcode_nobody_knows_is_told_at_its_field(error: MalformedPostcode) -> None:
    status, page = send(ToldDesk(error), postcode="zz")
    assert status == 422
    assert '<a href="#postcode">Try SG1 1EH</a>' in page
    assert 'aria-invalid="true"' in page


class Around(ToldDesk):
    """Knows the first half of postcodes only."""

    def answer(self, enquiry: Enquiry, as_of: datetime | None = None) -> Answer:
        said = super().answer(enquiry, as_of)
        if enquiry.postcode != "CM20":
            message = "We know CM20, but not that"
            raise UnknownPostcode(
                message, (FieldError("postcode", message),), {"outward": "CM20", **HELP}
            )
        place = UnderstoodPlace(
            postcode="CM20", latitude=51.8, longitude=0.1, areas=(), precision="outward", source="a"
        )
        return structs.replace(said, understood=structs.replace(said.understood, place=place))


def test_of_a_postcode_that_is_half_known_its_half_is_answered_beside_the_error() -> None:
    desk = Around()
    status, page = send(desk, postcode="CM20 1YJ")
    assert status == 422
    assert [each.postcode for each in desk.asked] == ["CM20 1YJ", "CM20"]
    assert '<a href="#postcode">We know CM20, but not that</a>' in page
    assert "Until that is mended, this is for CM20." in page
    assert FALLS.name in page
    assert page.index("There is a problem") < page.index("Until that") < page.index(FALLS.name)


def test_with_another_fault_in_the_form_nothing_is_answered() -> None:
    status, page = send(Around(), postcode="CM20 1YJ", age="old")
    assert (status, FALLS.name in page) == (422, False)


def test_not_ready_is_said_plainly() -> None:
    status, page = send(ToldDesk(NotReady("no release")))
    assert status == 503
    assert "The directory is not ready yet" in page


def test_the_next_page_is_asked_for_by_a_form() -> None:
    desk = ToldDesk()
    _, page = send(desk)
    assert '<input type="hidden" name="offset" value="2">' in page
    _, page = send(desk, offset="2")
    assert desk.asked[-1].offset == 2
    assert "3 to 4 of 14" in page


def test_a_correction_offers_what_was_typed_and_keeps_the_other_fields() -> None:
    _, page = send(ToldDesk(), postcode="SG1 1EH", age="81", offset="2")
    offer = page[page.index('<form class="instead" method="post"') :]
    offer = offer[: offer.index("</form>")]
    kept = {"need": "falls", "postcode": "SG1 1EH", "age": "81", "as_typed": "yes"}
    for name, value in kept.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in offer
    assert 'name="offset"' not in offer  # other words have a first page of their own
    shown = " ".join(re.sub(r"<[^>]+>", "", offer).split())
    assert shown == "Showing results for falling in place of “faling”. Search as typed instead"


def test_without_a_correction_nothing_is_offered() -> None:
    plain = an_answer(understood=Understood(needs=an_answer().understood.needs))
    assert "as typed" not in send(ToldDesk(plain))[1]


def test_a_search_as_typed_stays_so_on_the_next_page() -> None:
    desk = ToldDesk()
    _, page = send(desk, as_typed="yes")
    assert desk.asked[-1].as_typed
    more = page[page.index('<form class="more"') :]
    assert '<input type="hidden" name="as_typed" value="yes">' in more


def test_a_form_of_any_shape_is_read() -> None:
    caller = Caller(assembled(ToldDesk()))
    assert caller.post("/", content=b"%ff=%fe&need").status_code == 422
    assert caller.post("/", files={"need": ("a.txt", b"falls")}).status_code == 422
