"""Creators: awards, reactions and readers as reasons to write (M12, M13, M14)."""

from __future__ import annotations

import math

import numpy as np

from evidence.studies.contract import Figure, Outcome, Study, Values
from evidence.studies.worlds import arm, lift, offered, settled, watched, world
from sim.compiled.layout import SHIFT
from sim.offers import Offers

_AWARD_DAYS = 28
_AFTER = 90


def _award(seed: int, planted: Values) -> Outcome:
    spec = world(("award",), {"invite_rate": 0.0, **planted}, members=30000, days=120, past=60)
    before = settled(spec, seed)

    def give(offers: Offers) -> None:
        offers.pull("award", 0.01, days=slice(0, _AWARD_DAYS))

    awarded = offered(before, give)
    with_award, without = (
        watched(community, _AWARD_DAYS + _AFTER).posts for community in (awarded, before.copy())
    )
    memory = awarded.columns.memories[: awarded.size]
    rates = awarded.members["write_trait"]
    core = (memory["award"] > 0.0) & (rates >= np.quantile(rates, 0.99))
    days_since = np.arange(len(without))[:, None] - (
        memory["award_day"][core] - float(spec.past_days)
    )
    after = (days_since > 0) & (days_since <= _AFTER)
    return {"core": lift(with_award[:, core][after].sum(), without[:, core][after].sum())}


AWARD = Study(
    name="award",
    title="Awards to core contributors",
    title_zh="核心贡献者奖章",
    evidence="M13",
    grade="A",
    source="Barnstar trial among the top 1 % of Wikipedia's editors (Restivo and van de Rijt 2012)",
    design="Awards to 1 % of a day's writers over 28 days; the top 1 % by productivity among "
    "those who got one, over the 90 days after, beside themselves in the same world "
    "without awards.",
    figures=(
        Figure(
            "core",
            "posts of the awarded top 1 %",
            "获奖核心作者发帖",
            "%",
            60,
            60,
            sets=("award_gain",),
        ),
    ),
    measure=_award,
    seeds=20,
)


def _feedback(seed: int, planted: Values) -> Outcome:
    later, posts = {}, {}
    for name, values in {"on": {}, "off": {"reaction_rate": 0.0}}.items():
        quiet = {"invite_rate": 0.0, **planted, **values}
        community = settled(world((), quiet, members=24000, days=60, past=60), seed)
        log = watched(community, 60)
        wrote = log.posts > 0
        both = wrote[:-1] & log.visited[1:]
        later[name] = float(log.posts[1:][both].sum() / both.sum())
        posts[name] = log.posts.sum(axis=0)
    creators = (posts["on"] > 0) | (posts["off"] > 0)
    same = posts["on"] == posts["off"]
    return {
        "next-day": lift(later["on"], later["off"]),
        "unchanged": 100.0 * float(same[creators].mean()),
    }


FEEDBACK = Study(
    name="feedback",
    title="Reactions to creators",
    title_zh="创作者收到的互动",
    evidence="M12",
    grade="A",
    source="Exposure trial on Twitter (SSRN 4173537), matched study on Reddit (arXiv 2409.20410)",
    design="The same worlds with reactions and without, 60 days: posts of visits on the day "
    "after a post, and who wrote just as much over all days.",
    figures=(
        Figure(
            "next-day",
            "posts a visit, the day after posting",
            "发帖次日每次访问发帖",
            "%",
            2,
            2,
            "observational",
            sets=("feedback_gain",),
        ),
        Figure(
            "unchanged",
            "creators who write just as much",
            "发帖量不变的创作者",
            "%",
            50,
            100,
            sets=("feedback_share",),
        ),
    ),
    measure=_feedback,
    seeds=20,
)


def _audience(seed: int, planted: Values) -> Outcome:
    arms = ("kept", "cut off", "cut off too")
    spec = world((), planted, members=6000, days=28, past=90, arrivals=20, arms=arms)
    before = settled(spec, seed)
    kept = arm(before, 0)
    cut = offered(before, lambda offers: None)
    cut.days.effects[:, :, 1:, SHIFT] = -30.0
    with_all, without = (watched(c, 28, before.size) for c in (before.copy(), cut))
    posts = [log.posts[:, kept].sum() for log in (without, with_all)]
    visits = [log.visited[:, kept].sum() for log in (without, with_all)]
    return {"posts": lift(*posts), "per-visit": lift(posts[0] / visits[0], posts[1] / visits[1])}


AUDIENCE = Study(
    name="audience",
    title="Loss of the audience",
    title_zh="受众流失",
    evidence="M14",
    grade="A",
    source="Chinese Wikipedia when many readers were cut off (Zhang and Zhu 2011)",
    design="Two arms of three cannot come any more (the share is assumed: none is published); "
    "the posts of the third over 28 days beside the same members in the world where all "
    "can come.",
    figures=(
        Figure(
            "posts",
            "posts of those who were not cut off",
            "未受阻者发帖",
            "%",
            -42.8,
            -42.8,
            sets=("audience_motive",),
        ),
        Figure(
            "per-visit",
            "of that, posts a visit",
            "其中每次访问发帖",
            "%",
            -math.inf,
            0,
            sets=("audience_motive",),
        ),
    ),
    measure=_audience,
    seeds=20,
)

STUDIES = (AWARD, FEEDBACK, AUDIENCE)
