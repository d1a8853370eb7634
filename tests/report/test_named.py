"""Strategies with a name of their own, and thresholds, are called by what they are."""

from __future__ import annotations

import pytest

from forerun.report.deeds import paid, plan_in_words, setting, title
from forerun.report.labels import Labels
from scenarios.own_titles import own_titles
from scenarios.questions import PlanSection
from sim.ledger import BEYOND
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


def test_what_was_done_beyond_its_money_is_told() -> None:
    """In words and in the ledger, in both languages; of old folders, that do not say, nothing."""
    deed = {"strategy": "welcome", "ran_in": 3, "settings": {}, "stop": None}
    spent = {"spent": 100.0, "owed": 0.0}
    for lang, amount, name in (
        ("en", "100 USD in cash, and 20 USD beyond its money", "Welcome, beyond its money"),
        ("zh", "现金 100 USD，突增超支 20 USD", "新人欢迎（超支）"),
    ):
        labels = Labels(lang, "USD")
        assert amount in plan_in_words([{**deed, **spent, "beyond": 20.0}], labels)
        assert labels.strategy(f"welcome{BEYOND}") == name
        assert paid({**spent, "beyond": 0.0}, labels) == paid(spent, labels)
