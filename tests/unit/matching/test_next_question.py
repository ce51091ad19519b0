"""The question that removes most doubt, and what each of its answers would really change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from msgspec import structs

from tests.answering import HERTFORDSHIRE, HOME, Asked, named, numbered
from tests.made_up import areas
from tests.unit.matching.conftest import Open
from wayfinder.domain.answer import Answer, PersonAnswer
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.enquiry import Person, Tie
from wayfinder.matching.next_question import WHAT_IS_WRONG

HERE = areas(HERTFORDSHIRE)
CAMBRIDGESHIRE = "E10000003"


def registered(*codes: str) -> Coverage:
    text = "people registered with a GP in " + " or ".join(codes)
    return Coverage(rules=(CoverageRule(kind=CoverageKind.GP, text=text, area_codes=codes),))


WOMEN, MEN = Eligibility(sex=Sex.FEMALE), Eligibility(sex=Sex.MALE)
ADULTS = Eligibility(minimum_age=18)
CARERS = Eligibility(circumstances=("carer",))
NO_CARERS = Eligibility(excluded=("carer",))
YOUNG_WOMEN = Eligibility(sex=Sex.FEMALE, maximum_age=24)
WORDS = Eligibility(text="Ask us whether this is for you")
TODDLERS = Eligibility(minimum_age=0.5, maximum_age=2.5)

Told = tuple[str, str]
Rules = Sequence[Eligibility | Coverage]

ROWS: list[tuple[str, Rules, Person, str | None, list[Told]]] = [
    ("nothing is open", [Eligibility()], Person(), None, []),
    ("nothing can be answered", [WORDS, WORDS], Person(), None, []),
    ("age", [ADULTS], Person(), "How old is the person?",
     [("Under 18", "Would rule out 1 of the 1 found."),
      ("18 or over", "Would confirm 1 of the 1 found.")]),
    ("ages of several", [ADULTS, TODDLERS], Person(), "How old is the person?",
     [("Under 0.5", "Would rule out 2 of the 2 found."),
      ("0.5 to 2.5", "Would confirm 1 and rule out 1 of the 2 found."),
      ("Over 2.5 to 17", "Would rule out 2 of the 2 found."),
      ("18 or over", "Would confirm 1 and rule out 1 of the 2 found.")]),
    ("women's services", [WOMEN, WOMEN, ADULTS], Person(), "Is the person a woman?",
     [("Female", "Would confirm 2 of the 3 found."),
      ("Male", "Would rule out 2 of the 3 found.")]),
    ("of either sex", [WOMEN, MEN], Person(), "Is the person female or male?",
     [("Female", "Would confirm 1 and rule out 1 of the 2 found."),
      ("Male", "Would confirm 1 and rule out 1 of the 2 found.")]),
    ("more is asked as well", [YOUNG_WOMEN, WOMEN], Person(), "Is the person a woman?",
     [("Female", "Would confirm 1 and leave less to ask of 1 of the 2 found."),
      ("Male", "Would rule out 2 of the 2 found.")]),
    ("a circumstance", [CARERS, CARERS, NO_CARERS], Person(), "Is the person a carer?",
     [("Yes", "Would confirm 2 and rule out 1 of the 3 found."),
      ("No", "Would confirm 1 and rule out 2 of the 3 found.")]),
    ("what is known is not asked", [CARERS, WOMEN], Person(circumstances=("carer",)),
     "Is the person a woman?",
     [("Female", "Would confirm 1 of the 2 found."), ("Male", "Would rule out 1 of the 2 found.")]),
    ("a GP", [registered(HERTFORDSHIRE)] * 3 + [ADULTS], Person(),
     f"Is the person registered with a GP in {HERTFORDSHIRE}?",
     [("Yes", "Would leave less to ask of 3 of the 4 found."),
      ("No", "Would rule out 3 of the 4 found.")]),
    ("a GP in one of two", [registered(HERTFORDSHIRE, CAMBRIDGESHIRE)], Person(),
     f"Is the person registered with a GP in {HERTFORDSHIRE} or {CAMBRIDGESHIRE}?",
     [("Yes, Hertfordshire", "Would leave less to ask of 1 of the 1 found."),
      ("Yes, Cambridgeshire", "Would leave less to ask of 1 of the 1 found."),
      ("No", "Would rule out 1 of the 1 found.")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "person", "question", "answers"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS]
)
def test_what_is_asked_and_what_each_answer_would_change(
    open_directory: Open,
    rules: Rules,
    person: Person,
    question: str | None,
    answers: list[Told],
) -> None:
    answer = ask(open_directory(services(rules)), person)
    assert answer.next_question == question
    told = [(each.answer, each.changes) for each in answer.next_question_answers]
    assert told == [(words, changes) for words, changes in answers]


def services(rules: Rules) -> list[object]:
    return [_service(number, rule) for number, rule in enumerate(rules)]


def _service(number: int, rule: Eligibility | Coverage) -> object:
    if isinstance(rule, Coverage):
        return numbered(number, str(number), needs=("damp",), coverage=rule, eligibility=WORDS)
    return numbered(number, str(number), needs=("damp",), coverage=HERE, eligibility=rule)


def ask(asked: Asked, person: Person) -> Answer:
    return asked(needs=("damp",), postcode=HOME, person=person)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_sending_an_answer_changes_just_what_was_foretold(open_directory: Open, row: tuple) -> None:  # type: ignore[type-arg]
    asked, person = open_directory(services(row[1])), row[2]
    before = verdicts(ask(asked, person))
    for told in ask(asked, person).next_question_answers:
        if told.person is None:
            continue
        after = verdicts(ask(asked, sent(person, told.person)))
        assert len(before.keys() - after.keys()) == told.rules_out
        sure = [name for name, verdict in after.items() if verdict and not before[name]]
        assert len(sure) == told.confirms


def sent(person: Person, answer: PersonAnswer) -> Person:
    fields = {name: getattr(answer, name) for name in answer.__struct_fields__}
    return structs.replace(person, **{name: it for name, it in fields.items() if it is not None})


def verdicts(answer: Answer) -> Mapping[str, bool]:
    """Each service that is offered, and whether it is sure to take the person."""
    return {
        named(match.service): match.serves == "yes" and match.eligibility.verdict == "met"
        for match in answer.matches
        if match.serves != "no"
    }


def test_where_no_need_was_heard_that_is_asked(open_directory: Open) -> None:
    answer = open_directory(services([WOMEN]))("xyzzy")
    assert answer.next_question == WHAT_IS_WRONG
    assert answer.next_question_answers == ()


def test_an_answer_holds_all_that_is_known_and_not_only_what_is_new(open_directory: Open) -> None:
    asked = open_directory(services([CARERS]))
    tie = Tie(kind=CoverageKind.WORK, area=HERTFORDSHIRE)
    person = Person(circumstances=("veteran",), not_circumstances=("student",), ties=(tie,))
    yes, no = ask(asked, person).next_question_answers
    assert yes.person == PersonAnswer(circumstances=("veteran", "carer"))
    assert no.person == PersonAnswer(not_circumstances=("student", "carer"))
    asked = open_directory(services([registered(HERTFORDSHIRE)]))
    yes, no = ask(asked, person).next_question_answers
    gp = Tie(kind=CoverageKind.GP, area=HERTFORDSHIRE)
    assert yes.person == PersonAnswer(ties=(tie, gp))
    assert no.person == PersonAnswer(ties=(tie, structs.replace(gp, holds=False)))


def test_an_age_is_sent_itself(open_directory: Open) -> None:
    answers = ask(open_directory(services([ADULTS])), Person()).next_question_answers
    assert [each.person for each in answers] == [None, None]


def test_of_a_grown_up_no_age_of_a_child_is_foretold(open_directory: Open) -> None:
    over_55 = Eligibility(minimum_age=55)
    answer = open_directory(services([over_55]))("my husband has a damp flat", HOME)
    assert [each.answer for each in answer.next_question_answers] == ["18 to 54", "55 or over"]


def test_only_the_first_ten_count(open_directory: Open) -> None:
    rules = [ADULTS] * 10 + [WOMEN] * 30
    answer = ask(open_directory(services(rules)), Person())
    assert answer.next_question == "How old is the person?"
    assert answer.next_question_answers[0].changes == "Would rule out 10 of the first ten."
