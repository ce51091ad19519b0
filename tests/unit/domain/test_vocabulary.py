"""`load_needs`: what it reads, and how it names each fault a file may have."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.need import Need, Priority, Tier
from wayfinder.domain.vocabulary import load_needs, load_shared_wordings
from wayfinder.errors import DirectoryError, FieldError

DEBT = """
[[need]]
id = "debt"
label = "Debt advice"
priority = "healthy_communities"
tier = "early_help"
phrases = ["owes money"]
"""
BUDGETING = DEBT.replace('"debt"', '"budgeting"').replace("Debt advice", "Budgeting")


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(f'theme = "Money"\n{text}', "utf-8")
    return folder


def faults(folder: Path) -> tuple[FieldError, ...]:
    with pytest.raises(DirectoryError) as raised:
        load_needs(folder)
    return raised.value.errors


def test_a_need_is_read_whole(tmp_path: Path) -> None:
    extras = 'terms = ["IVA"]\nexclude = ["student debt"]\nrelated = ["budgeting"]\n'
    codes = 'codes = ["lgsl:112", "ods:gp-practice"]\n'
    needs = load_needs(written(tmp_path, money=DEBT + extras + codes + BUDGETING))
    assert needs[0] == Need(
        id="debt",
        label="Debt advice",
        theme="Money",
        priority=Priority.HEALTHY_COMMUNITIES,
        tier=Tier.EARLY_HELP,
        phrases=("owes money",),
        terms=("IVA",),
        exclude=("student debt",),
        related=("budgeting",),
        codes=("lgsl:112", "ods:gp-practice"),
    )


def test_needs_come_in_order_of_file_and_then_as_written(tmp_path: Path) -> None:
    written(tmp_path, b=DEBT, a=BUDGETING + BUDGETING.replace('"budgeting"', '"aaa"'))
    assert [need.id for need in load_needs(tmp_path)] == ["budgeting", "aaa", "debt"]


def test_shared_wordings_are_gathered_from_every_file(tmp_path: Path) -> None:
    written(tmp_path, a='shared = ["one two"]\n' + DEBT, b='shared = ["three"]\n' + BUDGETING)
    assert load_shared_wordings(tmp_path) == {"one two", "three"}


@pytest.mark.parametrize(
    ("old", "new", "field", "told"),
    [
        ('id = "debt"', 'id = "Debt Advice"', "money.toml: Debt Advice: id", 'id = "debt"'),
        ('id = "debt"\n', "", "money.toml: need number 1: id", "missing"),
        ('label = "Debt advice"\n', "", "money.toml: debt: label", "missing"),
        ('label = "Debt', 'lable = "Debt', "money.toml: debt: lable", "unknown field"),
        ("Debt advice", " Debt", "money.toml: debt: label", "Good: label"),
        ("healthy_communities", "wealth", "money.toml: debt: priority", "best_start"),
        ("early_help", "urgent", "money.toml: debt: tier", "universal, early_help"),
        ('["owes money"]', '"owes money"', "money.toml: debt: phrases", "Expected `array`"),
        ('["owes money"]', "[]", "money.toml: debt: phrases", "length >= 1"),
        ('["owes money"]', '["owes", 4]', "money.toml: debt: phrases[1]", "got `int`"),
        ('["owes money"]', '["owes", ""]', "money.toml: debt: phrases[1]", "Good: phrases"),
        ('money"]', 'money"]\ncodes=["112"]', "money.toml: debt: codes[0]", "lgsl:112"),
        ('money"]', 'money"]\nrelated=["no-one"]', "money.toml: debt: related", "`no-one`"),
        ('money"]', 'money"]\nrelated=["debt"]', "money.toml: debt: related", "another need"),
        ("[[need]]", "[need]", "money.toml: need", "Expected `array`"),
        ("[[need]]", "[[needs]]", "money.toml: needs", "unknown field"),
        ("[[need]]", "shared = 3\n[[need]]", "money.toml: shared", "Expected `array`"),
        ('id = "debt"', 'id = "debt', "money.toml", "not TOML"),
    ],
)
def test_a_fault_is_named_by_file_need_and_field(
    tmp_path: Path, old: str, new: str, field: str, told: str
) -> None:
    (fault,) = faults(written(tmp_path, money=DEBT.replace(old, new, 1)))
    assert fault.field == field
    assert told in fault.message


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, a=DEBT.replace("early_help", "soon"), b=BUDGETING.replace("label", "lable"))
    assert [fault.field for fault in faults(tmp_path)] == [
        "a.toml: debt: tier",
        "b.toml: budgeting: lable",
    ]


def test_an_id_used_twice_names_both_files(tmp_path: Path) -> None:
    (fault,) = faults(written(tmp_path, a=DEBT, b=DEBT))
    assert fault == FieldError("b.toml: debt: id", "This id is taken by a need in a.toml.")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "money.toml").write_bytes('theme = "Café"'.encode("latin-1"))
    assert faults(tmp_path)[0].field == "money.toml"


def test_a_folder_without_needs_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"holds no \.toml file"):
        load_needs(tmp_path)


def test_the_message_tells_the_first_faults_and_counts_the_rest(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"a\.toml: -: id.*\(and 3 more\)"):
        load_needs(written(tmp_path, **dict.fromkeys("abcdef", DEBT.replace('"debt"', '"-"'))))


FIELDS = ("id", "label", "priority", "tier", "phrases", "terms", "related", "codes", "more")
LITERALS = ("1", "1.5", "true", '""', '" "', '"a"', "[]", "[[]]", "[1]", '["a", 1]', "2026-01-01")


@given(field=st.sampled_from(FIELDS), literal=st.sampled_from(LITERALS))
def test_any_value_in_any_field_is_a_need_or_a_directory_error(
    field: str, literal: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = [line for line in DEBT.splitlines() if not line.startswith(f"{field} =")]
    text = "\n".join([*lines, f"{field} = {literal}"])
    folder = written(tmp_path_factory.mktemp("needs"), money=text)
    try:
        assert [need.theme for need in load_needs(folder)] == ["Money"]
    except DirectoryError as error:
        assert all(fault.field.startswith("money.toml") for fault in error.errors)


@given(content=st.binary(max_size=64))
def test_any_bytes_that_are_no_theme_are_a_directory_error(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("needs")
    (folder / "money.toml").write_bytes(content)
    assert [fault.field.split(":")[0] for fault in faults(folder)] == ["money.toml"]
