"""What the commands show to people of an answer: on stdout, and what went wrong on stderr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import msgspec
from rich.console import Console
from rich.text import Text

from wayfinder.domain.answer import (
    Answer,
    Contact,
    Correction,
    FrontDoor,
    Match,
    NearMiss,
    Understood,
    Urgent,
)
from wayfinder.domain.checked import Checked
from wayfinder.errors import WayfinderError
from wayfinder.index.bodies import HitService
from wayfinder.web import words


def show_answer(answer: Answer, need: str) -> None:
    """An answer fit to be read aloud: danger first, then results, then who else will help.

    `need` is what was asked: where nothing matches, that is said of it.
    """
    out = Console(highlight=False)
    _show_urgent(out, answer.urgent)
    _show_corrections(out, answer.understood.corrections)
    _show_understood(out, answer.understood)
    if answer.next_question:
        out.print(Text(f"Ask: {answer.next_question}\n", style="bold"))
    for number, match in enumerate(answer.matches, start=1):
        _show_match(out, number, match)
    if not answer.matches:
        _show_nothing_found(out, need, answer.near_misses)
    for step in answer.relaxed:
        out.print(Text(step.text))
    these = "If none of these is right, these" if answer.matches else "These"
    _show_doors(out, f"{these} will take any enquiry:", answer.front_doors)
    out.print(Text(f"\n{answer.emergency}", style="bold"))


def show_checked(checked: Checked) -> None:
    """One service, fit to be read aloud: danger first, then whether and why (not), what to ask."""
    out = Console(highlight=False)
    _show_urgent(out, checked.urgent)
    service = msgspec.json.decode(checked.service, type=HitService)
    out.print(Text(service.name, style="bold"))
    for line in filter(None, _told_of(checked)):
        out.print(_indented(line))
    doors = "If it is not the right one, these will take any enquiry:"
    _show_doors(out, f"\n{doors}", checked.front_doors)
    out.print(Text(f"\n{checked.emergency}", style="bold"))


def _told_of(checked: Checked) -> Iterator[str | None]:
    left_out = f"left out; {checked.total} are found"
    where = f"number {checked.rank} of {checked.total}" if checked.rank else left_out
    yield f"In the results: {'yes' if checked.in_results else 'no'} ({where})."
    yield from (f"Against: {each.text}" for each in checked.why_not)
    yield from (each.text for each in checked.reasons if each.code != "serves_no")
    yield checked.opening.text if words.told(checked.opening) else None
    yield from (f"Ask: {ask}" for ask in checked.ask)
    yield f"As it stood in release {checked.release}, published {checked.released_at}."


def _show_urgent(out: Console, signposts: Sequence[Urgent]) -> None:
    for urgent in signposts:
        out.print(Text(urgent.message, style="bold red"))
        for contact in urgent.contacts:
            out.print(_indented(_contact(contact)))
        out.print()


def _show_corrections(out: Console, corrections: Sequence[Correction]) -> None:
    if corrections:
        read = ", ".join(f"{each.to} (typed: {each.from_})" for each in corrections)
        out.print(Text(f"Showing results for {read}. Add --as-typed to search as typed.\n"))


def _show_understood(out: Console, understood: Understood) -> None:
    """What was read in the words, so that whoever asks can put it right."""
    about, place = words.about(understood), understood.place
    heard = place is not None and place.postcode is not None and place.field == "need"
    lines = (
        f"About somebody who is {about}." if about else None,
        f"Near {place.name}: give a postcode to be exact." if place and place.name else None,
        f"Near {place.postcode}, as the words say." if place and heard else None,
        f"Not searched for: {', '.join(understood.set_aside)}." if understood.set_aside else None,
    )
    for line in filter(None, lines):
        out.print(Text(line))


def _show_nothing_found(out: Console, need: str, near_misses: Sequence[NearMiss]) -> None:
    out.print(Text(f"Nothing in the directory matches “{need.strip()}”.", style="bold"))
    if near_misses:
        out.print("These came close but do not fit:")
    for miss in near_misses:
        service = msgspec.json.decode(miss.service, type=HitService)
        out.print(_indented(f"{service.name}: {miss.reason.text}"))
    out.print()


def _show_doors(out: Console, title: str, doors: Sequence[FrontDoor]) -> None:
    if doors:
        out.print(Text(title, style="bold"))
    for door in doors:
        out.print(_indented(_contact(door)))


def _show_match(out: Console, number: int, match: Match) -> None:
    service = msgspec.json.decode(match.service, type=HitService)
    out.print(Text(f"{number}. {service.name}", style="bold"))
    asks, unknown = words.asks(match), words.unknown(match, service)
    checked = words.day(service.assured_date)
    lines = (
        service.organization.name if service.organization.name != service.name else None,
        *(f"Phone {phone.number}" for phone in service.phones),
        words.address(match.location, service.name) if match.location else None,
        words.miles(match.distance_m),
        match.opening.text if words.told(match.opening) else None,
        words.cost(service),
        *words.why(match),
        *(f"Ask: {ask}" for ask in asks),
        f"Not known: {', '.join(unknown)}: ask." if unknown else None,
        f"From {'; '.join(source.name for source in service.sources)}.",
        f"Last checked {checked}." if checked else "Not yet checked by a person.",
    )
    for line in filter(None, lines):
        out.print(_indented(line))
    out.print()


def _contact(contact: Contact | FrontDoor) -> str:
    ways = (contact.phone, contact.text, contact.url)
    return f"{contact.name}: {', '.join(way for way in ways if way)}"


def _indented(line: str) -> Text:
    return Text(f"   {line}")


def show_error(error: WayfinderError) -> None:
    """What is wrong, on stderr; a danger in the same words first, and who will help after it."""
    err = Console(stderr=True, highlight=False)
    _show_urgent(err, cast("Sequence[Urgent]", error.facts.get("urgent", ())))
    err.print(Text(error.detail, style="bold red"))
    for each in error.errors:
        if each.message not in error.detail:
            err.print(_indented(f"{each.field}: {each.message}"))
    doors = cast("Sequence[FrontDoor]", error.facts.get("front_doors", ()))
    if doors:
        err.print()
    _show_doors(err, "These will take any enquiry:", doors)


def say(message: str) -> None:
    """One line on stderr, beside whatever goes to stdout."""
    Console(stderr=True, highlight=False).print(Text(message))
