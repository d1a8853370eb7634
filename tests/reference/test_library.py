"""The library's pages say what its cases say, and what comes out when they are run."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from forerun.cli.check import facts
from forerun.reference import library
from forerun.reference.claimed import WORLDS, beside, halved, lived, read, turned_to, verdict
from forerun.reference.library import COMMAND, FOLDER, digest, index, kept, page, paged, path
from planning.compare import compare
from scenarios import load, parse, read_case
from scenarios.case import Claim
from tests.cli import tiny
from worlds.statistics import Interval

NAMES = paged()
OLD = f"is old: run {COMMAND}"
SMALL = 50e6
"""Member-days in all of a page's worlds: what a first look takes is bounded, on any machine."""


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_in_step_with_its_case(name: str) -> None:
    assert path(name).read_text(encoding="utf-8") == page(name, kept(name)), f"{name} {OLD}"
    case = read_case(name)
    if case.first_look is not None and not kept(name):
        return  # at scale, and not run yet: the page says so
    assert kept(name).startswith(digest(name)), f"{name} {OLD} {name}"
    rows = re.findall(r"^\| \d+ \| ", kept(name), re.M)
    assert len(rows) == len(case.claims)
    for claim in case.claims:
        assert claim.needs in kept(name)
        assert claim.says_zh in kept(name)


def test_the_folder_holds_the_pages_and_their_list() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == index(), OLD
    assert {one.stem for one in FOLDER.glob("*.md")} == {*NAMES, "README"}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_known_to_stop_a_case(name: str) -> None:
    assert facts(load(name))["warnings"] == []


# All of them are, with their pages: `test_a_page_shows_what_comes_out`.
@pytest.mark.parametrize("name", ["three-invites", "check-in-21", "game-fans"])
def test_a_case_runs_and_its_claims_can_be_read(name: str) -> None:
    """In two worlds; each claim is a number there."""
    scenario = load(name)
    found = compare(scenario, list(scenario.plan_names), 2)
    assert not found.failed
    for claim in read_case(name).claims:
        assert np.isfinite(read(claim, found).mean), claim.says


@pytest.mark.parametrize("name", [name for name in NAMES if not read_case(name).first_look])
def test_a_first_look_is_small(name: str) -> None:
    scenario = load(name)
    runs = WORLDS * len(scenario.plan_names)
    assert runs * scenario.community.members * scenario.horizon_days <= SMALL


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if not read_case(name).first_look])
def test_a_page_shows_what_comes_out(name: str) -> None:
    case, scenario = read_case(name), load(name)
    found = lived(scenario)
    assert library.told(name, beside(case, scenario, found), found) == kept(name), f"{name} {OLD}"


def claim(**of: object) -> Claim:
    plain = {"says": "x", "says_zh": "某", "text": "000", "figure": 1.0, "plan": "points",
             "measure": "visits", "needs": "x", "needs_zh": "某"}  # fmt: skip
    return Claim(**{**plain, **of})  # type: ignore[arg-type]


def test_a_figure_is_read_as_it_is_told() -> None:
    scenario = parse(tiny.SCENARIO)
    found = compare(scenario, ("status-quo", "points"), 4)
    own, other = (found.level("visits", place)["mean"] for place in (1, 0))
    assert own is not None
    assert other is not None
    assert read(claim(), found).mean == pytest.approx(own)
    assert read(claim(per=7), found).mean == pytest.approx(own / 7)
    assert read(claim(read="rise"), found).mean == pytest.approx(own / other - 1)
    assert read(claim(read="times"), found).mean == pytest.approx(own / other)
    assert read(claim(read="difference"), found).mean == pytest.approx(own - other)
    posts = found.level("posts", 1)["mean"]
    assert read(claim(measure="posts", over="visits"), found).mean == pytest.approx(posts / own)
    assert read(claim(measure="posts", read="peak"), found).mean > 1.0
    same = read(claim(read="rise", plan=None), found)
    assert (same.mean, same.low, same.high) == (0.0, 0.0, 0.0)


def test_a_claim_lies_within_above_or_below() -> None:
    told = [verdict(figure, Interval(2.0, 1.0, 3.0)) for figure in (0.9, 1.0, 3.0, 3.1)]
    assert told == ["below", "within", "within", "above"]
    assert verdict(1.0, Interval(np.nan, np.nan, np.nan)) == "undefined"


@pytest.mark.parametrize(
    ("reads", "found"),
    [
        (lambda x: 3 * x, 2 / 3),
        (lambda x: 2 - 3 * x, 0.0),
        (lambda x: x, None),
        (lambda x: 5.0, None),
    ],
)
def test_an_assumption_is_turned_until_it_shows_the_claim_or_never(
    reads: Callable[[float], float], found: float | None
) -> None:
    value = halved(reads, 2.0, 0.0, 1.0)
    assert value == (None if found is None else pytest.approx(found, abs=0.01))


def test_what_is_turned_holds_in_every_world() -> None:
    scenario = parse(tiny.SCENARIO)
    turned = turned_to(scenario, "invite_rate", 0.5)
    assert turned.behaviour.values["invite_rate"] == 0.5
    assert turned.behaviour.spread("invite_rate") == 0.0
    more = turned_to(scenario, "organic_per_day", 9.0)
    assert more.spec().organic.sum() > scenario.spec().organic.sum()
    assert scenario.behaviour.values["invite_rate"] != 0.5
