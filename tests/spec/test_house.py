"""The house rules: what keeps every room of this code readable at a glance.

Each rule is a row: a name, the files it holds for, and what it finds wrong. A failure names the
line and says what to do instead. `lint-imports` holds the layers, ruff and mypy the rest.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from statistics import median

import pytest

from tests.spec.house import (
    Function,
    Source,
    body_length,
    dotted,
    length,
    read,
    sources,
)

LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 10
LONGEST_FILE = 300
LONGEST_ENDPOINT = 10
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
SETTINGS_READERS = ("wayfinder/app.py", "wayfinder/cli", "wayfinder/settings.py")
ASSERTING_CALLS = {"pytest.raises", "pytest.warns", "pytest.fail", "expect"}
ASSERTING_METHOD = re.compile(r"assert|validate$")  # jsonschema's `validate` raises
COMMIT_OWNER = "wayfinder/store/engine.py"
PRINTERS = ("wayfinder/cli",)
HISTORY = "/migrations/versions/"
HTTP_VERBS = {"get", "post", "put", "patch", "delete", "head", "options", "api_route"}
AMERICAN = re.compile(
    r"\b(behavior|neighbor|favorite|catalog(?!ue)|cancel(?:ed|ing)\b(?!l)|center|centers|analyze"
    r"|honor|labeled|labeling|modeled|modeling|traveled|gray|jewelry|pediatric|anesthe)\w*",
    re.IGNORECASE,
)

Finding = tuple[int, str]
Rule = Callable[[Source], Iterator[Finding]]


def short_functions(source: Source) -> Iterator[Finding]:
    for function in source.functions:
        if length(function) > LONGEST_FUNCTION:
            yield (
                function.lineno,
                f"{function.name}() has {length(function)} lines: name its steps and let them be "
                f"functions (at most {LONGEST_FUNCTION})",
            )


def short_files(source: Source) -> Iterator[Finding]:
    lines = source.text.count("\n")
    if lines > LONGEST_FILE:
        yield lines, f"{lines} lines: split the file by subject (at most {LONGEST_FILE})"


def short_endpoints(source: Source) -> Iterator[Finding]:
    for function in filter(is_endpoint, source.functions):
        if body_length(function) > LONGEST_ENDPOINT:
            yield (
                function.lineno,
                f"{function.name}() is an endpoint of {body_length(function)} lines: let it call "
                f"one thing (at most {LONGEST_ENDPOINT})",
            )


def is_endpoint(function: Function) -> bool:
    verbs = (dotted(decorator).rpartition(".")[2] for decorator in function.decorator_list)
    return any(verb in HTTP_VERBS for verb in verbs)


def telling_names(source: Source) -> Iterator[Finding]:
    for part in PurePosixPath(source.path).with_suffix("").parts:
        if part in NAMES_THAT_SAY_NOTHING:
            yield 1, f"'{part}' says nothing: name the module after what it holds"


def opening_docstring(source: Source) -> Iterator[Finding]:
    if source.tree.body and ast.get_docstring(source.tree) is None:
        yield 1, "no docstring: say in one sentence what the module holds"


def one_owner_of_commit(source: Source) -> Iterator[Finding]:
    if source.path.endswith(COMMIT_OWNER):
        return
    for call in source.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "begin"}:
            yield (
                call.lineno,
                f"{dotted(call.func)}(): only {COMMIT_OWNER} begins and commits; "
                "wrap the work in its `transaction`",
            )


def settings_in_one_place(source: Source) -> Iterator[Finding]:
    if any(place in source.path for place in SETTINGS_READERS):
        return
    for node in source.nodes:
        if is_environment(node):
            yield (
                getattr(node, "lineno", 1),
                "reads the environment: add a field to settings.py and pass the value down",
            )


def is_environment(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(ast.Name("os"), "environ" | "environb" | "getenv"):
            return True
        case ast.ImportFrom("os", names):
            return any(name.name in {"environ", "environb", "getenv"} for name in names)
        case _:
            return False


def no_print(source: Source) -> Iterator[Finding]:
    if any(place in source.path for place in PRINTERS):
        return
    for call in source.calls:
        if isinstance(call.func, ast.Name) and call.func.id == "print":
            yield call.lineno, "print(): log it, or return it and let cli.py print"


def british_prose(source: Source) -> Iterator[Finding]:
    holders = (ast.Module, ast.ClassDef, *Function.__args__)
    for node in source.nodes:
        if isinstance(node, holders):
            for word in AMERICAN.findall(ast.get_docstring(node) or ""):
                yield getattr(node, "lineno", 1), f"'{word}...' in a docstring: we write British"


def no_test_without_assertion(source: Source) -> Iterator[Finding]:
    """A test asserts by itself or through a function of its own file that does."""
    asserting = {function.name for function in source.functions if asserts(function, set())}
    for function in source.functions:
        if function.name.startswith("test_") and not asserts(function, asserting):
            yield function.lineno, f"{function.name}() asserts nothing: it can never fail"


def asserts(function: Function, helpers: set[str]) -> bool:
    return any(is_assertion(node, helpers) for node in ast.walk(function))


def is_assertion(node: ast.AST, helpers: set[str]) -> bool:
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Assert)
    name = dotted(node.func)
    method = name.rpartition(".")[2]
    return name in ASSERTING_CALLS | helpers or ASSERTING_METHOD.match(method) is not None


RULES: list[tuple[Rule, tuple[str, ...]]] = [
    # rule                  holds for
    (short_functions, ("src", "tests", "benchmarks")),
    (short_files, ("src", "benchmarks")),  # a table of test cases may be as long as it is
    (short_endpoints, ("src",)),
    (telling_names, ("src", "tests", "benchmarks")),
    (opening_docstring, ("src", "tests", "benchmarks")),
    (one_owner_of_commit, ("src",)),
    (settings_in_one_place, ("src",)),
    (no_print, ("src",)),
    (british_prose, ("src", "tests", "benchmarks")),
    (no_test_without_assertion, ("tests",)),
]


@pytest.mark.parametrize(("rule", "folders"), RULES, ids=[rule.__name__ for rule, _ in RULES])
def test_the_house_keeps_the_rule(rule: Rule, folders: tuple[str, ...]) -> None:
    files = [source for source in sources(*folders) if HISTORY not in source.path]
    broken = [
        f"{source.path}:{line}: {message}" for source in files for line, message in rule(source)
    ]
    assert files
    assert not broken, "\n" + "\n".join(broken)


@pytest.mark.parametrize(
    ("rule", "path", "text", "found"),
    [
        # rule                  file                        text                          findings
        (short_functions, "src/a.py", "def f():\n" + "    1\n" * 49, 0),
        (short_functions, "src/a.py", "def f():\n" + "    1\n" * 50, 1),
        (short_files, "src/a.py", "1\n" * 300, 0),
        (short_files, "src/a.py", "1\n" * 301, 1),
        (short_endpoints, "src/a.py", "@r.get('/')\ndef f():\n" + "    1\n" * 10, 0),
        (short_endpoints, "src/a.py", "@r.get('/')\nasync def f():\n" + "    1\n" * 11, 1),
        (short_endpoints, "src/a.py", "@cached\ndef f():\n" + "    1\n" * 11, 0),
        (telling_names, "src/wayfinder/utils.py", "", 1),
        (telling_names, "src/wayfinder/common/a.py", "", 1),
        (telling_names, "src/wayfinder/commons.py", "", 0),
        (opening_docstring, "src/a.py", "x = 1", 1),
        (opening_docstring, "src/__init__.py", "", 0),
        (one_owner_of_commit, "src/wayfinder/api/a.py", "session.commit()", 1),
        (one_owner_of_commit, "src/wayfinder/store/b.py", "with engine.begin() as c: c", 1),
        (one_owner_of_commit, "src/wayfinder/store/engine.py", "engine.begin()", 0),
        (settings_in_one_place, "src/wayfinder/api/a.py", "os.environ['X']", 1),
        (settings_in_one_place, "src/wayfinder/api/a.py", "from os import getenv", 1),
        (settings_in_one_place, "src/wayfinder/settings.py", "os.environ['X']", 0),
        (no_print, "src/wayfinder/index/a.py", "print('x')", 1),
        (no_print, "src/wayfinder/cli.py", "print('x')", 0),
        (british_prose, "src/a.py", '"""Its behavior."""', 1),
        (british_prose, "src/a.py", '"""Its behaviour, catalogued, cancelled."""', 0),
        (no_test_without_assertion, "tests/a.py", "def test_x():\n    run()", 1),
        (no_test_without_assertion, "tests/a.py", "def test_x():\n    assert run()", 0),
        (no_test_without_assertion, "tests/a.py", "def f(): assert 1\ndef test_x(): f()", 0),
        (no_test_without_assertion, "tests/a.py", "def f(): run()\ndef test_x(): f()", 1),
        (
            no_test_without_assertion,
            "tests/a.py",
            "def test_x():\n    with pytest.raises(E): f()",
            0,
        ),
        (
            no_test_without_assertion,
            "tests/a.py",
            "def test_x():\n    expect(page).to_have_title()",
            0,
        ),
    ],
)
def test_the_rule_itself_finds_what_it_should(rule: Rule, path: str, text: str, found: int) -> None:
    assert len(list(rule(read(path, text)))) == found


def test_most_functions_are_read_at_a_glance() -> None:
    lengths = [length(function) for source in sources("src") for function in source.functions]
    assert not lengths or median(lengths) <= MEDIAN_FUNCTION
