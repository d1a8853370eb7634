"""The value of the base at the end: what those who are active then will still bring.

    value of an active = m r / (1 + d - r)        (V42, without the payment of today)

m is the gross margin of 28 days per member active in them, r the share of actives who are still
active 28 days on, d the discount of 28 days. Both m and r are read off the run itself, over all
its days but those on which the community is less than 28 days old: nobody can have fallen inactive
then, which would be read as loyalty. Of a comparison they are read off the baseline, so that a plan
is credited with the members whom it leaves behind and not with margins or habits that end with it.

So return on investment does not hang on where the line is cut: what a plan has built and not yet
earned back stands beside it.

Differs from the evidence: retention is one number for all, where that of a mixed base rises with
time since the first are lost (M63, V43), so that a longer future is understated; prices, catalogue
and competition stay as they are.
"""

from __future__ import annotations

from typing import Final

from sim.metrics.base import Comparison, Metric, Ratio, Recorded, mean, ratio
from sim.metrics.return_on_investment import extra, gain

PERIOD_DAYS: Final = 28
"""Days of a period: the window of the growth accounting."""

DISCOUNT: Final = 0.10
"""Discount of a year."""

YEAR_DAYS: Final = 365.25


LIFE: Final = 2 * PERIOD_DAYS
"""Days that a community must have lived: a period to be active in, and one to fall inactive in."""


def future_margin(margin: float, retention: float, discount: float) -> float:
    """Return what a customer who has just paid is still expected to pay (V42): m r / (1 + d - r).

    Parameters
    ----------
    margin
        Payment of a period.
    retention
        Share of customers who stay for another period, 0 to 1.
    discount
        Of a period, 0 or more.
    """
    return ratio(margin * retention, 1 + discount - retention)


def retention(run: Recorded) -> float:
    """Share of actives who are still active a period on: (1 - fallen inactive / actives)^28.

    Pooled over the days of the plan on which anybody may fall inactive; NaN where nobody was
    active.
    """
    seen, days = run.trajectory, _whole(run)
    # Who was active in the window on the day before may fall inactive today.
    before = seen.active28 - seen.newly_active - seen.resurrected + seen.churned
    return (1 - ratio(seen.churned[days].sum(), before[days].sum())) ** PERIOD_DAYS


def value_of_an_active(run: Recorded) -> float:
    """Expected future gross margin of one 28-day active, discounted, in currency."""
    books, days = run.ledger, _whole(run)
    earned = (-books.daily("revenue") - books.daily("goods"))[days]
    actives = run.trajectory.active28[days]
    margin = ratio(earned.sum() / 100, len(earned) / PERIOD_DAYS * mean(actives))
    discount = (1 + DISCOUNT) ** (PERIOD_DAYS / YEAR_DAYS) - 1
    return future_margin(margin, retention(run), discount)


def _whole(run: Recorded) -> slice:
    """Return the days on which the window of the actives, and the day before it, were lived."""
    return slice(max(PERIOD_DAYS - run.trajectory.calendar.past_days, 0), None)


def _actives(run: Recorded) -> int:
    return int(run.trajectory.active28[-1])


def base_value(run: Recorded) -> float:
    """What the actives of the last day are still expected to bring, in currency."""
    return _actives(run) * value_of_an_active(run)


def base_gain(run: Recorded, baseline: Recorded) -> float:
    """What the plan's extra actives are still expected to bring, in currency."""
    return (_actives(run) - _actives(baseline)) * value_of_an_active(baseline)


def gain_with_base(run: Recorded, baseline: Recorded) -> float:
    """Extra profit and the extra value of the base, in currency."""
    return gain(run, baseline) + base_gain(run, baseline)


def _with_base(run: Recorded, baseline: Recorded) -> tuple[float, float]:
    return gain_with_base(run, baseline), extra(run, baseline)[1]


roi_with_base: Final = Ratio(_with_base, positive=True)
"""The same per unit of extra cost; undefined without extra cost."""


_OLD: Final = f"of a community of {LIFE} days and more"
_END: Final = f"from the last day of the plan on, {_OLD}"
_ALL: Final = f"plan and what follows, {_OLD}"
_SOURCE: Final = "V42: m r / (1 + d - r), m and r of 28 days, d 10 % a year"

GROUP: Final = "Return on investment"

METRICS: Final = (
    Metric(
        "base_value", "Value of the base at the end", "期末用户价值",
        "28-day actives x m r / (1 + d - r)", "currency", _END, f"{_SOURCE}; own record", "higher",
        base_value, life=LIFE,
    ),
)  # fmt: skip

COMPARISONS: Final = (
    Comparison(
        "base_gain", "Extra value of the base", "期末用户价值增量",
        "extra 28-day actives on the last day x m r / (1 + d - r) of the baseline", "currency",
        _END, f"{_SOURCE}; the baseline's record", "higher", base_gain, life=LIFE,
    ),
    Comparison(
        "gain_with_base", "Extra profit with the base", "增量利润（含期末用户价值）",
        "extra profit + extra value of the base", "currency", _ALL,
        "explicit return and long-term value; never in `gain` or `roi`", "higher", gain_with_base,
        life=LIFE,
    ),
    Comparison(
        "roi_with_base", "Return with the base", "投资回报率（含期末用户价值）",
        "(extra profit + extra value of the base) / extra cost", "1", _ALL,
        "accounting form, 0 is break-even, with long-term value", "higher", roi_with_base,
        life=LIFE,
    ),
)  # fmt: skip
