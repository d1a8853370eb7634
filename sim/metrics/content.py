"""Content: what is written and read, and how unequally members write."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.metrics.base import Metric, Ratio, Recorded, quotient, ratio, total


def gini(values: NDArray[np.int64]) -> float:
    """Gini coefficient of non-negative whole numbers.

    ``G = (2 sum(i x_i) / sum(x_i) - n - 1) / n`` with ``x`` ascending and ``i`` from 1: 0 when all
    are equal, ``1 - 1/n`` when one has everything.

    Parameters
    ----------
    values
        Shape ``(n,)``, in any order.

    Returns
    -------
    float
        0 to 1; NaN when there is nothing or all are zero.
    """
    ascending = np.sort(values)
    n = ascending.size
    ranked = int((np.arange(1, n + 1) * ascending).sum())
    return (ratio(2 * ranked, int(ascending.sum())) - n - 1) / n if n else float("nan")


def top_share(values: NDArray[np.int64], share: float) -> float:
    """Share of the total held by the largest ``share`` of the values, at least one of them."""
    return ratio(*_heads(values, share))


def _heads(values: NDArray[np.int64], share: float) -> tuple[int, int]:
    """Return what the largest ``share`` of the values hold, and the total."""
    descending = np.sort(values)[::-1]
    heads = max(round(share * descending.size), 1)
    return int(descending[:heads].sum()), int(descending.sum())


def _top1(run: Recorded) -> tuple[float, float]:
    return _heads(run.trajectory.posts_by_member, 0.01)


def _quality(run: Recorded) -> tuple[float, float]:
    posts = run.trajectory.total("posts")
    return posts + run.trajectory.total("craft_thousandths") / 1000, posts


_PLAN: Final = "all days of the plan"
_COUNT: Final = "count of events"

GROUP: Final = "Content"

METRICS: Final = (
    Metric(
        "posts", "Posts", "发帖数", "posts and comments written", "posts", _PLAN, _COUNT,
        "higher", total("posts"),
    ),
    Metric(
        "posts_per_active", "Posts per active day", "人均发帖",
        "posts / active member-days", "posts/member-day", _PLAN, "ratio of totals", "higher",
        quotient("posts", "active"),
    ),
    Metric(
        "writers", "Writers", "发帖人数", "distinct members who wrote", "members", _PLAN,
        "count of members", "higher", lambda run: float(run.trajectory.posts_by_member.size),
    ),
    Metric(
        "writer_share", "Share of visits with a post", "发帖率",
        "member-days with a post / visits", "share", _PLAN, "interaction rate", "higher",
        quotient("writers", "visits"),
    ),
    Metric(
        "gini_posts", "Gini of posts", "发帖基尼系数",
        "Gini coefficient of posts over members who wrote", "0 to 1", _PLAN,
        "Gini; ordinary communities 0.80-0.95 with those who never write", "neutral",
        lambda run: gini(run.trajectory.posts_by_member),
    ),
    Metric(
        "top1_share", "Posts by the top 1 %", "头部1%发帖占比",
        "posts by the most active 1 % of writers, at least one / posts", "share", _PLAN,
        "participation inequality (90-9-1)", "neutral",
        Ratio(_top1),
    ),
    Metric(
        "post_quality", "Quality of posts, relative", "帖子相对质量",
        "worth of all posts / worth of as many that nobody was paid for", "1", _PLAN,
        "pay by the item or by readers (M91)", "higher", Ratio(_quality),
    ),
    Metric(
        "exposures", "Items read", "内容曝光", "items read", "items", _PLAN, _COUNT, "higher",
        total("exposures"),
    ),
    Metric(
        "items_per_visit", "Items read per visit", "每次访问阅读量", "items read / visits",
        "items/visit", _PLAN, "ratio of totals", "higher", quotient("exposures", "visits"),
    ),
)  # fmt: skip
