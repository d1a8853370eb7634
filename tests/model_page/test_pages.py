"""The pages on the model say what the source and the register say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from forerun.model_page import model_tables, schedule, source
from forerun.model_page.docstrings import (
    DIFFERS,
    HEAD,
    difference,
    with_register,
    without_register,
)
from forerun.model_page.pages import COMMAND, PAGES, docstrings, filled
from forerun.register import DECISIONS, mechanism_of
from sim.behaviour.core_parameters import CORE
from sim.behaviour.mechanisms import MECHANISM, MECHANISMS, USUAL
from sim.behaviour.register import PARAMETERS

MODEL, BEHAVIOUR = PAGES

CONCEPTS = ("Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction",
            "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation")  # fmt: skip


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_is_what_the_generator_writes(path: Path) -> None:
    assert text(path) == filled(text(path), PAGES[path]), f"{path.name} is old: run {COMMAND}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_stands_between_marks_is_written_anew_and_the_rest_kept(path: Path) -> None:
    page = text(path)
    name = next(iter(PAGES[path]))
    mark = f"<!-- {name} -->"
    assert filled(page.replace(mark, f"{mark}\ndrifted"), PAGES[path]) == page
    kept = page.replace(mark, f"by hand\n{mark}")
    assert filled(kept, PAGES[path]) == kept
    with pytest.raises(LookupError, match=name):
        filled(page.replace(mark, ""), PAGES[path])


def test_the_model_page_has_the_seven_elements_and_eleven_concepts_of_odd() -> None:
    numbers = [int(found) for found in re.findall(r"^## (\d)\. ", text(MODEL), re.MULTILINE)]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    section = text(MODEL).split("## 4. ")[1].split("## 5. ")[0]
    assert tuple(re.findall(r"^\*\*(.+?)\.\*\*", section, re.MULTILINE)) == CONCEPTS


def test_every_submodel_of_behaviour_is_described() -> None:
    helpers = {"core_parameters", "further_parameters", "mechanisms", "parameter", "preset",
               "register", "quantiles", "curves", "__init__"}  # fmt: skip
    modules = {path.stem for path in (source.ROOT / "sim" / "behaviour").glob("*.py")} - helpers
    headings = set(re.findall(r"^### (.+)$", text(MODEL), re.MULTILINE))
    assert modules <= headings


@pytest.mark.parametrize("name", MECHANISM)
def test_a_mechanism_is_described_where_its_switch_is_used(name: str) -> None:
    code = text(source.ROOT / model_tables.home(name))
    assert any(switch in code for switch in MECHANISM[name].switches)
    assert f"[`{name}`](behaviour.md#{name})" in text(MODEL)


def test_every_difference_from_the_evidence_is_in_the_table() -> None:
    said = {}
    for path in (source.ROOT / "sim" / "behaviour").glob("*.py"):
        count = len(re.findall(r"differs?\s+from\s+the\s+evidence", text(path), re.IGNORECASE))
        found = difference(source.docstring(f"sim/behaviour/{path.name}"))
        assert count == bool(found), f"{path.name}: one paragraph that begins with {DIFFERS!r}"
        if found:
            assert re.search(r"\b[MV]\d+\b", found), f"{path.name} names no row"
            assert found.endswith("."), path.name
            said[path.stem] = found
    block = text(MODEL).split("<!-- differences -->")[1].split("<!-- end of differences -->")[0]
    rows = re.findall(r"^\| \[(\w+)\]\(#\1\) \| (.+) \|$", block, re.MULTILINE)
    assert dict(rows) == {name: found.replace("|", "\\|") for name, found in said.items()}
    assert len(rows) == len(said) > 0


def test_a_difference_is_one_paragraph_above_the_lines_of_the_register() -> None:
    assert difference(f"A.\n\n{DIFFERS}b\nc M1.\n\nd\n\n{HEAD}\n\n    e\n") == "b c M1."
    assert difference(f"A. {DIFFERS}b\n\n{HEAD}\n\n{DIFFERS}c") == ""


def test_every_link_between_the_pages_leads_somewhere() -> None:
    for path in PAGES:
        for target, anchor in re.findall(r"\]\(([\w-]*\.md)?#([\w-]+)\)", text(path)):
            page = text(path.parent / target) if target else text(path)
            headings = [
                re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
                for heading in re.findall(r"^#+ (.+)$", page, re.MULTILINE)
            ]
            assert headings.count(anchor) == 1, (path.name, target, anchor)


def test_every_row_of_the_evidence_that_is_named_is_on_the_page() -> None:
    named = {row for p in PARAMETERS for row in re.findall(r"\bM\d+\b", p.source)}
    for path in (source.ROOT / "sim" / "behaviour").glob("*.py"):
        named |= set(re.findall(r"\bM\d+\b", text(path)))
    listed = re.findall(r"^\| (M\d+) \|", text(BEHAVIOUR), re.MULTILINE)
    assert named <= set(listed)
    assert listed == sorted(set(listed), key=lambda row: int(row[1:]))


def test_groups_of_the_core_are_the_decisions_and_the_usual_mechanisms() -> None:
    lines = text(source.ROOT / "sim/behaviour/core_parameters.py").splitlines()
    groups: dict[str, list[str]] = {}
    for line in lines:
        if heading := re.match(r"    # (\w+)$", line):
            groups[heading[1]] = []
        elif found := re.match(r'    _P\("(\w+)"', line):
            groups[list(groups)[-1]].append(found[1])
    assert sum(map(len, groups.values())) == len(CORE)
    belongs = mechanism_of()
    for group, names in groups.items():
        assert {belongs[name] for name in names} == {group}
        first = DECISIONS[group][0] if group in DECISIONS else MECHANISM[group].switches[0]
        assert names[0] == first
    usual = {mechanism.name for mechanism in USUAL}
    assert set(groups) == set(DECISIONS) | usual | {"season", "ageing"}


@pytest.mark.parametrize("path", docstrings(), ids=lambda path: path.stem)
def test_a_docstring_has_the_lines_of_the_register(path: Path) -> None:
    assert text(path) == docstrings()[path], f"{path.name} is old: run {COMMAND}"


def test_lines_of_the_register_are_written_anew_and_the_rest_kept() -> None:
    path = source.ROOT / "sim/behaviour/habit.py"
    parameters = [p for p in PARAMETERS if p.name.startswith("habit")]
    old = text(path).replace("habit_gain = ", "habit_gain = 9")
    assert with_register(old, parameters) == text(path)
    assert HEAD not in without_register(text(path).split('"""')[1])
    with pytest.raises(LookupError, match="docstring"):
        with_register("import os\n", parameters)


def test_every_parameter_belongs_and_every_switch_to_its_own_mechanism() -> None:
    belongs = mechanism_of()
    assert set(belongs) == {p.name for p in PARAMETERS}
    assert set(belongs.values()) == set(DECISIONS) | set(MECHANISM)
    for each in MECHANISMS:
        assert {belongs[switch] for switch in each.switches} == {each.name}
    # By name, for groups with a switch in their midst or with more than one.
    assert [name for name, of in belongs.items() if of == "crowding"] == [
        "crowding", "crowding_most", "crowding_back", "crowding_ties",
    ]  # fmt: skip
    assert belongs["adopt_pull"] == "adoption"
    assert belongs["reach_spread"] == "feedback"


def test_the_schedule_is_the_order_of_the_calls() -> None:
    told = [(step.depth, step.function) for part in schedule.PARTS for step in schedule.steps(part)]
    order = [function for _, function in told]
    for before, after in (
        ("morning", "compose_feed"), ("stock_posts", "sense"), ("weigh", "sift"),
        ("sift", "visits"), ("_read", "spend"), ("learn_from_posting", "_buy"), ("_buy", "_redeem"),
        ("_earn", "_invite"), ("spend", "perhaps_leave"), ("_pay_claims", "mourn"),
    ):  # fmt: skip
        assert order.index(before) < order.index(after), (before, after)
    assert {depth for depth, function in told if function == "spend"} == {1}
    assert {depth for depth, function in told if function == "_buy"} == {2}
    steps = {step.function: step for part in schedule.PARTS for step in schedule.steps(part)}
    assert steps["spend"].submodels == ("write",)
    assert {"visit", "streak", "reply", "motives"} <= set(steps["weigh"].submodels)


def test_state_variables_are_those_of_the_records() -> None:
    from sim.kernel.layout import MEMBER, MEMORY

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
        "import sys\nimport forerun.model_page.model_tables as tables\n"
        "[make() for make in tables.MODEL_BLOCKS.values()]\nprint('numba' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=source.ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "False\n"
