"""The page that plans past one machine stands on what is measured."""

from __future__ import annotations

import json
import re

from tests.docs.pages import ROOT


def test_its_figures_are_those_of_the_speed_page() -> None:
    """Within a quarter: machines differ by more, and the page speaks of hours."""
    year = json.loads((ROOT / "docs/reference/speed.json").read_text("utf-8"))["figures"]["year"]
    text = (ROOT / "docs/cluster.md").read_text("utf-8")
    found = re.search(r"hours = (\d+) \* \(members / 1e7\).*?\{(\d+) \* members", text, re.S)
    assert found is not None
    seconds, size = map(float, found.groups())
    assert (year["members"], year["days"]) == (10_000_000, 365)
    assert 0.75 < seconds / year["seconds"] < 1.25
    assert 0.75 < size / year["bytes_a_member"] < 1.25
