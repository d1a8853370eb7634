"""Alerts: what is watched day by day, when it fires, and what then runs."""

from strategies.alerts.alert import Alert, told
from strategies.alerts.firing import acts_on, firings
from strategies.alerts.ready import READY_ALERTS, ReadyAlert
from strategies.alerts.watched import WATCHED, Watched

__all__ = [
    "READY_ALERTS", "WATCHED", "Alert", "ReadyAlert", "Watched", "acts_on", "firings", "told",
]  # fmt: skip
