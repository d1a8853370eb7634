"""A run folder made by hand, in the shapes that the planning commands write."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from sim.behaviour.register import PARAMETERS
from sim.metrics import MEASURES
from worlds.store import write_run

START = date(2024, 1, 1)
DAYS = 98
SEEDS = 6
PLANS = ("status-quo", "welcome")
LIFT = {"status-quo": 0.0, "welcome": 8.0}


def meta(command: str, **changes: Any) -> dict[str, Any]:
    return {
        "command": command,
        "scenario_name": "Toy community",
        "scenario_text": "name: Toy community\nhorizon_days: 98\n",
        "digest": "0",
        "currency": "USD",
        "baseline": "status-quo",
        "measures": ["weekly_active", "retention_w4", "cost", "roi", "nps"],
        "question": "Does a welcome bring newcomers back?",
        **changes,
    }


def moved(a: float, b: float, half: float, p: float | None) -> dict[str, Any]:
    return {
        "a": a,
        "b": b,
        "difference": b - a,
        "low": b - a - half,
        "high": b - a + half,
        "p_better": p,
        "seed_saving": 9.0,
        "a_low": a - half,
        "a_high": a + half,
        "b_low": b - half,
        "b_high": b + half,
        "worlds": SEEDS,
    }


def alone(b: float, half: float) -> dict[str, Any]:
    """A measure that the baseline does not have."""
    nothing = dict.fromkeys(("a", "difference", "low", "high", "p_better", "seed_saving", "a_low"))
    return {**moved(0.0, b, half, None), **nothing, "a_high": None}


MEASURED = {
    "weekly_active": moved(210.0, 243.0, 9.0, 1.0),
    "daily_active": moved(52.0, 60.0, 2.5, 1.0),
    "retention_w4": moved(0.061, 0.074, 0.021, 0.8),
    "posts": moved(4_200.0, 5_350.0, 300.0, 1.0),
    "cost": moved(0.0, 5_800.0, 40.0, 0.0),
    "revenue": moved(9_000.0, 11_900.0, 500.0, 1.0),
    "roi": moved(0.0, -0.5, 0.09, 0.0),
    "roi_marketing": moved(0.0, 0.5, 0.09, 0.0),
    "nps": moved(12.0, 14.0, 3.0, 0.7),
    "gini_posts": moved(0.81, 0.80, 0.02, None),
}
"""A plan that is liked and does not pay."""

COMPARE: dict[str, Any] = {"plans": list(PLANS), "seeds": SEEDS, "measures": MEASURED}


def three_plans() -> dict[str, Any]:
    worse = {**MEASURED, "weekly_active": moved(210.0, 214.0, 9.0, 0.6)}
    return {
        "plans": [*PLANS, "points-only"],
        "seeds": SEEDS,
        "comparisons": [
            {"plans": [PLANS[0], "points-only"], "measures": worse},
            {"plans": list(PLANS), "measures": MEASURED},
        ],
    }


def deed(strategy: str, spent: float, owed: float, ran_in: int = SEEDS) -> dict[str, Any]:
    """What a strategy did; one that ran in no world had no money for its first day."""
    stop = {
        "reason": "set-up",
        "day": None,
        "worlds": SEEDS,
        "message": "never ran: its money does not cover the first day",
        "message_zh": "从未运行：资金不足以支付第一天",
    }
    return {
        "strategy": strategy,
        "worlds": SEEDS,
        "ran_in": ran_in,
        "days": DAYS if ran_in else 0,
        "reached": 100.0,
        "unit": "visits",
        "spent": spent,
        "owed": owed,
        "budget": 3000.0,
        "refused": 0.0,
        "stop": None if ran_in else stop,
        "settings": {"points.per_visit": 2.0} if strategy == "points" else {},
    }


def search() -> dict[str, Any]:
    def level(value: float) -> dict[str, float]:
        return {"mean": value, "low": value * 0.95, "high": value * 1.05, "worlds": SEEDS}

    winner = {
        name: {
            **level(entry["b"] or 0.0),
            "difference": entry["difference"],
            "difference_low": entry["low"],
            "difference_high": entry["high"],
            "p_better": entry["p_better"],
            "worlds_paired": SEEDS,
        }
        for name, entry in MEASURED.items()
    }
    return {
        "plan": "welcome",
        "objective": "retention_w4, roi",
        "subject_to": ["cost <= 6000", "nps >= baseline"],
        "trials": 60,
        "failed": 0,
        "feasible": 41,
        "seeds": SEEDS,
        "status_quo": {name: level(entry["a"] or 0.0) for name, entry in MEASURED.items()},
        "equal_split": {
            name: level(0.5 * ((entry["a"] or 0.0) + (entry["b"] or 0.0)))
            for name, entry in MEASURED.items()
        },
        "today": {name: level(entry["a"] or 0.0) for name, entry in MEASURED.items()},
        "winner": {
            "trial": 17,
            "against": {
                other: {
                    name: {
                        key: entry[key]
                        for key in ("difference", "low", "high", "p_better", "worlds")
                    }
                    for name, entry in MEASURED.items()
                }
                for other in ("status_quo", "today", "equal_split")
            },
            "strategies": [deed("points", 1800.0, 200.0), deed("content", 3800.0, 0.0)],
            "not_run": [deed("invite", 0.0, 0.0, ran_in=0)],
            "taken_back": [{"path": "points.privilege", "found": 0.05797, "to": 0.0}],
            "edges": [{"path": "content.items_per_day", "value": 20.0, "end": "high"}],
            "bounds_cost": {
                "trial": 9,
                "objective": "retention_w4",
                "value": 0.081,
                "winner": 0.074,
                "constraints": ["cost <= 6000"],
            },
            "parameters": {"points.per_visit": 2.0, "content.items_per_day": 1.5},
            "measures": winner,
            "budget": 6000.0,
            "spend": 5800.0,
            "unspent": 200.0,
            "within_budget": True,
            "constraints": [
                {
                    "constraint": "cost <= 6000",
                    "side": "at most",
                    "value": 5995.0,
                    "bound": 6000.0,
                    "kept": True,
                    "binding": True,
                },
                {
                    "constraint": "nps >= baseline",
                    "side": "at least",
                    "value": 14.0,
                    "bound": 12.0,
                    "kept": True,
                    "binding": False,
                },
            ],
        },
        "pareto": [{"trial": k, "parameters": {}, "objectives": {}} for k in (3, 17)],
    }


CALIBRATE: dict[str, Any] = {
    "fit": {"from": "2020-01-06", "to": "2023-10-01"},
    "holdout": {
        "weeks": 13,
        "error": 0.081,
        "naive_error": 0.124,
        "band_coverage": 0.9,
        "observed": [50.0 + k % 4 for k in range(13)],
        "forecast": [51.0 + k / 5 for k in range(13)],
        "low": [45.0 + k / 8 for k in range(13)],
        "high": [57.0 + k / 3 for k in range(13)],
        "naive": [47.0] * 13,
        "before": [46.0 + 3 * math.sin(k / 3) for k in range(26)],
        "arrivals_error": 0.2,
    },
    "retention": [
        {"cohorts": cohorts, "from_week": 1, "to_week": last, "observed": 0.08, "fitted": 0.07}
        for cohorts in ("2020", "2022")
        for last in (1, 4, 12)
    ],
}


def daily(plans: tuple[str, ...] = PLANS, days: int = DAYS) -> pl.DataFrame:
    rng = np.random.default_rng(1)
    shared = 50 + rng.normal(0, 3, (SEEDS, 1)) + rng.normal(0, 4, (SEEDS, days))
    parts = []
    for plan in plans:
        ramp = LIFT.get(plan, 4.0) * np.minimum(np.arange(days) / 40, 1)
        active = np.round(shared + ramp + rng.normal(0, 1.5, (SEEDS, days)) * (plan != PLANS[0]))
        for seed in range(SEEDS):
            parts.append(
                pl.DataFrame(
                    {
                        "date": [START + timedelta(days=k) for k in range(days)],
                        "daily_active": active[seed],
                        "weekly_active": active[seed] * 4,
                    }
                ).select(pl.lit(plan).alias("plan"), pl.lit(seed).alias("seed"), pl.all())
            )
    return pl.concat(parts)


def triangle(plans: tuple[str, ...] = PLANS, weeks: int = DAYS // 7) -> pl.DataFrame:
    """Cohorts from ten weeks before the plan on; the last one was observed for one week."""
    rows = []
    for plan in plans:
        for k in range(-10, weeks):
            for age in range(weeks - k):
                share = 1.0 if age == 0 else (0.16 + LIFT.get(plan, 4.0) / 200) * age**-0.6
                size = 60.0 + k
                rows.append((plan, START + timedelta(weeks=k), age, size, share * size))
    return pl.DataFrame(rows, ["plan", "cohort", "age_weeks", "size", "active"], orient="row")


def funnel(plans: tuple[str, ...] = PLANS) -> pl.DataFrame:
    stages = {
        "activity": {"member_days": 61_000, "visits": 5_100, "writers": 2_400, "buyers": 0},
        "referral": {"invitations": 130, "accepted": 21, "qualified": 14, "unlocks": 4},
    }
    rows = [
        (
            *(plan, name, stage),
            float(value) * (0.0 if name == "referral" and plan == PLANS[0] else 1),
            *(0.0, 0.0),
        )
        for plan in plans
        for name, values in stages.items()
        for stage, value in values.items()
    ]
    columns = ["plan", "funnel", "stage", "value", "change_low", "change_high"]
    return pl.DataFrame(rows, columns, orient="row")


def segments(plans: tuple[str, ...] = PLANS) -> pl.DataFrame:
    rows = []
    for plan in plans:
        for k, segment in enumerate(("visas", "flights", "<overland>")):
            lift = 0.0 if plan == PLANS[0] else 1.0 + k
            change = (lift, lift - 0.8, lift + 0.8)
            shares = [value / 15.0 for value in change]
            rows.append((plan, segment, "active", 15.0 + lift, *change, *shares))
    columns = ["plan", "segment", "measure", "mean", "difference", "low", "high"]
    columns += ["share", "share_low", "share_high"]
    return pl.DataFrame(rows, columns, orient="row")


def ledger(plans: tuple[str, ...] = PLANS) -> pl.DataFrame:
    rows = []
    for plan in plans:
        rows += [
            (plan, "operation", "cash", 9_000.0, 0.0),
            (plan, "operation", "revenue", 0.0, 9_000.0),
        ]
        if plan != PLANS[0]:
            rows += [
                (plan, "content", "grant", 4_000.0, 0.0),
                (plan, "content", "cash", 0.0, 4_000.0),
                (plan, "invite", "redemption", 1_000.0, 0.0),
                (plan, "invite", "cash", 0.0, 1_000.0),
            ]
    return pl.DataFrame(rows, ["plan", "strategy", "account", "debit", "credit"], orient="row")


def trials() -> pl.DataFrame:
    rng = np.random.default_rng(2)
    retention = 0.06 + 0.02 * rng.random(60)
    roi = -0.9 + 6 * (0.08 - retention) * 5 + 0.2 * rng.normal(size=60)
    feasible = rng.random(60) > 0.3
    front = [
        bool(feasible[k])
        and not any(feasible & (retention >= retention[k]) & (roi >= roi[k]) & (np.arange(60) != k))
        for k in range(60)
    ]
    return pl.DataFrame(
        {
            "number": np.arange(60),
            "param points.per_visit": rng.random(60),
            "value retention_w4": retention,
            "value roi": roi,
            "feasible": feasible,
            "pareto": front,
            "winner": np.arange(60) == 17,
            "error": [None] * 60,
        },
        schema_overrides={"error": pl.String},
    )


def assumptions() -> list[dict[str, Any]]:
    return [
        {
            "name": p.name,
            "value": p.value,
            "unit": p.unit,
            "grade": "measured" if p.name == "visit_base" else p.grade,
            "evidence": p.evidence,
            "source": p.source,
            "meaning": p.meaning,
            "meaning_zh": p.meaning_zh,
        }
        for p in PARAMETERS
    ]


def tables(plans: tuple[str, ...] = PLANS) -> dict[str, pl.DataFrame]:
    return {
        "daily": daily(plans),
        "triangle": triangle(plans),
        "funnel": funnel(plans),
        "segments": segments(plans),
        "ledger": ledger(plans),
    }


def everything(path: Path) -> Path:
    """Write a folder in which every section has data."""
    assert set(MEASURED) <= set(MEASURES)
    plans = ("status-quo", "equal-split", "winner")
    documents = {
        "compare": COMPARE,
        "search": search(),
        "calibrate": CALIBRATE,
        "assumptions": assumptions(),
    }
    write_run(path, meta("search"), documents, {**tables(plans), "trials": trials()})
    return path


def compared(path: Path, **changes: Any) -> Path:
    """Write what ``compare`` leaves."""
    documents = {"compare": COMPARE, "assumptions": assumptions()}
    write_run(path, meta("compare", **changes), documents, tables())
    return path
