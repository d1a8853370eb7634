"""What a trial may have counted of its members, and how the same is counted in a simulation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.compiled.layout import LEFT
from sim.errors import InputError
from sim.trajectory import GMV
from sim.visible import excerpt

if TYPE_CHECKING:
    from sim.trajectory import Trajectory

Kind = Literal["share", "amount"]
"""Whether an outcome is yes or no of each member, or an amount a member."""

LAST_DAYS: Final = 7
"""Days at a window's end within which who comes is retained."""

Members = NDArray[np.void]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that a trial may count.

    Attributes
    ----------
    name, title, title_zh
        What it is called.
    kind
        A share of members, or an amount a member.
    words
        Headings that mean it.
    member
        Its value for each member, from the records at the window's end, the records at its
        beginning, and the window's first and last day; None where only totals are kept.
    total
        Its total by segment, in currency where it is money, from the record of the days; where
        `member` is not known.
    """

    name: str
    title: str
    title_zh: str
    kind: Kind
    words: tuple[str, ...]
    member: Callable[[Members, Members, int, int], Values] | None = None
    total: Callable[[Trajectory], NDArray[np.float64]] | None = None


def _came(after: Members, before: Members, first: int, last: int) -> Values:
    return np.asarray(after["last_visit"] >= first, np.float64)


def _retained(after: Members, before: Members, first: int, last: int) -> Values:
    return np.asarray(after["last_visit"] > last - LAST_DAYS, np.float64)


def _posts(after: Members, before: Members, first: int, last: int) -> Values:
    return np.asarray(after["posts"], np.float64)  # counted from the plan's first day


def _invitations(after: Members, before: Members, first: int, last: int) -> Values:
    return np.asarray(after["invitations"] - before["invitations"].astype(np.int64), np.float64)


def _stayed(after: Members, before: Members, first: int, last: int) -> Values:
    return np.asarray((after["flags"] & LEFT) == 0, np.float64)


def _any(
    count: Callable[[Members, Members, int, int], Values],
) -> Callable[[Members, Members, int, int], Values]:
    return lambda after, before, first, last: np.asarray(
        count(after, before, first, last) > 0, np.float64
    )


def _visits(seen: Trajectory) -> Values:
    return np.asarray(seen.by_segment("visits").sum(axis=0), np.float64)


def _orders(seen: Trajectory) -> Values:
    orders = seen.by_segment("buyers") + seen.by_segment("team_orders")
    return np.asarray(orders.sum(axis=0), np.float64)


OUTCOMES: Final = {
    each.name: each
    for each in (
        Outcome("visited", "came at least once", "至少访问一次", "share",
                ("visited", "visit", "came", "active", "opened", "访问", "活跃"), _came),
        Outcome("retained", f"came in the last {LAST_DAYS} days", f"最后 {LAST_DAYS} 天仍访问",
                "share", ("retained", "retention", "returned", "留存"), _retained),
        Outcome("stayed", "did not leave for good", "未流失", "share",
                ("stayed", "not_churned", "未流失"), _stayed),
        Outcome("posted", "posted at least once", "至少发帖一次", "share",
                ("posted", "contributed", "发过帖"), _any(_posts)),
        Outcome("posts", "posts a member", "人均发帖", "amount",
                ("posts", "contributions", "发帖数"), _posts),
        Outcome("invited", "invited at least once", "至少邀请一次", "share",
                ("invited", "邀请过"), _any(_invitations)),
        Outcome("invitations", "invitations a member", "人均邀请", "amount",
                ("invitations", "邀请数"), _invitations),
        Outcome("visits", "days with a visit a member", "人均访问天数", "amount",
                ("visits", "active_days", "访问次数", "访问天数"),
                total=_visits),
        Outcome("orders", "orders a member", "人均订单", "amount",
                ("orders", "purchases", "conversion", "converted", "订单数", "购买次数"),
                total=_orders),
        Outcome("spend", "spend a member", "人均消费", "amount",
                ("spend", "revenue", "gmv", "sales", "消费", "消费金额"),
                total=lambda seen: seen.by_segment(GMV).sum(axis=0) / 100),
    )
}  # fmt: skip
"""Outcomes by name."""


def outcome_of(name: str) -> Outcome:
    """Return an outcome by its name.

    Raises
    ------
    InputError
        If there is none.
    """
    if name not in OUTCOMES:
        raise InputError(
            f"no outcome {excerpt(name)}; there are {', '.join(OUTCOMES)}", field="outcome"
        )
    return OUTCOMES[name]
