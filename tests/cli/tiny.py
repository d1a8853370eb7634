"""A community that runs in milliseconds, and a history of it."""

from __future__ import annotations

from datetime import date, timedelta

SCENARIO = """\
name: Tiny forum
story: Does anything help?
start: 2025-01-06
horizon_days: 42
community:
  preset: shop
  overrides: {visit_base: -2.0, buy_rate: 0.05}
  launch: 2024-11-11
  members: 300
  segments: {makers: 0.6, browsers: 0.4}
  arrivals: {organic_per_day: 3}
economy: {revenue_per_visit: 0.1}
plans:
  status-quo: {}
  points:
    budget: 500
    strategies:
      - points: {per_visit: 1, levels: [20, 80]}
  both:
    budget: 900
    strategies:
      - points: {per_visit: 1, levels: [20, 80]}
      - invite: {unlock_after: 2, inviter_reward: 5}
measures: [weekly_active, posts, cost, roi, nps]
search:
  plan: both
  objective: weekly_active
  subject_to: [cost <= 900]
"""

DAYS = 140


def log(days: int = DAYS) -> str:
    """Return an event log of so many days: a newcomer a day, who writes less and less often."""
    first = date(2024, 1, 1)
    rows = []
    for day in range(days):
        for member in range(day + 1):
            age = day - member
            # Visits at ages 0, 1, 3, 6, 10, ...: a member thins out, nobody leaves for good.
            if any(k * (k + 1) // 2 == age for k in range(20)):
                rows.append(f"m{member},{first + timedelta(days=day)}T12:00:00,post")
    return "member,timestamp,event\n" + "\n".join(rows) + "\n"
