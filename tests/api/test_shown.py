"""What a notebook and a prompt show of a result: short, and safe."""

from __future__ import annotations

import pytest

import forerun as fr
from forerun.results import Result
from scenarios import Scenario, parse
from tests.cli.tiny import SCENARIO


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return parse(SCENARIO.replace("Tiny forum", '"Tiny <script>forum"'))


@pytest.fixture(scope="module")
def results(scenario: Scenario) -> dict[str, Result]:
    return {
        "run": fr.run(scenario, "points", seeds=2),
        "compare": fr.compare(scenario, ["status-quo", "points", "both"], seeds=2),
        "search": fr.search(scenario, trials=1, seeds=2),
        "sweep": fr.sweep(scenario, {"visit_base": (-3, -1)}, design="lhs", runs=4, seeds=2),
    }


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("run", "<Outlook of Tiny <script>forum: points, 2 worlds>"),
        ("compare", "<Effect of Tiny <script>forum: points, both against status-quo, 2 worlds>"),
        ("search", "<Best of Tiny <script>forum: 1 trials, trial 0 wins>"),
        ("sweep", "<Swept of Tiny <script>forum: both, lhs, 1 input, 4 runs>"),
    ],
)
def test_a_result_is_shown_in_a_line_and_as_a_table(
    results: dict[str, Result], kind: str, said: str
) -> None:
    assert repr(results[kind]) == said
    page = results[kind]._repr_html_()
    assert "<table" in page
    assert "Tiny &lt;script&gt;forum" in page
    assert "<script>" not in page
    assert len(page) < 20_000
