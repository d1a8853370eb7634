"""The pages on the model say what the source and the register say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from evidence.pages import begin, end, filled
from forerun.reference import model_tables, schedule, source
from forerun.reference.docstrings import DIFFERS, difference
from forerun.reference.pages import COMMAND, FOLDER, PAGES, Page, index
from sim.behaviour.register import (
    BELONGS,
    DECISIONS,
    DECLARED,
    MECHANISM,
    MECHANISMS,
    PARAMETERS,
    ROOMS,
    USUAL,
)

PAGE = {page.name: page for page in PAGES}
MODEL, BEHAVIOUR = PAGE["model"].path, PAGE["behaviour"].path
MADE = [page for page in PAGES if page.blocks]

CONCEPTS = ("Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction",
            "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation")  # fmt: skip


MODULES = [path for room in ROOMS for path in (source.ROOT / "sim/behaviour" / room).glob("*.py")]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_what_the_generator_writes(page: Page) -> None:
    assert text(page.path) == page.written(), f"{page.name} is old: run {COMMAND}"


def test_the_folder_holds_the_pages_and_their_list() -> None:
    assert text(FOLDER / "README.md") == index()
    names = {path.stem for path in FOLDER.glob("*.md")}
    assert names == {page.name for page in PAGES} | {"README"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_says_first_which_commands_write_it(page: Page) -> None:
    first = text(page.path).partition("\n")[0]
    assert first.startswith(f"*Written by `{COMMAND}`")
    assert f"`{page.measured_by}`" in first or not page.measured_by


@pytest.mark.parametrize("page", MADE, ids=lambda page: page.name)
def test_what_stands_between_marks_is_written_anew_and_the_rest_kept(page: Page) -> None:
    whole = text(page.path)
    mark = begin(next(iter(page.blocks)))
    assert filled(whole.replace(mark, f"{mark}\ndrifted"), page.blocks) == whole
    kept = whole.replace(mark, f"by hand\n{mark}")
    assert filled(kept, page.blocks) == kept
    with pytest.raises(LookupError, match=next(iter(page.blocks))):
        filled(whole.replace(mark, ""), page.blocks)


def test_a_page_is_its_template_and_what_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forerun.reference.pages.FOLDER", tmp_path)
    monkeypatch.setattr("forerun.reference.pages.TEMPLATES", tmp_path / "templates")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.md").write_text("# A\n\n<!-- made -->\n\n<!-- seen -->\n", "utf-8")
    page = Page("a", {"made": lambda: "1"}, "python -m seen")
    written = page.written()
    assert begin("made") + "\n\n1\n\n" + end("made") in written
    page.path.write_text(f"by hand\n{written.replace(begin('seen'), begin('seen') + '2')}", "utf-8")
    assert page.written() == written.replace(begin("seen"), begin("seen") + "2")


def test_the_model_page_has_the_seven_elements_and_eleven_concepts_of_odd() -> None:
    numbers = [int(found) for found in re.findall(r"^## (\d)\. ", text(MODEL), re.MULTILINE)]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    section = text(MODEL).split("## 4. ")[1].split("## 5. ")[0]
    assert tuple(re.findall(r"^\*\*(.+?)\.\*\*", section, re.MULTILINE)) == CONCEPTS


def test_every_submodel_of_behaviour_is_described() -> None:
    modules = {path.stem for path in MODULES} - {"quantiles", "__init__"}
    headings = set(re.findall(r"^### (.+)$", text(MODEL), re.MULTILINE))
    assert modules <= headings


def test_a_module_bears_the_name_of_what_it_declares() -> None:
    for module, declared in DECLARED.items():
        assert module.rpartition(".")[2] == declared.name.replace("-", "_")
    assert len(DECLARED) == len(DECISIONS) + len(MECHANISM) > 60


@pytest.mark.parametrize("name", MECHANISM)
def test_a_mechanism_is_described_where_its_switch_is_used(name: str) -> None:
    code = text(source.ROOT / model_tables.homes()[name])
    assert any(switch in code for switch in MECHANISM[name].switches)
    assert f"[`{name}`](behaviour.md#{name})" in text(MODEL)


def test_every_difference_from_the_evidence_is_in_the_table() -> None:
    said = {}
    for path in MODULES:
        count = len(re.findall(r"differs?\s+from\s+the\s+evidence", text(path), re.IGNORECASE))
        found = difference(source.docstring(str(path.relative_to(source.ROOT))))
        assert count == bool(found), f"{path.name}: one paragraph that begins with {DIFFERS!r}"
        if found:
            assert re.search(r"\b[MV]\d+\b", found), f"{path.name} names no row"
            assert found.endswith("."), path.name
            said[path.stem] = found
    block = text(MODEL).split(begin("differences"))[1].split(end("differences"))[0]
    rows = re.findall(r"^\| \[(\w+)\]\(#\1\) \| (.+) \|$", block, re.MULTILINE)
    assert dict(rows) == {name: found.replace("|", "\\|") for name, found in said.items()}
    assert len(rows) == len(said) > 0


def test_a_difference_is_one_paragraph() -> None:
    assert difference(f"A.\n\n{DIFFERS}b\nc M1.\n\nd\n") == "b c M1."
    assert difference(f"A. {DIFFERS}b\n\nc") == ""


def test_every_row_of_the_evidence_that_is_named_is_on_the_page() -> None:
    named = {row for p in PARAMETERS for row in re.findall(r"\bM\d+\b", p.source)}
    for path in (*MODULES, *(source.ROOT / "strategies").rglob("*.py")):
        named |= set(re.findall(r"\bM\d+\b", text(path)))
    listed = re.findall(r"^\| (M\d+) \|", text(BEHAVIOUR), re.MULTILINE)
    assert named <= set(listed)
    assert listed == sorted(set(listed), key=lambda row: int(row[1:]))


def test_every_parameter_belongs_and_every_switch_to_its_own_mechanism() -> None:
    assert set(BELONGS) == {p.name for p in PARAMETERS}
    assert set(BELONGS.values()) == set(DECISIONS) | set(MECHANISM)
    for each in MECHANISMS:
        assert {BELONGS[switch] for switch in each.switches} == {each.name}
        assert each.parameters[0].name == each.switches[0]
    assert {"propensity", "habit", "comeback"} <= {mechanism.name for mechanism in USUAL}
    # By name, for groups with a switch in their midst or with more than one.
    assert [name for name, of in BELONGS.items() if of == "crowding"] == [
        "crowding", "crowding_most", "crowding_back", "crowding_ties", "crowding_leave",
    ]  # fmt: skip
    assert BELONGS["adopt_pull"] == "adoption"
    assert BELONGS["reach_spread"] == "feedback"


def test_the_schedule_is_the_order_of_the_calls() -> None:
    told = [(step.depth, step.function) for part in schedule.PARTS for step in schedule.steps(part)]
    order = [function for _, function in told]
    for before, after in (
        ("morning", "compose_feed"), ("stock_posts", "sense"), ("weigh", "sift"),
        ("sift", "visits"), ("_read", "spend"), ("learn_from_posting", "_buy"),
        ("_buy", "use_points"), ("_earn", "perhaps_invite"), ("spend", "perhaps_leave"),
        ("_pay_claims", "mourn"),
    ):  # fmt: skip
        assert order.index(before) < order.index(after), (before, after)
    assert {depth for depth, function in told if function == "spend"} == {1}
    assert {depth for depth, function in told if function == "_buy"} == {2}
    steps = {step.function: step for part in schedule.PARTS for step in schedule.steps(part)}
    assert steps["spend"].submodels == ("write", "badge")
    assert {"visit", "streak", "reply", "motives"} <= set(steps["weigh"].submodels)


def test_state_variables_are_those_of_the_records() -> None:
    from sim.compiled.layout import MEMBER, MEMORY

    for name, record in (("MEMBER", MEMBER), ("MEMORY", MEMORY)):
        fields = source.record(model_tables.LAYOUT, name)
        assert tuple(field.name for field in fields) == record.names
        assert fields[0].meaning
    with pytest.raises(LookupError, match="NOTHING"):
        source.record(model_tables.LAYOUT, "NOTHING")


def test_flags_stand_in_their_bytes() -> None:
    notes, marks = source.flags(model_tables.LAYOUT)
    assert [int(flag.kind) for flag in notes] == [1 << bit for bit in range(len(notes))]
    assert [flag.name for flag in marks][:2] == ["LEFT", "REFERRED"]
    assert {flag.name: flag.meaning for flag in notes}["QUIT"] == "buys no more"


def test_an_equation_becomes_a_block() -> None:
    made = source.markdown("One:\n\n    a = b\n      + c\n\n    d = e\n\nTwo `x`.\n\n    f")
    assert made == ("One:\n\n```text\na = b\n  + c\n\nd = e\n```\n\nTwo `x`.\n\n```text\nf\n```")


def test_nothing_is_compiled_to_describe_the_model() -> None:
    code = (
        "import sys\nimport forerun.reference.model_tables as tables\n"
        "[make() for make in tables.MODEL_BLOCKS.values()]\nprint('numba' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=source.ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "False\n"
