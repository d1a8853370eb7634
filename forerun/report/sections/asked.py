"""What was asked: the question, the plans, the period, and the scenario file itself."""

from __future__ import annotations

from html import escape

from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import worlds
from forerun.report.section import Section, folded


def asked(folder: Folder, labels: Labels) -> Section:
    """Return the section."""
    meta = folder.meta
    rows: list[tuple[str, str]] = []
    question = str(meta.get("question") or "")
    if question:
        rows.append(("story", question))
    rows.append(("scenario", str(meta.get("scenario_name", ""))))
    plans = _plans(folder)
    if plans:
        rows.append(("plans", ", ".join(plans)))
    daily = folder.tables.get("daily")
    if daily is not None:
        days = daily["date"].n_unique()
        text = labels("days", start=daily["date"].min(), end=daily["date"].max(), days=days)
        rows.append(("period", labels("joined", a=text, b=labels("worlds", n=worlds(folder)))))
    if folder.search is not None:
        rows.append(("objective", str(folder.search["objective"])))
        rows.append(("subject_to", ", ".join(folder.search["subject_to"])))
    body = "".join(
        f"<dt>{escape(labels(key))}</dt><dd>{escape(value)}</dd>" for key, value in rows if value
    )
    text = str(meta.get("scenario_text") or "")
    source = folded(labels("scenario_text"), f"<pre>{escape(text)}</pre>") if text else ""
    return Section("asked", labels("asked"), "", f"<dl>{body}</dl>{source}")


def _plans(folder: Folder) -> list[str]:
    if folder.compare is not None:
        return list(dict.fromkeys(folder.compare["plans"]))
    if folder.search is not None:
        return [folder.baseline, str(folder.search["plan"])]
    daily = folder.tables.get("daily")
    return [] if daily is None else daily["plan"].unique(maintain_order=True).to_list()
