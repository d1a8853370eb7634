"""From a community that has lived to the record of its plan's days."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from sim.community import Community
from sim.compiled.deeds import FIRST_ORDER
from sim.compiled.layout import AD_SHARE, LEFT, PINNED, ROOMS
from sim.draws import decision_key
from sim.facts import levels
from sim.facts.asked import SURVEY_DAYS
from sim.offers import Offers
from sim.reading import Reading
from sim.rules import MAX_TIERS
from sim.trajectory import COUNT_INDEX, ByAudience, Trajectory


def observe(
    community: Community,
    waits: NDArray[np.float64],
    wages_cents: NDArray[np.int64],
    opening_points: int,
    *,
    offers: Offers | None = None,
    survey: bool = True,
    absent: frozenset[str] = frozenset(),
) -> Trajectory:
    """Return the trajectory of the plan's days lived so far (all days, zero where not lived).

    What is `absent` is the scenario's to say: a world may draw a switch that is 0. Without `offers`
    it is not known what was read of them.

    Asking the members (`survey`) costs more than all the rest, and is left out between.
    """
    spec = community.spec
    plan = slice(spec.past_days, spec.days)
    tallies = community.tallies
    segments = len(spec.segments)
    by_cell = tallies.counts[plan]
    counts = by_cell.reshape(len(by_cell), -1, segments, by_cell.shape[-1]).sum(axis=1)
    posts = community.members["posts"]
    monday = spec.launch - timedelta(days=spec.launch.weekday())
    window = np.cumsum(tallies.newly + tallies.resurrected - tallies.churned)
    return Trajectory(
        calendar=spec.calendar,
        segments=spec.segments,
        counts=counts,
        weekly_active=np.cumsum(tallies.weekly)[plan],
        monthly_active=np.cumsum(tallies.monthly)[plan],
        newly_active=tallies.newly[plan].copy(),
        resurrected=tallies.resurrected[plan].copy(),
        churned=tallies.churned[plan].copy(),
        active28=window[plan],
        triangle=tallies.triangle.astype(np.int64),
        triangle_start=monday,
        weeks_observed=(spec.launch.weekday() + community.today) // 7,
        members=tallies.population[plan].sum(axis=1),
        waits=waits,
        wages_cents=wages_cents,
        survey=recommendations(community) if survey else np.zeros(11, np.int64),
        posts_by_member=np.sort(posts[posts > 0])[::-1].astype(np.int64),
        tiers=_tiers(community),
        outstanding_points=int(community.members["points"].sum()),
        opening_points=opening_points,
        outstanding_rewards_cents=_held_rewards(counts),
        basket=spec.behaviour.values["basket"],
        refund_share=spec.behaviour.values["refund_share"],
        by_audience=_by_audience(community, plan),
        absent=absent,
        customer_days=_customer_days(community),
        brought=community.brought,
        reading=None if offers is None else _reading(community, offers),
    )


def _reading(community: Community, offers: Offers) -> Reading:
    """Return what a community has read of what it is offered."""
    spec, tallies = community.spec, community.tallies
    days, cells = spec.horizon_days, len(community.combinations) * len(spec.segments)
    effects = community.days.effects
    # The last row holds on, and of the lowest level are all that have ads or pinned items.
    lowest = effects[np.minimum(np.arange(days), len(effects) - 1), 0].astype(np.float64)
    counts = tallies.counts[spec.past_days : spec.days, :cells]
    by_topic = {}
    for name in ("posts", "craft_thousandths", "drawn_thousandths"):
        of_all = tallies.counts[: spec.days, :, COUNT_INDEX[name]]
        by_topic[name] = of_all.reshape(spec.days, -1, len(spec.segments)).sum(axis=1)
    return Reading(
        values=spec.behaviour.values,
        published=offers.published.copy(),
        supply=offers.supply.copy(),
        alone=np.stack([offers.pinned_for(bits) for bits in community.combinations], axis=1),
        hooks=offers.hooks.copy(),
        posts=by_topic["posts"],
        crafted=by_topic["craft_thousandths"],
        drawn=by_topic["drawn_thousandths"],
        rooms=lowest[:, 0, ROOMS],
        exposures=counts[..., COUNT_INDEX["exposures"]].copy(),
        visits=counts[..., COUNT_INDEX["visits"]].copy(),
        ads=lowest[:, :cells, AD_SHARE],
        pinned=lowest[:, :cells, PINNED],
    )


def _customer_days(community: Community) -> int | None:
    """Return the days of the plan that members lived after their first day with an order."""
    columns, spec = community.columns, community.spec
    if not spec.deeds:
        return None
    first = columns.deeds[: community.size, FIRST_ORDER] - 1
    members = community.members
    left = (members["flags"] & LEFT) != 0
    # Who leaves has lived the day.
    last = np.where(left, members["loss_day"].astype(np.int64), community.today - 1)
    days = last - np.maximum(first, spec.past_days - 1)
    return int(np.maximum(days, 0)[first >= 0].sum())


def _held_rewards(counts: NDArray[np.int64]) -> int:
    total = {
        name: int(counts[:, :, COUNT_INDEX[f"rewards_{name}_cents"]].sum())
        for name in ("issued", "paid", "clawed_back")
    }
    return total["issued"] - total["paid"] - total["clawed_back"]


def _tiers(community: Community) -> NDArray[np.int64]:
    members = community.members
    earned, last_visit = members["lifetime_points"], members["last_visit"]
    held = levels(earned, last_visit, community.days.rules, community.today)
    here = (members["flags"] & LEFT) == 0
    return np.bincount(held[here], minlength=MAX_TIERS).astype(np.int64)


def _by_audience(community: Community, plan: slice) -> ByAudience | None:
    audiences, combinations = community.plan_audiences, community.combinations
    if audiences is None:
        return None
    tallies, segments = community.tallies, len(community.spec.segments)
    used = slice(len(combinations) * segments)
    days = tallies.counts[plan].shape[0]
    return ByAudience(
        audiences.names,
        audiences.first,
        tuple(combinations),
        tallies.counts[plan, used].reshape(days, len(combinations), segments, -1).copy(),
        tallies.population[plan, used].reshape(days, len(combinations), segments).copy(),
        tallies.moves[:, : len(combinations), : len(combinations)].copy(),
    )


def recommendations(community: Community) -> NDArray[np.int64]:
    """Ask everyone active of late who consented to be contacted.

    Answers are ``round(centre + slope (S - 1/2) + noise z)``, cut to 0 .. 10.
    """
    from sim.day.survey import ask_all

    values = community.spec.behaviour.values
    answers = np.zeros(11, np.int64)
    ask_all(
        answers,
        community.members,
        community.columns.identity,
        decision_key(community.seed, "survey", community.today),
        community.today - SURVEY_DAYS,
        decision_key(community.seed, "consent", 0),
        np.float32(values["consent_share"]),
        *(np.float32(values[f"survey_{name}"]) for name in ("centre", "slope", "noise")),
    )
    return answers
