"""Craft: writers make what they are paid for, many items or ones that are read.

    quality of a post x w^(craft_reach r - craft_item (1 - r)),   at most 1 in all
    craft_topics r (1 - 1 / w) of the posts are on the topic of most posts

w is by what money multiplies posting, 1 or more, and r the part of it that comes by readers or by
what the feed earns, 0 to 1; the rest comes by the item. Pay by the item brings more and worse, pay
by readers more and better, and all write on what is popular (M91: half of what ads earn, 4.4
million posts; pay per review).

Differs from the evidence: sizes of quality are none published and assumed; who wrote before pay and
who came for it answer alike, where M91 has old and mid-size writers differ; and points move no
quality.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table, each
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "craft",
    title="quality by what is paid for",
    title_zh="按何付酬与质量",
    switches=("craft_item", "craft_reach", "craft_topics"),
    needs="a plan's `pay` lever",
    parameters=(
        Parameter(
            "craft_item", 0.1, unit="1", low=0.0, high=2.0, neutral=0.0, grade="assumed",
            evidence="D",
            source="M91: pay per item lowers quality; no size published",
            meaning="power by which what pay by the item multiplies posting by lowers its quality",
            meaning_zh="按篇付酬对质量的作用",
        ),
        Parameter(
            "craft_reach", 0.1, unit="1", low=0.0, high=2.0, neutral=0.0, grade="assumed",
            evidence="D",
            source="M91: pay by quality or views raises quality; no size published",
            meaning="power by which what pay by readers multiplies posting by raises its quality",
            meaning_zh="按阅读付酬对质量的作用",
        ),
        Parameter(
            "craft_topics", 0.13, unit="share", low=0.0, high=1.0, neutral=0.0, grade="published",
            evidence="B",
            source="M91: popular topics +13 points of all posts at half of what ads earn",
            meaning="share of posts that pay by readers draws to the most popular topic, at most",
            meaning_zh="热门话题集中度",
        ),
    ),
)  # fmt: skip


def quality(values: Mapping[str, float], factor: Table, by_reach: Table) -> Table:
    """Return by what pay multiplies the quality of posts.

    Parameters
    ----------
    values
        Of the behaviour.
    factor
        By what money multiplies posting, w.
    by_reach
        The part of it that comes by readers or by what the feed earns, r.
    """
    power = values["craft_reach"] * by_reach - values["craft_item"] * (1.0 - by_reach)
    made = each(math.exp, power * each(math.log, np.maximum(factor, 1.0)))
    return np.minimum(made, 1.0 / max(values["quality_member"], 1e-9))


def drawn(values: Mapping[str, float], factor: Table, by_reach: Table) -> Table:
    """Return the share of posts that is on the topic of most posts; parameters as above."""
    return values["craft_topics"] * by_reach * (1.0 - 1.0 / np.maximum(factor, 1.0))
