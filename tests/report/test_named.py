"""Strategies with a name of their own, and thresholds, are called by what they are."""

from __future__ import annotations

import pytest

from forerun.report.deeds import setting, title
from forerun.report.labels import Labels
from scenarios.own_titles import own_titles
from scenarios.questions import PlanSection
from strategies.messages import Messages

PLANS = {"a": PlanSection(strategies=(Messages(name="hello"),))}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_named_strategy_has_its_kinds_title(lang: str) -> None:
    labels = Labels(lang, "USD", own_titles(PLANS))
    assert labels.strategy("hello") == f"hello ({labels.strategy('messages')})"
    assert labels.lever("hello.per_day").startswith(f"{labels.strategy('hello')}: ")
    assert labels.lever("hello.per_day").partition(": ")[2] == title("messages.per_day", labels)
    assert setting("hello.per_day", 2, labels) == setting("messages.per_day", 2, labels)


def test_a_threshold_is_told_by_its_fact() -> None:
    path = "audiences.dormant.days_since_visit_2"
    assert Labels("en").lever(path).startswith("dormant: days since the last visit")
    assert Labels("zh").lever(path) == "dormant: 距上次访问天数"
    assert Labels("en").lever("audiences.core.top") == "core: top"
