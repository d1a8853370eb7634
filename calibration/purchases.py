"""What a history's purchases say: rate, value, refunds, and when buyers stop, with their errors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration import bg_nbd
from calibration.bg_nbd import Customers, Law
from calibration.history import History
from calibration.history.record import LEAST
from calibration.measured import Measured
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import PARAMETER
from sim.draws import decision_key

if TYPE_CHECKING:
    import polars as pl

ENOUGH: Final = 1000
RECENT: Final = (28, 364)
"""Value and refunds are of the last days that have so many orders: at least and at most so many
days. They change with the years, and a plan begins tomorrow."""

FEW: Final = 0.2
"""Purchases a visit at most where visits are assumed: what a lower price adds must find room."""

MOST_VISITS: Final = 0.9
"""Visits a day at most that are assumed."""

RATE: Final = 0.02
"""Purchases a visit that are expected where a preset has none."""

SHAPES: Final = {"buy_shape": "r", "buy_quit_a": "a", "buy_quit_b": "b"}
"""Behaviour parameters that are a parameter of the law as it stands."""

RESTS_ON: Final = {
    "buy_rate": ("r", "alpha"), "buy_shape": ("r",), "buy_quit_a": ("a",), "buy_quit_b": ("b",),
}  # fmt: skip
"""What a behaviour parameter hangs on; the preset's stays where the history does not tell it."""


@dataclass(frozen=True, slots=True)
class Purchases:
    """What was read off.

    Attributes
    ----------
    buyers, repeaters
        Members who bought, and those who did after the clock began.
    clock
        ``visit``: purchases are counted by the member's own days of activity, from the first one
        on; ``day``: by days from the first purchase on, where purchases are all that is known.
    law
        The fit of BG/NBD; its clock in those units.
    visits
        Visits of a member in a unit of the clock.
    values
        ``order_again``, and ``basket`` and ``refund_share`` where orders have a value (the latter
        not where fewer than `LEAST` were refunded).
    """

    buyers: int
    repeaters: int
    clock: str
    law: bg_nbd.Fit
    visits: float
    values: Mapping[str, Measured]

    @property
    def told(self) -> tuple[str, ...]:
        """Behaviour parameters of the law that the history tells."""
        known = self.law.identified
        return tuple(name for name, parts in RESTS_ON.items() if set(parts) <= set(known))

    @property
    def first(self) -> dict[str, float]:
        """Those parameters, and what was measured directly."""
        return self._behaviour(self.law.law) | {name: v.value for name, v in self.values.items()}

    def draws(self, count: int, seed: int, behaviour: Behaviour) -> list[dict[str, float]]:
        """Return such parameters as the history allows, within the ranges of a behaviour."""
        key = int(decision_key(seed, "purchases", 0))
        rng = np.random.Generator(np.random.Philox(key=key))
        laws = self.law.draws(rng.standard_normal((count, len(bg_nbd.NAMES))))
        apart = rng.standard_normal((count, len(self.values)))
        drawn = []
        for law, normals in zip(laws, apart, strict=True):
            found = self._behaviour(law)
            for (name, value), z in zip(self.values.items(), normals.tolist(), strict=True):
                found[name] = value.value + value.error * z
            drawn.append(bounded(found, behaviour))
        return drawn

    def as_dict(self) -> dict[str, Any]:
        """Return it for ``--json``."""
        errors = np.sqrt(np.diag(self.law.covariance))
        law = {
            name: {
                "value": float(getattr(self.law.law, name)),
                "log_error": float(error),
                "identified": name in self.law.identified,
            }
            for name, error in zip(bg_nbd.NAMES, errors, strict=True)
        }
        return {
            "buyers": self.buyers,
            "repeat_buyers": self.repeaters if self.repeaters >= LEAST else None,
            "clock": self.clock,
            "bg_nbd": law,
            "kept": [name for name in RESTS_ON if name not in self.told],
            "measured": {
                name: {"value": found.value, "error": found.error}
                for name, found in self.values.items()
            },
        }

    def _behaviour(self, law: Law) -> dict[str, float]:
        found = {name: float(getattr(law, part)) for name, part in SHAPES.items()}
        found["buy_rate"] = law.r / law.alpha / self.visits
        return {name: found[name] for name in self.told}


def read_off(history: History, behaviour: Behaviour, activity: str) -> Purchases | None:
    """Read the purchases of a history; None of fewer than `LEAST` buyers.

    Parameters
    ----------
    history
        The history before the holdout.
    behaviour
        What is expected before; where nobody buys there, a published law.
    activity
        What makes a member active in the scenario; with ``purchase`` the clock is in days.
    """
    table, buyers = history.purchases, history.buyers()
    if table is None or buyers < LEAST:
        return None
    by_days = activity == "purchase"
    visits = visits_a_day(behaviour.values) if by_days else 1.0
    customers = by_day(table, history) if by_days else by_visit(table)
    return Purchases(
        buyers=buyers,
        repeaters=customers.repeaters,
        clock="day" if by_days else "visit",
        law=bg_nbd.fit(customers, _prior(behaviour.values, visits)),
        visits=visits,
        values=_values(table, history),
    )


def bounded(values: Mapping[str, float], behaviour: Behaviour) -> dict[str, float]:
    """Return values cut to the ranges of their parameters in a behaviour's currency."""
    ranges = {name: behaviour.parameter(name) for name in values}
    return {
        name: min(max(value, ranges[name].low), ranges[name].high) for name, value in values.items()
    }


def with_visits(behaviour: Behaviour, rate: float) -> Behaviour:
    """Return a behaviour whose members visit so often that few visits are purchases.

    Visits between purchases nobody counted; but whoever buys every other day comes as often.

    Parameters
    ----------
    behaviour
        Its visits are raised where more than `FEW` of them would be purchases.
    rate
        Purchases a visit as it is.
    """
    visits = min(visits_a_day(behaviour.values) * rate / FEW, MOST_VISITS)
    if rate <= FEW or visits <= visits_a_day(behaviour.values):
        return behaviour
    low, high = behaviour.values["visit_base"], PARAMETER["visit_base"].high
    for _ in range(40):
        middle = (low + high) / 2
        if visits_a_day({**behaviour.values, "visit_base": middle}) < visits:
            low = middle
        else:
            high = middle
    return behaviour.updated({"visit_base": low}, "assumed", f"{1 / FEW:.0f} visits a purchase")


def _prior(values: Mapping[str, float], visits: float) -> Law:
    shape = values["buy_shape"] or PARAMETER["buy_shape"].on
    rate = (values["buy_rate"] or RATE) * visits
    return Law(shape, shape / rate, values["buy_quit_a"], values["buy_quit_b"])


def by_day(table: pl.DataFrame, history: History) -> Customers:
    """Return buyers by days with a purchase after the first one, and when the last of them was."""
    import polars as pl

    each = (
        table.filter(pl.col("orders") > 0)
        .group_by("member")
        .agg(first=pl.col("day").min(), last=pl.col("day").max(), days=pl.len())
    )
    recency = (each["last"] - each["first"]).dt.total_days().to_numpy()
    first = (each["first"] - history.start).dt.total_days().to_numpy()
    return Customers.of(each["days"].to_numpy() - 1, recency, history.days - 1 - first)


def by_visit(table: pl.DataFrame) -> Customers:
    """Return members by their days of activity: on how many they bought, and on which the last."""
    import polars as pl

    day, bought = pl.int_range(pl.len()).over("member") + 1, pl.col("orders") > 0
    each = (
        table.filter(pl.col("active") | bought)
        .sort("member", "day")
        .with_columns(visit=day)
        .group_by("member")
        .agg(
            frequency=bought.sum(),
            recency=pl.when(bought).then(pl.col("visit")).otherwise(0).max(),
            age=pl.len(),
        )
    )
    return Customers.of(*(each[name].to_numpy() for name in ("frequency", "recency", "age")))


def visits_a_day(values: Mapping[str, float]) -> float:
    """Return visits a day of members of a behaviour, past their first weeks; about."""
    cells = [NormalDist().inv_cdf((k + 0.5) / 200) for k in range(200)]
    logits = values["visit_base"] + values["visit_spread"] * np.array(cells)
    return float(np.mean(1 / (1 + np.exp(-logits))))


def _values(table: pl.DataFrame, history: History) -> dict[str, Measured]:
    """What an order is like of late."""
    import polars as pl

    daily = table.group_by("day").agg(pl.col("orders").sum()).sort("day", descending=True)
    ago = (history.end - daily["day"]).dt.total_days().to_numpy()
    counted = np.cumsum(daily["orders"].to_numpy())
    place = min(int(np.searchsorted(counted, ENOUGH)), len(ago) - 1)
    least, most = RECENT
    days = min(max(int(ago[place]), least), most)
    late = table.filter((history.end - pl.col("day")).dt.total_days() <= days)
    bought = late.filter(pl.col("orders") > 0)
    if bought["member"].n_unique() < LEAST:
        bought = table.filter(pl.col("orders") > 0)
        late = table
    orders, sold = bought["orders"].to_numpy(), bought["sold"].to_numpy()
    found = {"order_again": ratio(orders - 1, orders)}
    if sold.sum() > 0:
        found["basket"] = ratio(sold, orders)
        refunds = late["refunded"].to_numpy()
        if not 0 < late.filter(pl.col("refunded") > 0)["member"].n_unique() < LEAST:
            found["refund_share"] = ratio(refunds, late["sold"].to_numpy())
    return found


def ratio(parts: NDArray[np.number], wholes: NDArray[np.number]) -> Measured:
    """Return the ratio of sums over rows, and its standard error."""
    whole = float(wholes.sum())
    ratio = float(parts.sum()) / whole
    return Measured(ratio, float(math.sqrt(np.square(parts - ratio * wholes).sum()) / whole))
