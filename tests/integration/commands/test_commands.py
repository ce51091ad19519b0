"""The `wayfinder` command on a real data folder: what it prints, and how it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.integration.commands.conftest import ROWS, Run, imported, written
from wayfinder.domain.answer import Answer
from wayfinder.domain.checked import Checked
from wayfinder.settings import Settings

REPO = Path(__file__).parents[3]


@pytest.fixture
def ready(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYFINDER_DATA_DIR", str(filled.data_dir))


@pytest.mark.usefixtures("ready")
def test_match_as_json_is_the_answer_and_nothing_else(run: Run) -> None:
    code, out, _ = run("match", "cannot pay the rent", "--postcode", "SG1 1EH", "--json")
    answer = msgspec.json.decode(out, type=Answer)
    assert code == 0
    assert answer.matches
    assert answer.understood.place
    assert answer.understood.place.postcode == "SG1 1EH"


@pytest.mark.usefixtures("ready")
def test_who_it_is_about_and_who_asks_can_be_told(run: Run) -> None:
    told = ("--sex", "female", "--gp-practice", "E82004", "--asker", "gp")
    assert run("match", "cannot pay the rent", *told)[0] == 0
    code, _, err = run("match", "cannot pay the rent", "--sex", "woman")
    assert code == 2
    assert 'for example "female"' in err


@pytest.mark.usefixtures("ready")
def test_what_was_read_in_the_words_is_told(run: Run) -> None:
    _, out, _ = run("match", "gentleman 82 in Hitchin, lonely, doesn't want counselling")
    assert "About somebody who is aged 82." in out
    assert "Near Hitchin: give a postcode to be exact." in out
    assert "Not searched for: counselling." in out


@pytest.mark.usefixtures("ready")
def test_match_can_be_read_aloud(run: Run) -> None:
    code, out, _ = run("match", "i want to kill myself, cannot pay the rent", "--limit", "3")
    parts = ("Samaritans", "1. ", "If none of these", "If someone is in immediate danger")
    places = [out.index(part) for part in parts]
    assert code == 0
    assert places == sorted(places)


@pytest.mark.usefixtures("ready")
def test_a_danger_is_told_although_the_need_is_too_long(run: Run) -> None:
    code, _, err = run("match", f"i want to kill myself {'and so on ' * 300}")
    assert code == 2
    assert err.index("Samaritans") < err.index("at most 2000 characters")


@pytest.mark.usefixtures("ready")
def test_what_came_close_is_told_where_nothing_fits(run: Run) -> None:
    _, out, _ = run("match", "childline", "--age", "45")
    assert (
        "Nothing in the directory matches “childline”.\nThese came close but do not fit:\n" in out
    )
    assert "Childline: For people aged 18 and under." in out
    assert "If none of these" not in out


def id_of(run: Run, need: str, *place: str) -> str:
    _, out, _ = run("match", need, *place, "--limit", "1", "--json")
    return str(json.loads(out)["matches"][0]["service"]["id"])


@pytest.mark.usefixtures("ready")
def test_a_check_tells_why_one_service_is_not_there(run: Run) -> None:
    code, out, _ = run("check", id_of(run, "childline"), "childline", "--age", "45")
    assert code == 0
    assert out.startswith("Childline\n   In the results: no (left out")
    assert "Against: For people aged 18 and under." in out
    assert "these will take any enquiry" in out


@pytest.mark.usefixtures("ready")
def test_a_check_as_json_is_as_the_api_tells_it(run: Run) -> None:
    place = ("--postcode", "SG1 1EH")
    code, out, _ = run("check", id_of(run, "debt", *place), "debt", *place, "--json")
    checked = msgspec.json.decode(out, type=Checked)
    assert (code, checked.rank is not None) == (0, True)


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("as_of", ["1999-12-31", "soon"])
def test_a_day_that_is_not_kept_or_no_day_is_told_with_doors(run: Run, as_of: str) -> None:
    for command in (("match",), ("check", "no-such-id")):
        code, out, err = run(*command, "debt", "--as-of", as_of)
        assert (code, out) == (2, "")
        assert "NHS 111" in err


@pytest.mark.usefixtures("ready")
def test_words_that_name_no_need_are_asked_about(run: Run) -> None:
    _, out, _ = run("match", "xyzzy plugh")
    assert out.startswith("Ask: What is the main worry")
    nothing, doors = out.index("Nothing in the directory matches “xyzzy"), out.index("These will")
    assert "No service was found for this." in out[:doors]
    assert nothing < doors


@pytest.mark.usefixtures("ready")
def test_what_was_corrected_is_told_and_can_be_searched_as_typed(run: Run) -> None:
    told = "Showing results for counselling (typed: councelling). Add --as-typed"
    _, out, _ = run("match", "councelling", "--limit", "1")
    assert out.startswith(told)
    assert "For counselling" in out
    _, out, _ = run("match", "councelling", "--limit", "1", "--as-typed")
    assert "Showing results" not in out
    assert "For counselling" not in out


@pytest.mark.usefixtures("ready")
def test_a_danger_shows_before_a_postcode_to_mend_and_doors_after(run: Run) -> None:
    code, out, err = run("match", "i want to kill myself", "--postcode", "ZZZ")
    places = [err.index(part) for part in ("Samaritans", "AL1 3JE", "NHS 111: 111")]
    assert (code, out, places) == (2, "", sorted(places))


@pytest.mark.usefixtures("ready")
def test_a_result_names_its_source_as_people_know_it(run: Run) -> None:
    _, out, _ = run("match", "carers in hertfordshire", "--postcode", "SG1 1EH")
    assert "From Wayfinder starter directory (Hertfordshire)." in out


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("match", "falls", "--postcode", "ZZZ"), "AL1 3JE"),
        (("match", "falls", "--postcode", "ZZ99 9ZZ"), "ZZ99"),
        (("match", "  "), "need"),
        (("import", "x", "--format", "pigeon", "--source", "x"), "oruk, hsds"),
        (("import", "x", "--format", "csv", "--source", "x", "--as-of", "March"), "2026-03-03"),
        (("import", "x", "--format", "csv", "--source", ""), "1 to 64 of a-z"),
        (("import", "x", "--format", "csv", "--source", "a/b"), "1 to 64 of a-z"),
        (("harvest", "nobody"), "nobody"),
        (("template", "pdf"), "template csv"),
    ],
)
def test_what_the_caller_can_mend_is_a_plain_message_and_exit_2(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("own")
def test_without_a_release_match_says_what_to_do(run: Run) -> None:
    code, _, err = run("match", "falls")
    assert code == 1
    assert "wayfinder serve" in err


def test_import_tells_what_it_did_and_again_does_nothing(run: Run, own: Settings) -> None:
    first = imported(run, written(own.data_dir, *ROWS))
    again = imported(run, written(own.data_dir, *ROWS))
    fewer = imported(run, written(own.data_dir, ROWS[0].replace("Gentle", "Kind")))
    told = ("read", "added", "changed", "unchanged", "withdrawn", "rejected", "release")
    assert [first[key] for key in told] == [2, 2, 0, 0, 0, 0, 1]
    assert [again[key] for key in told] == [2, 0, 0, 2, 0, 0, 1]
    assert [fewer[key] for key in told] == [1, 0, 1, 0, 1, 0, 2]
    assert first["reasons"] == {}


def test_an_import_answers_at_once_and_says_why_a_row_was_refused(run: Run, own: Settings) -> None:
    where = written(own.data_dir, *ROWS, "young,Young Ones,Village Hall Trust,x,,,,minus two")
    code, out, _ = run("import", where, "--format", "csv", "--source", "hall")
    assert code == 0
    assert "read 3 = 2 offered + 0 defunct + 0 not offered + 1 rejected" in out
    assert "2 added, 0 changed, 0 unchanged, 0 withdrawn" in out
    assert "minimum_age" in out
    _, out, _ = run("match", "volunteer drivers", "--json")
    names = [match["service"]["name"] for match in json.loads(out)["matches"]]
    assert names == ["Lifts to Clinic"]


def test_what_is_not_published_is_not_shown(run: Run, own: Settings) -> None:
    imported(run, written(own.data_dir, ROWS[0]))
    held = imported(run, written(own.data_dir, *ROWS), "--no-publish")
    assert (held["added"], held["published"]) == (1, False)
    _, out, _ = run("match", "volunteer drivers", "--json")
    assert decoded(out).release == 1


def test_what_is_not_published_stays_hidden_when_the_release_is_indexed_again(
    run: Run, own: Settings
) -> None:
    imported(run, written(own.data_dir, ROWS[0]))
    changed = written(own.data_dir, ROWS[0].replace("Chair Exercise", "Seat Exercise"), ROWS[1])
    imported(run, changed, "--no-publish")
    for _ in range(2):
        assert run("reindex")[0] == 0
        _, held_back, _ = run("match", "volunteer drivers", "--json")
        _, released, _ = run("match", "chair exercise", "--json")
        assert (decoded(released).release, decoded(held_back).matches) == (1, ())
        assert "Chair Exercise" in released
    assert imported(run, changed)["release"] == 2
    _, out, _ = run("match", "volunteer drivers", "--json")
    assert "Lifts to Clinic" in out


def test_a_lost_index_is_built_again_without_what_was_not_published(
    run: Run, own: Settings
) -> None:
    imported(run, written(own.data_dir, ROWS[0]))
    imported(run, written(own.data_dir, *ROWS), "--no-publish")
    (own.index_dir / "CURRENT").unlink()
    assert run("reindex")[0] == 0
    _, out, _ = run("match", "volunteer drivers", "--json")
    assert (decoded(out).release, decoded(out).matches) == (1, ())


@pytest.mark.usefixtures("own")
def test_reindex_publishes_nothing_by_itself(run: Run, own: Settings) -> None:
    imported(run, written(own.data_dir, *ROWS), "--no-publish")
    code, _, err = run("reindex")
    assert (code, "Nothing is published yet" in err) == (1, True)


def test_harvest_runs_the_sources_that_are_named(run: Run, own: Settings) -> None:
    code, out, _ = run("harvest", "starter-west-essex", "--json")
    told = json.loads(out)
    (done,) = told["sources"]
    assert (code, told["alerts"]) == (0, [])
    assert (done["source"], done["added"]) == ("starter-west-essex", done["read"])
    assert (own.index_dir / "CURRENT").exists()


@pytest.mark.usefixtures("own")
def test_reindex_builds_the_same_release_again(run: Run, own: Settings) -> None:
    imported(run, written(own.data_dir, *ROWS))
    code, _, err = run("reindex")
    assert (code, "Release 1 is indexed" in err) == (0, True)


@pytest.mark.usefixtures("ready")
def test_evaluate_prints_the_figures(run: Run, shared_dir: Path) -> None:
    code, out, _ = run("evaluate", str(shared_dir / "eval" / "dev"), "--json")
    figures = json.loads(out)
    assert code == 0
    assert figures.pop("queries") == 82
    assert figures["ndcg_at_10"] > 0.5
    assert figures["success_at_5"] > 0.9
    assert figures["latency_p50_ms"] <= figures["latency_p99_ms"]
    assert set(figures) == {
        "ndcg_at_10",
        "precision_at_5",
        "recall_at_20",
        "success_at_5",
        "zero_result_share",
        "latency_p50_ms",
        "latency_p99_ms",
    }


JUDGED = """
[[query]]
id = "rent"
query = "cannot pay the rent"
postcode = "SG1 1EH"
best = ["{}"]

[[query]]
id = "caring"
query = "support for carers"
postcode = "SG1 1EH"
best = ["carers-in-hertfordshire"]
"""


@pytest.mark.usefixtures("ready")
def test_evaluate_tells_what_was_gained_against_a_saved_run(run: Run, tmp_path: Path) -> None:
    judged, saved = tmp_path / "judged.toml", tmp_path / "then.json"
    judged.write_text(JUDGED.format("silver-line"), "utf-8")
    assert run("evaluate", str(judged), "--save", str(saved))[0] == 0
    judged.write_text(JUDGED.format("shelter"), "utf-8")
    code, out, _ = run("evaluate", str(judged), "--against", str(saved))
    gained, lost = out[out.index("1 gained") :].split("None lost.")
    assert code == 0
    assert "cannot pay the rent" in gained
    assert "support for carers" not in gained
    assert "1 unchanged." in lost


@pytest.mark.usefixtures("ready")
def test_evaluate_reads_the_saved_run_before_it_starts(run: Run, tmp_path: Path) -> None:
    judged = tmp_path / "judged.toml"
    judged.write_text(JUDGED.format("shelter"), "utf-8")
    code, out, err = run("evaluate", str(judged), "--against", str(judged))
    assert (code, out) == (1, "")
    assert "is no run saved by" in " ".join(err.split())
    assert "Building" not in err


def test_the_template_can_be_imported_as_it_is(run: Run, own: Settings) -> None:
    _, out, _ = run("template", "csv")
    filled_in = own.data_dir / "template.csv"
    filled_in.write_text(out.replace("\n# ", "\n", 1), "utf-8")
    code, told, _ = run("import", str(filled_in), "--format", "csv", "--source", "t", "--json")
    assert (code, json.loads(told)["added"]) == (0, 1)


def test_openapi_prints_the_committed_document(run: Run) -> None:
    code, out, _ = run("openapi")
    assert code == 0
    assert out == (REPO / "openapi" / "wayfinder.json").read_text("utf-8")


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; sys.argv = ['wayfinder', '--help']\n"
        "from wayfinder.cli import main\n"
        "try: main()\n"
        "finally: print([m for m in ('numpy', 'fastapi', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(REPO / "src")},
    )
    assert done.stdout.endswith("[]\n")
    assert "evaluate" in done.stdout


def decoded(out: str) -> Answer:
    return msgspec.json.decode(out, type=Answer)
