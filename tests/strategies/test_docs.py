"""The pages on strategies: the plans of one can be, the other tells of every parameter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from strategies import STRATEGIES, Strategy, StrategyPlan
from strategies.days import Phase

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "strategies.md").read_text("utf-8")
CATALOGUE = (DOCS / "reference" / "strategies.md").read_text("utf-8")


def test_its_plans_are_plans() -> None:
    """Every strategy on the page is one, with fields that it has, in a plan that can be."""
    names = {"new": "days_since_joining <= 7", "dormant": "days_since_visit >= 30"}
    found = []
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL):
        read = YAML(typ="safe").load(block)
        plan = {"strategies": read} if isinstance(read, list) else next(iter(read.values()))
        entries = plan.pop("strategies")
        phases = {name: Phase(**span) for name, span in plan.pop("phases", {}).items()}
        made = [STRATEGIES[kind](**fields) for one in entries for kind, fields in one.items()]
        found.append(StrategyPlan(tuple(made), audiences=names, phases=phases, **plan))
    assert [one.called for one in found[-1].strategies] == [
        "welcome",
        "calls",
        "coupon",
        "staircase",
    ]
    named = set(re.findall(r"`(\w+)`", PAGE))
    told = named | {one.kind for plan in found for one in plan.strategies}
    assert set(STRATEGIES) <= told


@pytest.mark.parametrize("kind", sorted(STRATEGIES))
def test_it_tells_of_every_parameter_as_it_is(kind: str) -> None:
    section = CATALOGUE.split(f"## `{kind}`")[1].split("\n## ")[0]
    for name, info in STRATEGIES[kind].model_fields.items():
        if name in Strategy.model_fields:
            continue
        row = re.search(rf"\| `{name}` \|(.*?)\|(.*?)\|", section)
        assert row, f"no row for {name}"
        extra = info.json_schema_extra
        assert isinstance(extra, dict)
        if isinstance(info.default, int | float):
            assert row[1].strip() == f"{info.default:g}"
        search = extra.get("search")
        if isinstance(search, dict):
            assert row[2].strip() == f"{search['low']:g} to {search['high']:g}"
