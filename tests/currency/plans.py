"""One plan, written in any currency."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planning.compare import compare
from scenarios import Scenario, parse

UNITS = {"USD": 1.0, "EUR": 0.9, "CNY": 7.0, "JPY": 150.0, "KWD": 0.3, "IDR": 16000.0}
"""What the same plan's amounts are multiplied by, by currency."""

DAYS = 90

COUNTS = ("weekly_active", "joined", "accepted", "hunters", "visits", "retention_w4")

TEXT = """\
name: Referral {currency}
start: 2025-03-03
horizon_days: {days}
currency: {currency}
{unit}
community:
  preset: forum
  launch: 2024-12-02
  members: {members}
  overrides: {{basket: {basket}, buy_rate: 0.01}}
  arrivals: {{organic_per_day: 4}}
economy: {{revenue_per_visit: {visit}}}
plans:
  status-quo: {{}}
  refer:
    budget: {budget}
    strategies:
      - points: {{per_visit: 1, per_post: 5, point_cost: {point}}}
      - invite: {{unlock_after: 3, inviter_reward: {inviter}, invited_reward: {invited},
                  hold_days: 7}}
measures: [weekly_active, joined, accepted, hunters, visits, retention_w4, cost, revenue, roi]
search:
  plan: refer
  objective: joined
  subject_to: [cost <= {budget}]
"""


def referral(
    currency: str,
    times: float,
    *,
    unit: float | None = None,
    members: int = 800,
    days: int = DAYS,
    inviter: float = 15,
    invited: float = 5,
    point: float = 0.01,
    budget: float = 4000,
) -> Scenario:
    """Return the plan with all its amounts, given in dollars, times a number."""
    amounts = {
        "basket": 30, "visit": 0.05, "budget": budget, "point": point, "inviter": inviter,
        "invited": invited,
    }  # fmt: skip
    return parse(
        TEXT.format(
            currency=currency,
            unit="" if unit is None else f"money_unit: {unit}",
            members=members,
            days=days,
            **{name: float(f"{amount * times:.12g}") for name, amount in amounts.items()},
        )
    )


def measured(scenario: Scenario, seeds: int = 3) -> dict[str, NDArray[np.float64]]:
    """Return what its measures came to, each of shape ``(plans, seeds)``."""
    return dict(compare(scenario, ["status-quo", "refer"], seeds).values)
