"""Code is imported where that is allowed, from the scenario's folder alone, and never stale."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest

from forerun.cli.app import main
from forerun.rooms import ROOMS
from scenarios import Scenario, json_schema, load
from scenarios.own_code import OURS, OwnCode
from sim.errors import InputError
from tests.own_code.conftest import read, turn

ALONE = "name: x\ncommunity: {members: 100}\nplans: {a: {strategies: [%s: {}]}}\n"


def refused(folder: Path, reference: str = "my_module:Newsletter") -> InputError:
    """Return how a scenario that names one strategy is refused."""
    (folder / "mine.yaml").write_text(ALONE % reference, "utf-8")
    with pytest.raises(InputError) as told:
        read(folder)
    error = told.value
    assert "\n" not in str(error)
    assert error.file == str(folder / "mine.yaml")
    assert error.line is not None
    return error


def test_nothing_is_imported_unless_it_is_allowed(folder: Path) -> None:
    planted = folder / "planted"
    turn(folder / "my_module.py", "import numpy", f"open({str(planted)!r}, 'w')\nimport numpy")
    before = list(sys.path)
    for reader in (
        lambda: load(folder / "mine.yaml"),
        lambda: Scenario.model_validate({"name": "x", "facts": {"a": "my_module:engaged"}}),
    ):
        with pytest.raises(ValueError, match="--allow-code"):
            reader()
    assert not planted.exists()
    assert sys.path == before
    assert "my_module" not in sys.modules
    read(folder)
    assert planted.exists()


@pytest.mark.parametrize(
    "command",
    ["check", "run", "compare", "search", "audience", "assumptions", "sweep --vary visit_base=0:1"],
)
def test_every_command_tells_it_in_one_line(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), str(folder / "mine.yaml")]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "mine.yaml:4: measures[2]: 'my_module:posts_a_visit' is code of your own" in told


def test_a_command_that_may_finds_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    turn(folder / "my_module.py", "import numpy", "print('loud')\nimport numpy")
    assert main(["check", str(folder / "mine.yaml"), "--allow-code", "--json"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("{")
    assert "newsletter.per_day" in told.out
    assert told.err == "loud\n"


def test_it_comes_last_on_the_path_and_leaves_no_bytecode(folder: Path) -> None:
    read(folder)
    assert sys.path[-1] == str(folder)
    assert not (folder / "__pycache__").exists()


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("my_modul:Newsletter", "there is no my_modul.py"),
        ("json:JSONDecoder", "there is no json.py"),
        ("my_module:Newsleter", "no 'Newsleter'; it has Newsletter, engaged"),
        ("my_module:Newsletter.kind", "write the name of a module"),
        ("'os.path:join'", "write the name of a module"),
        ("'../my_module:Newsletter'", "write the name of a module"),
        ("my_module:class", "write the name of a module"),
        ("my_module:engaged", "is no strategy"),
        ("my_module:np", "is no strategy"),
        ("my_module:Strategy", "is strategies.base:Strategy"),
    ],
)  # fmt: skip
def test_names_are_checked(folder: Path, reference: str, why: str) -> None:
    assert why in refused(folder, reference).message


@pytest.mark.parametrize("reference", ["my_module:Newsletter\n", "m" * 200 + ":x", ":x", "mä:x"])
def test_what_is_no_name_is_no_file(folder: Path, reference: str) -> None:
    with pytest.raises(InputError, match="write the name of a module"):
        OwnCode(folder, allowed=True).find(reference)


def test_it_hides_no_other_module_and_is_not_hidden(folder: Path) -> None:
    (folder / "json.py").write_text("class Mine: ...\n", "utf-8")
    assert "another module is called json too" in refused(folder, "json:Mine").message
    import json

    assert not hasattr(json, "Mine")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("x = (", "my_module.py, line 1: '(' was never closed"),
        ("\n\nraise OSError('no\\nmore')", "my_module.py, line 3: OSError: no"),
        ("import sys\nsys.exit(0)", "line 2: SystemExit: 0"),
        ("import not_there", "ModuleNotFoundError"),
        ("import helper", "helper.py, line 2: ZeroDivisionError"),
        ("\0", "my_module.py"),
        ("#" * (2 << 20), "longer than"),
    ],
)
def test_a_module_that_fails_is_told_in_one_line(folder: Path, source: str, why: str) -> None:
    (folder / "helper.py").write_text("x = 1\nx / 0\n", "utf-8")
    (folder / "my_module.py").write_text(source, "utf-8")
    assert why in refused(folder).message
    assert "my_module" not in sys.modules


def test_a_link_to_a_module_is_one(folder: Path) -> None:
    (folder / "my_module.py").rename(folder / "elsewhere.txt")
    (folder / "my_module.py").symlink_to(folder / "elsewhere.txt")
    assert read(folder).own.facts.keys() == {"engaged"}


def test_changed_code_is_another_question_and_is_run(folder: Path) -> None:
    turn(folder / "my_module.py", "import numpy", "import helper\nimport numpy")
    (folder / "helper.py").write_text("RATE = 1\n", "utf-8")
    first, again = read(folder), read(folder)
    assert first.digest == again.digest
    assert first.plans == again.plans
    plans = {str(first.plan("letters").as_dict())}
    digests = {first.digest}
    # Of the same length and in the same second: bytecode by its time would be the old one's.
    (folder / "helper.py").write_text("RATE = 2\n", "utf-8")
    second = read(folder)
    assert sys.modules["helper"].RATE == 2
    plans.add(str(second.plan("letters").as_dict()))
    digests.add(second.digest)
    turn(folder / "mine.yaml", "engaged: my_module", "busy: my_module")
    turn(folder / "mine.yaml", "core: engaged", "core: busy")
    third = read(folder)
    plans.add(str(third.plan("letters").as_dict()))
    digests.add(third.digest)
    assert len(plans) == len(digests) == 3


def test_beside_forerun_s_own_packages_it_is_found_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a copy of the sources: they are many, and no code of the user's."""
    for name in ("sim", "strategies"):
        (folder / name).symlink_to(Path(__file__).parents[2] / name)
    assert {*OURS} == {*ROOMS, "forerun"}
    apart = read(folder).own.code
    monkeypatch.setattr("scenarios.own_code.MAX_MODULES", 1)
    assert read(folder).own.code == apart


def test_what_stands_beside_it_unused_counts_for_nothing(folder: Path) -> None:
    before = read(folder).digest
    (folder / "conftest.py").write_text("x = 1\n", "utf-8")
    assert read(folder).digest == before


def test_it_is_sent_to_another_process(folder: Path) -> None:
    scenario = read(folder)
    twin = pickle.loads(pickle.dumps(scenario))
    assert twin.digest == scenario.digest
    assert twin.plan("letters") == scenario.plan("letters")


def test_it_is_written_as_it_was_read(folder: Path) -> None:
    (entry, _) = read(folder).model_dump(mode="json")["plans"]["letters"]["strategies"]
    assert list(entry) == ["my_module:Newsletter"]
    assert entry["my_module:Newsletter"]["per_day"] == 0.5


def test_the_schema_allows_it() -> None:
    schema = json_schema()
    (pattern,) = schema["$defs"]["StrategyEntry"]["patternProperties"]
    facts = schema["properties"]["facts"]["additionalProperties"]
    assert pattern == facts["pattern"]
    assert schema["properties"]["facts"]["title_zh"] == "自定义事实"


def test_a_parameter_of_it_is_told_with_its_line(folder: Path) -> None:
    turn(folder / "mine.yaml", "per_day: 0.5", "per_day: 7")
    with pytest.raises(InputError) as told:
        read(folder)
    assert told.value.line == 12
    assert told.value.field == "plans.letters.strategies[0].my_module:Newsletter.per_day"
    assert "at most 5" in told.value.message
    turn(folder / "mine.yaml", "per_day: 7", "perday: 7")
    with pytest.raises(InputError, match="did you mean 'per_day'"):
        read(folder)
