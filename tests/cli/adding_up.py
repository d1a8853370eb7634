"""What a reader with a pencil checks: the parts of a result add up to what its headline says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from forerun.report.answer import answer
from forerun.report.folder import read
from forerun.report.labels import Labels
from sim.ledger import CASH_ACCOUNTS

CENT = 0.011
"""Means of whole cents over worlds, each rounded once."""


def close(value: float) -> Any:
    return pytest.approx(value, rel=1e-9, abs=CENT)


def check_plan(
    deeds: Iterable[dict[str, Any]], measures: dict[str, float], books: pl.DataFrame
) -> None:
    """Check accounts of strategies, measures and ledger of one plan against each other."""
    by_name = {one["strategy"]: one for one in deeds}

    def booked(strategy: str, accounts: Iterable[str]) -> float:
        own = books.filter(
            (pl.col("strategy") == strategy) & pl.col("account").is_in(list(accounts))
        )
        return float((own["debit"] - own["credit"]).sum())

    for name, one in by_name.items():
        assert one["spent"] == close(booked(name, CASH_ACCOUNTS))
        assert one["owed"] == close(booked(name, ["owed"]))
    spent, owed = (sum(one[key] for one in by_name.values()) for key in ("spent", "owed"))
    assert measures["plan_cash"] == close(spent)
    assert measures["owed"] == close(owed)
    assert measures["plan_cost"] == close(spent + owed)
    assert measures["cost"] == close(measures["cash"] + measures["owed"])


def check_folder(folder: Path, facts: dict[str, Any], command: str, currency: str) -> None:
    """Check what a comparison of two plans or a search found, and the headline over it."""
    run = read(folder)
    ledger = run.tables["ledger"]
    if command == "search":
        winner, name = facts["winner"], "winner"
        measures = {key: own["mean"] for key, own in winner["measures"].items()}
        more = {key: own["difference"] for key, own in winner["measures"].items()}
        deeds = winner["strategies"]
        assert winner["spend"] == close(sum(one["spent"] + one["owed"] for one in deeds))
        assert winner["spend"] + winner["unspent"] == close(winner["budget"])
        assert all(one["spent"] == one["owed"] == 0 for one in winner["not_run"])
        kinds = {path.partition(".")[0] for path in winner["parameters"]}
        assert kinds <= {one["strategy"] for one in deeds if one["ran_in"]}
    else:
        name = facts["plans"][1]
        measures = {key: own["b"] for key, own in facts["measures"].items()}
        more = {key: own["difference"] for key, own in facts["measures"].items()}
        deeds = facts["strategies"][name]
    check_plan(deeds, measures, ledger.filter(pl.col("plan") == name))
    # The return is of these very figures.
    extra = more["cost"]
    if measures.get("roi") is not None:
        assert measures["roi"] == pytest.approx((more["gross_margin"] - extra) / extra, rel=1e-6)
        assert measures["roi_marketing"] == pytest.approx(measures["roi"] + 1, rel=1e-6)
        gained = more["gross_margin"] - extra
        assert more["gain"] is None or more["gain"] == close(gained)
    found = answer(run, Labels("en", currency))
    assert found is not None
    said = " ".join(found.sentences)
    labels = Labels("en", currency)
    if measures.get("roi_marketing") is not None and extra > 0:
        assert f"It costs {labels.number(extra, 'currency')}" in said
        if more["owed"]:
            for key, words in (("cash", "in cash"), ("owed", "still owed")):
                assert f"{labels.number(more[key], 'currency')} {words}" in said
        assert f"earns {labels.number(measures['roi_marketing'])} for each" in said
        assert f"within {run.horizon_days} days" in said
    for one in deeds:
        if one["ran_in"]:
            assert labels.number(one["spent"], "currency") in said
