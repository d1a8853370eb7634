"""Strategies with a name of their own, and thresholds, are called by what they are."""

from __future__ import annotations

import pytest

from forerun.report.deeds import paid, plan_in_words, setting
from forerun.report.doubts import beyond_published
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
    assert labels.lever("hello.per_day").partition(": ")[2] == labels.setting("messages.per_day")
    assert setting("hello.per_day", 2, labels) == setting("messages.per_day", 2, labels)


@pytest.mark.parametrize(
    ("labels", "title"), [(Labels("en"), "short video"), (Labels("zh"), "短视频")]
)
def test_a_lever_inside_a_group_has_its_own_title(labels: Labels, title: str) -> None:
    assert labels.setting("content.formats.video").count(title) == 1
    expected = f"{labels.strategy('content')}: {labels.setting('content.formats.video')}"
    assert labels.lever("content.formats.video") == expected


@pytest.mark.parametrize("name", ["trial", "days", "winner", "today", "operation"])
def test_what_a_user_calls_a_plan_or_a_strategy_is_told_as_it_is(name: str) -> None:
    doubt = {
        "plan": name, "measure": "posts", "per": None, "low": 0.1, "high": 0.2, "change": 0.5,
        "strategies": ["points"], "source": "a paper",
    }  # fmt: skip
    (said,) = beyond_published({"doubts": [doubt]}, Labels("en"))
    assert said.startswith(f"Doubt it: {name} moves posts")
    if name != "operation":
        assert Labels("en").strategy(name) == name


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
