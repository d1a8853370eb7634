"""The catalogue of strategies, from their models: parameters, search ranges, sources."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, Final

from pydantic.fields import FieldInfo

from evidence.pages import table
from forerun.reference.register_tables import span
from strategies import STRATEGIES, Strategy
from strategies.money import MOST, extra

HEAD: Final = ("field", "default", "searched", "range", "unit", "meaning", "source", "evidence")


def strategy_tables() -> str:
    """Return what all strategies have, then a section for every kind."""
    common = [_row(name, info) for name, info in Strategy.model_fields.items()]
    parts = [f"## What all have\n\n{table(HEAD, common)}"]
    for kind, strategy in STRATEGIES.items():
        own = [
            _row(name, info)
            for name, info in strategy.model_fields.items()
            if name not in Strategy.model_fields
        ]
        module = inspect.getdoc(inspect.getmodule(strategy)) or ""
        told = " ".join((strategy.__doc__ or "").partition("\n\n")[0].split())
        rules = module.partition("\n\n")[2].strip()
        parts += [
            f"## `{kind}`",
            f"{strategy.title} · {strategy.title_zh}; {strategy.lever_family} family. {told}",
            *([rules] if rules else []),
            table(HEAD, own),
        ]
    return "\n\n".join(parts)


def _row(name: str, info: FieldInfo) -> list[str]:
    own = extra(info)
    search = own.get("search")
    searched = f"{search['low']:g} to {search['high']:g}" if isinstance(search, dict) else ""
    return [
        f"`{name}`", _default(info.default), searched, _range(info), str(own["unit"]),
        f"{info.title} · {own['title_zh']}: {info.description}", str(own["source"]),
        str(own["evidence"]),
    ]  # fmt: skip


def _default(value: Any) -> str:
    if hasattr(value, "model_dump"):
        return ", ".join(f"{key} {of:g}" for key, of in value.model_dump().items())
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {of:g}" for key, of in value.items()) or "none"
    if isinstance(value, tuple | list):
        return ", ".join(of if isinstance(of, str) else f"{of:g}" for of in value) or "none"
    if value is None:
        return "none"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _range(info: FieldInfo) -> str:
    def of(key: str) -> float | None:
        found = (getattr(bound, key, None) for bound in info.metadata)
        return next((value for value in found if value is not None), None)

    # The upper end of an amount of money is stated in US dollars' worth.
    return span(of("ge"), of("gt"), extra(info).get(MOST, of("le")), of("lt"))
