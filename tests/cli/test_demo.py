"""``forerun demo``: the main job, whole, on a real history."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.adding_up import check_folder
from tests.cli.conftest import Forerun


@pytest.mark.slow
def test_the_demo_does_the_main_job_and_adds_up(forerun: Forerun) -> None:
    ended = forerun("demo", "--workers", "2", "--json")
    assert ended.code == 0
    facts = ended.facts
    assert facts["calibrate"]["holdout"]["weeks"] == 13
    assert facts["calibrate"]["holdout"]["error"] < facts["calibrate"]["holdout"]["naive_error"]
    assert facts["compare"]["plans"] == ["status-quo", "welcome-and-invite"]
    assert facts["compare"]["seeds"] == 20
    assert facts["search"]["winner"]["within_budget"]
    page = Path(facts["report"]).read_text(encoding="utf-8")
    assert "Travel questions" in page
    assert "1/5" in ended.err
    assert {"behaviour.json", "compare.json", "search.json", "calibrate.json"} <= {
        path.name for path in Path("runs/demo").iterdir()
    }
    check_folder(Path("runs/demo"), facts["search"], "search", "USD")
    against = facts["search"]["winner"]["against"]
    assert set(against) == {"status_quo", "today", "equal_split"}
