"""What README and the page that plans past one machine say of speed is what was measured."""

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


def test_the_first_page_tells_the_same_speed() -> None:
    measured = json.loads((ROOT / "docs/reference/speed.json").read_text("utf-8"))
    plain, every = (measured["figures"][name] for name in ("mesa-5", "mesa-every"))
    text = (ROOT / "README.md").read_text("utf-8")
    processor = measured["machine"]["processor"]
    assert f"{plain['ratio']:,.0f} times on an {processor} ({plain['engine_ns']:.1f} ns" in text
    assert f"with every mechanism on {every['ratio']:,.0f} and" in text


def test_the_year_of_a_hundred_million_is_told_as_measured() -> None:
    measured = json.loads((ROOT / "docs/reference/speed.json").read_text("utf-8"))
    year = measured["figures"]["year-large"]
    minutes, gib = year["seconds"] / 60, year["peak_bytes"] / 2**30
    readme, page = ((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/cluster.md"))
    assert f"| {minutes:.1f} minutes, {gib:.1f} GiB |" in readme
    assert f"measured: {year['seconds']:.0f} s, {gib:.1f} GiB" in page
