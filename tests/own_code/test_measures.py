"""A user's own measure: known to every command like the catalogue's, and it changes nothing."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import forerun as fr
from forerun.cli.app import main
from scenarios import Scenario, json_schema, load
from sim.errors import InputError
from sim.metrics import Metric, Ratio
from tests.own_code.conftest import read, turn
from worlds.runs.key import World

PARTS = 'return run.trajectory.total("posts"), run.trajectory.total("visits")'
COMPUTE = "compute=Ratio(_posts_and_visits)"

BROKEN = [
    # what stands in the page's measure, what instead, what is told
    (PARTS, "return 1 / 0", "my_module.py, line N: ZeroDivisionError"),
    (PARTS, "return run.trajectory.total('post'), 1", "KeyError"),
    (PARTS, "import sys\n    sys.exit()", "SystemExit"),
    (PARTS, "return 3.0", "it returns float 3.0; a Ratio wants two numbers"),
    (PARTS, "return 1, 2, 3", "a Ratio wants two numbers"),
    (PARTS, "return 'one', 2", "it returns str 'one'; a number is wanted"),
    (PARTS, "return True, 2", "it returns bool True; a number is wanted"),
    (PARTS, "return np.ones(3), 2", "it returns float64 of shape (3,)"),
    (PARTS, "return float('inf'), 2", "it returns what is not finite"),
    (PARTS, "return 10 ** 400, 2", "it returns what is not finite"),
    (PARTS, "return np.random.rand(), 2", "asked again, it says something else"),
    (PARTS, f"run.trajectory.counts[:] = 9\n    {PARTS}", "read-only"),
    (PARTS, f"run.ledger.entries.append(0)\n    run.trajectory.x = 1\n    {PARTS}",
     "AttributeError"),
    (COMPUTE, "compute=_posts_and_visits", "it returns two numbers; of a ratio write"),
    (COMPUTE, "compute=Ratio(lambda run: (1, 2))", "written by def"),
    (COMPUTE, "compute=len", "written by def"),
    (COMPUTE, "compute=7", "written by def"),
    (COMPUTE, "compute=Ratio(covered)", "covered of posts_a_visit must be written in my_module.py"),
    (COMPUTE, f"{COMPUTE}, needs=_posts_and_visits", "AttributeError"),
    (COMPUTE, f"{COMPUTE}, needs=engaged", "TypeError"),
    (COMPUTE, f"{COMPUTE}, life='long'", "a life of 'long'; a number of days is wanted"),
    ('better="higher"', 'better="more"', "is better 'more'; higher, lower, neutral are allowed"),
    ('title_zh="每次访问发帖"', 'title_zh=" "', "posts_a_visit has no title_zh"),
    ('unit="posts/visit"', "unit=None", "posts_a_visit has no unit"),
    ('name="posts_a_visit"', 'name="posts"', "is named 'posts'; name it 'posts_a_visit'"),
]  # fmt: skip


def unnumbered(text: str) -> str:
    """Return a text without the numbers of lines."""
    return re.sub(r"line \d+", "line N", text)


@pytest.mark.parametrize(("old", "new", "why"), BROKEN, ids=[why[:50] for _, _, why in BROKEN])
def test_what_is_no_measure_is_told(folder: Path, old: str, new: str, why: str) -> None:
    turn(folder / "my_module.py", old, new)
    with pytest.raises(InputError) as told:
        read(folder)
    assert why in unnumbered(told.value.message)
    assert told.value.line == 4
    assert (told.value.field or "").startswith("measures")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("module", "scenario", "why"),
    [
        ("", "my_module:Newsletter", "is no measure; it must be a sim.metrics.Metric"),
        ("", "my_module:post_a_visit", "my_module.py has no 'post_a_visit'"),
        ("", "posts_a_visit", "no measure 'posts_a_visit'"),
        ("posts_a_visit = Metric(|weekly_active = Metric(", "my_module:weekly_active",
         "weekly_active is one of Forerun's measures"),
        ("posts_a_visit = Metric(|seed = Metric(", "my_module:seed", "kept for tables"),
        ("posts_a_visit = Metric(|visit_base = Metric(", "my_module:visit_base",
         "kept for tables"),
        ("posts_a_visit = Metric(|Posts = Metric(", "my_module:Posts",
         "'Posts' is no name of a measure"),
    ],
)  # fmt: skip
def test_names_are_checked(folder: Path, module: str, scenario: str, why: str) -> None:
    if module:
        name = scenario.partition(":")[2]
        turn(folder / "my_module.py", *module.split("|"))
        turn(folder / "my_module.py", 'name="posts_a_visit"', f'name="{name}"')
    turn(folder / "mine.yaml", "my_module:posts_a_visit", scenario)
    with pytest.raises(InputError, match=why):
        read(folder)


def test_it_is_named_once(folder: Path) -> None:
    turn(folder / "mine.yaml", "my_module:posts_a_visit", "my_module:posts_a_visit, " * 2)
    with pytest.raises(InputError, match="each once"):
        read(folder)
    (folder / "other.py").write_text((folder / "my_module.py").read_text("utf-8"), "utf-8")
    turn(folder / "mine.yaml", "my_module:posts_a_visit, " * 2,
         "my_module:posts_a_visit, other:posts_a_visit")  # fmt: skip
    with pytest.raises(InputError, match="two measures of the name posts_a_visit"):
        read(folder)


def test_what_is_undefined_in_a_run_is_undefined(folder: Path) -> None:
    turn(folder / "my_module.py", PARTS, "return float('nan'), 1")
    found = fr.compare(read(folder), seeds=2).as_json()
    assert "posts_a_visit" in found["undefined"]


def test_it_says_what_the_catalogue_says_by_the_same_code(folder: Path) -> None:
    """The ratio of two counts, as sums over worlds, bit by bit; and it moves nothing else."""
    turn(folder / "my_module.py", PARTS,
         'return run.trajectory.total("posts"), run.trajectory.total("active")')  # fmt: skip
    own = fr.compare(read(folder), seeds=2).as_json()
    turn(folder / "mine.yaml", ", my_module:posts_a_visit", "")
    without = fr.compare(read(folder), seeds=2).as_json()
    found = own["measures"].pop("posts_a_visit")
    assert {**found, "p_better": 0} == {**without["measures"]["posts_per_active"], "p_better": 0}
    assert own == without


def test_one_that_falls_below_zero_is_not_cut_there(folder: Path) -> None:
    """No count of the catalogue does, and their intervals end at 0; of this one nobody knows."""
    turn(folder / "my_module.py", PARTS, "return run.trajectory.total('visits') - 1e9, 1")
    own = fr.run(read(folder), seeds=4).as_json()["measures"]["posts_a_visit"]
    assert own["low"] < own["mean"] < 0


def test_one_against_the_baseline_gets_both_runs(folder: Path) -> None:
    turn(folder / "my_module.py", "posts_a_visit = Metric(", "posts_a_visit = Comparison(")
    turn(folder / "my_module.py", "import Metric", "import Comparison, Metric")
    turn(folder / "my_module.py", "def _posts_and_visits(run):",
         "def _posts_and_visits(run, baseline):")  # fmt: skip
    turn(folder / "my_module.py", PARTS,
         "return run.ledger.cost() / 100, float(run.ledger is not baseline.ledger)")  # fmt: skip
    found = fr.compare(read(folder), seeds=2).as_json()
    assert found["measures"]["posts_a_visit"]["b"] == found["measures"]["cost"]["b"]


def test_a_window_longer_than_any_horizon_is_told(folder: Path) -> None:
    """A blank record of ten million days took seven gigabytes."""
    text = "def _needs(start):\n    return 10_000_000\n\n\ndef engaged("
    turn(folder / "my_module.py", "def engaged(", text)
    turn(folder / "my_module.py", COMPUTE, f"{COMPUTE}, needs=_needs")
    with pytest.raises(InputError, match="its needs returns int 10000000; no horizon has over"):
        read(folder)


def test_a_window_that_the_horizon_does_not_hold_is_told(folder: Path) -> None:
    turn(
        folder / "my_module.py",
        "def engaged(",
        "def _needs(start):\n    return 57\n\n\ndef engaged(",
    )
    turn(folder / "my_module.py", COMPUTE, f"{COMPUTE}, needs=_needs")
    found = fr.compare(read(folder), seeds=2).as_json()
    assert found["undefined_why"]["posts_a_visit"]["needed_days"] == 57
    with (folder / "mine.yaml").open("a", encoding="utf-8") as file:
        file.write("search: {plan: letters, objective: posts_a_visit}\n")
    with pytest.raises(InputError, match="posts_a_visit needs a horizon of 57 days"):
        fr.search(read(folder), trials=1, seeds=2)


SEARCH = """\
search:
  plan: letters
  objective: posts_a_visit
  subject_to: ["posts_a_visit >= 0.5 * baseline", "cost <= 1000"]
"""


def searched(folder: Path) -> Path:
    """Return the scenario's file, with a search for the measure."""
    with (folder / "mine.yaml").open("a", encoding="utf-8") as file:
        file.write(SEARCH)
    return folder / "mine.yaml"


def test_objective_and_bound_know_it(folder: Path) -> None:
    path = searched(folder)
    assert read(folder).search is not None
    turn(path, "objective: posts_a_visit", "objective: -posts_a_visit")
    with pytest.raises(InputError, match="would make posts_a_visit worse"):
        read(folder)
    turn(path, "objective: -posts_a_visit", "objective: posts_a_visi")
    with pytest.raises(InputError, match="did you mean 'posts_a_visit'"):
        read(folder)


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Posts a visit"),
        pytest.param("zh", "每次访问发帖", marks=pytest.mark.slow),
    ],
)
def test_every_command_shows_it(
    folder: Path, lang: str, title: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(searched(folder))
    few = ["--allow-code", "--workers", "1", "--lang", lang]
    for command, more in (
        ("check", []),
        ("run", ["--seeds", "2"]),
        ("compare", ["--seeds", "2"]),
        ("search", ["--seeds", "2", "--trials", "2"]),
        ("sweep", ["--vary", "newsletter.per_day=0:1", "--design", "grid", "--runs", "2",
                   "--seeds", "1", "--where", "posts_a_visit <= 1",
                   "--store", str(folder / "store")]),
    ):  # fmt: skip
        out = [] if command == "check" else ["--out", str(folder / command)]
        given = few if command != "check" else ["--allow-code", "--lang", lang]
        assert main([command, path, *given, *more, *out]) == 0, capsys.readouterr().err
        assert title in capsys.readouterr().out, command
    # The report needs no code.
    (folder / "my_module.py").unlink()
    for command in ("compare", "search"):
        page = fr.report(folder / command, lang=lang).read_text("utf-8")
        assert title in page, command


def test_tables_have_it(folder: Path) -> None:
    scenario = read(folder)
    effect = fr.compare(scenario, seeds=2)
    assert "posts_a_visit" in effect.table()["measure"].to_list()
    swept = fr.sweep(scenario, {"newsletter.per_day": (0.0, 1.0)}, design="grid", runs=2, seeds=1)
    assert "posts_a_visit" in swept.runs().columns
    assert "Posts a visit" in effect.plot.difference("posts_a_visit").svg


def test_kept_runs_are_of_this_code(folder: Path) -> None:
    """A run that is kept is never read for another version of the measure."""
    told: list[str] = []

    def value() -> float:
        effect = fr.compare(read(folder), seeds=2, store=folder / "store", tell=told.append)
        return float(effect.as_json()["measures"]["posts_a_visit"]["a"])

    first = value()
    assert not told
    assert value() == first
    # Those of the plan with a strategy of the user's own are not kept at all.
    assert "2 of 4 runs are kept" in told.pop()
    turn(folder / "my_module.py", PARTS, PARTS.replace('total("posts")', 'total("posts") * 2'))
    assert value() == pytest.approx(2 * first)
    assert not told


def test_every_digest_has_its_code(folder: Path) -> None:
    searched(folder)

    def digests() -> tuple[str, str]:
        scenario = read(folder)
        world = World.of(scenario.spec(), scenario.plan("status-quo"), 0)
        return scenario.digest, world.key

    def journal() -> None:
        fr.search(read(folder), trials=1, seeds=2, journal=folder / "study.db")

    before = digests()
    assert before == digests()
    journal()
    turn(folder / "my_module.py", PARTS, PARTS.replace('total("visits")', 'total("active")'))
    after = digests()
    assert before[0] != after[0]
    assert before[1] != after[1]
    with pytest.raises(InputError, match="holds another search"):
        journal()


def test_a_measure_of_python_is_given_to_load(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(folder / "mine.yaml", ", my_module:posts_a_visit", "")
    monkeypatch.syspath_prepend(str(folder))
    import my_module  # type: ignore[import-not-found]

    given = load(folder / "mine.yaml", allow_code=True, measures=[my_module.posts_a_visit])
    assert given.measures[-1] == "posts_a_visit"
    assert given.digest != read(folder).digest
    assert "posts_a_visit" in fr.compare(given, seeds=2).as_json()["measures"]
    searched(folder)
    with pytest.raises(InputError, match="no measure 'posts_a_visit'"):
        read(folder)
    found = fr.load(folder / "mine.yaml", allow_code=True, measures=[my_module.posts_a_visit])
    assert found.search is not None
    assert found.search.objective == "posts_a_visit"
    assert fr.load("travel-questions", measures=[my_module.posts_a_visit]).own.code


def _read(run: object) -> float:
    return 1.0


def made(**changed: object) -> Metric:
    """Return a measure made here."""
    given: dict[str, object] = {
        "name": "ones", "title": "Ones", "title_zh": "一", "formula": "1", "unit": "1",
        "window": "none", "source": "own", "better": "neutral", "compute": _read,
    }  # fmt: skip
    return Metric(**{**given, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([made(name="cost")], "cost is one of Forerun's measures"),
        ([made(), made()], "two measures of that name"),
        ([made(compute=lambda _run: 1.0)], "written by def"),
        ([made(compute=Ratio(_read))], "a Ratio wants two numbers"),
        ([made(unit="")], "ones has no unit"),
        (["ones"], "str is no measure"),
    ],
)
def test_what_python_gives_is_checked_too(given: list[Metric], why: str) -> None:
    with pytest.raises(InputError, match=why):
        load("travel-questions", measures=given)


def test_what_is_typed_at_a_prompt_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["__main__"], "_read", _read, raising=False)
    typed = type(_read)(_read.__code__, {}, "_read")
    typed.__module__ = "__main__"
    with pytest.raises(InputError, match="put it into a file of its own"):
        load("travel-questions", measures=[made(compute=typed)])


def test_of_what_is_installed_only_the_module_itself_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr("scenarios.own_code._installed", lambda: {folder.resolve()})
    (folder / "numpy").mkdir()
    (folder / "numpy" / "__init__.py").write_text("no python at all", "utf-8")
    sys.path.append(sys.path.pop(0))
    import my_module

    assert load("travel-questions", measures=[my_module.posts_a_visit]).own.measures


def test_the_schema_allows_it() -> None:
    items = json_schema()["properties"]["measures"]["items"]
    assert [sorted(one) for one in items["anyOf"]] == [["enum", "type"], ["pattern", "type"]]


def test_a_scenario_without_one_has_the_same_digest_inputs(folder: Path) -> None:
    turn(folder / "mine.yaml", ", my_module:posts_a_visit", "")
    assert isinstance(scenario := read(folder), Scenario)
    assert scenario.own.measures == ()
    assert scenario.spec().measures == ()


def test_a_checkpoint_is_of_this_code(folder: Path) -> None:
    def value() -> float:
        found = fr.run(read(folder), seeds=2, checkpoint=folder / "kept").as_json()
        return float(found["measures"]["posts_a_visit"]["mean"])

    assert value() == value()
    turn(folder / "my_module.py", PARTS, PARTS.replace('total("posts")', 'total("active")'))
    with pytest.raises(InputError, match="of another community: measures differs"):
        value()


@pytest.mark.parametrize("parts", ["float('nan'), float('nan')", "1, float('nan')", "0, 0"])
def test_worlds_without_it_count_for_nothing(folder: Path, parts: str) -> None:
    """Of two worlds one says nothing: the figure is the other's."""
    odd = f"return ({parts}) if run.trajectory.total('posts') % 2 else (3, 4)"
    turn(folder / "my_module.py", PARTS, odd)
    found = fr.run(read(folder), seeds=12).as_json()["measures"]["posts_a_visit"]
    assert 0 < found["worlds"] < 12
    assert found["mean"] == 0.75
