"""What members of a log bought, by day: the table from which rate, value and dropout are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calibration.history.vocabulary import PURCHASE, REFUNDS, Active, is_active

if TYPE_CHECKING:
    import polars as pl


def buying(events: pl.DataFrame, activity: Active) -> pl.DataFrame | None:
    """One row for each member and day with an act, a purchase or a refund; None without purchases.

    Parameters
    ----------
    events
        ``member, day, event, value``; members are numbers, which nothing outside of the reader can
        tell from each other.
    activity
        Which events are acts.

    Returns
    -------
    polars.DataFrame or None
        ``member, day, active, orders, sold, refunded``, by member and day: whether the member was
        active, orders, what they brought and what was paid back, both 0 or more.
    """
    import polars as pl

    names = events["event"].unique().to_list()
    if PURCHASE not in names:
        return None
    event, value = pl.col("event").cast(pl.String), pl.col("value")
    acts = [name for name in names if is_active(name, activity)]
    bought, back = event == PURCHASE, event.is_in(REFUNDS)
    return (
        events.lazy()
        .filter(event.is_in([*acts, PURCHASE, *REFUNDS]))
        .group_by("member", "day")
        .agg(
            active=event.is_in(acts).any(),
            orders=bought.sum().cast(pl.Int64),
            sold=pl.when(bought).then(value).otherwise(0.0).sum(),
            refunded=pl.when(back).then(value.abs()).otherwise(0.0).sum(),
        )
        .sort("member", "day")
        .collect()
    )
