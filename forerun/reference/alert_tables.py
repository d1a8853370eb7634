"""What can be watched, the fields of an alert, and the ready alerts."""

from __future__ import annotations

from evidence.pages import table
from strategies.alerts import READY_ALERTS, WATCHED, Alert
from strategies.money import extra


def watched_table() -> str:
    """Return what can be watched, a row each."""
    rows = [
        [f"`{name}`", f"{one.title} · {one.title_zh}", one.formula, one.unit]
        for name, one in WATCHED.items()
    ]
    return table(("metric", "meaning", "formula", "unit"), rows)


def field_table() -> str:
    """Return the fields of an alert, a row each."""
    rows = []
    for name, info in Alert.model_fields.items():
        about = extra(info)
        default = "required" if info.is_required() else f"{info.default}"
        meaning = f"{info.title} · {about['title_zh']}: {info.description}"
        rows.append([f"`{name}`", meaning, str(about["unit"]), default, str(about["source"])])
    return table(("field", "meaning", "unit", "default", "source"), rows)


def ready_table() -> str:
    """Return the ready alerts, a row each."""
    rows = []
    for name, one in READY_ALERTS.items():
        alert = one.alert
        sign = "<" if alert.below is not None else ">"
        limit = f"{alert.threshold:g}"
        if alert.past_days is not None:
            limit += f" x its past {alert.past_days} days, {alert.sigmas:g} standard errors off"
        rule = f"`{alert.metric}` over {alert.window_days} days {sign} {limit}"
        kind = "core" if one.core else "warning"
        rows.append([f"`{name}`", kind, f"{one.title} · {one.title_zh}", rule, one.source])
    return table(("alert", "kind", "warns of", "fires where", "threshold from"), rows)
