"""A community small enough to be run many times in a test."""

from __future__ import annotations

from scenarios import Scenario, parse

TEXT = """\
name: Small
start: 2025-03-03
horizon_days: 42
community:
  preset: shop
  overrides: {visit_base: -1.5, write_rate: 0.3, buy_rate: 0.05}
  launch: 2025-01-06
  members: 120
  segments: {makers: 0.6, browsers: 0.4}
  arrivals: {organic_per_day: 3}
economy: {revenue_per_visit: 0.05, margin: 0.4}
plans:
  status-quo: {}
  points:
    budget: 300
    strategies:
      - points: {per_visit: 2, reward_points: 50}
  both:
    budget: 500
    strategies:
      - points: {per_visit: 2, reward_points: 50}
      - content: {items_per_day: 2}
measures: [weekly_active, cost]
search:
  plan: both
  objective: weekly_active, -cost
  subject_to: [posts >= 0.5 * baseline]
"""


def small(**replaced: str) -> Scenario:
    """Return the scenario, with some of its text replaced: ``name="old -> new"``."""
    text = TEXT
    for change in replaced.values():
        old, new = change.split(" -> ")
        assert old in text
        text = text.replace(old, new)
    return parse(text)
