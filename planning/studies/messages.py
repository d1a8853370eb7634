"""Messages: what they do, what logs say that they do, and fewer of them (M21)."""

from __future__ import annotations

import math

import numpy as np

from planning.studies.contract import Figure, Outcome, Study, Values
from planning.studies.worlds import Bools, arm, lift, offered, settled, watched, world
from sim.offers import Offers

_DAYS = 90
_DOSED = 28
_LATE = slice(70, 90)
_REACHABLE = 7
"""Days after a visit on which a device still takes messages."""


def _push(seed: int, planted: Values) -> Outcome:
    spec = world((), planted, members=20000, days=_DAYS, arms=("control", "daily"))
    before = settled(spec, seed)

    def send(offers: Offers) -> None:
        offers.pull("push", 1.0, segments=slice(1, 2))

    community = offered(before, send)
    log = watched(community, _DAYS, spec.founders)
    retained: Bools = np.any(log.visited[_LATE], axis=0)
    daily = arm(community, 1)[: spec.founders]
    received = _received(log.visited[:_DOSED])[:, daily].sum(axis=0)
    kept = retained[daily]
    fewest = float(kept[received <= _REACHABLE + 1].mean())
    return {
        "randomised": lift(float(kept.mean()), float(retained[~daily].mean())),
        "naive-some": lift(
            float(kept[(received > _REACHABLE + 1) & (received < _DOSED)].mean()), fewest
        ),
        "naive-daily": lift(float(kept[received == _DOSED].mean()), fewest),
    }


def _received(visited: Bools) -> Bools:
    """Return on which days a message of that day arrives: the device was used within a week."""
    days = np.arange(len(visited))[:, None]
    last = np.maximum.accumulate(np.where(visited, days, -_REACHABLE - 1), axis=0)
    return np.asarray(days - last <= _REACHABLE, bool)


PUSH = Study(
    name="push",
    title="Push messages: the log and the trial",
    title_zh="推送:日志分析与随机试验",
    evidence="M21",
    grade="C",
    source="Trade report: one message +120 %, weekly +440 %, daily +820 % retention, confounded "
    "by survival; randomised effects are small",
    design="Newcomers in two arms drawn at random, with a message a day or none; a message "
    "arrives while the device was used within a week. Naive: retention in weeks 11 to 13 "
    "by messages that arrived in the first four weeks, within the arm that all got the "
    "same.",
    figures=(
        Figure(
            "randomised",
            "retained, a message a day against none",
            "随机试验的留存增幅",
            "%",
            -math.inf,
            60,
            sets=("push_pull", "fatigue_pull"),
        ),
        Figure(
            "naive-some",
            "retained, some messages against fewest",
            "部分推送者的朴素增幅",
            "%",
            120,
            820,
            "observational",
            confirms=("visit_spread",),
        ),
        Figure(
            "naive-daily",
            "retained, a message each day against fewest",
            "每日推送者的朴素增幅",
            "%",
            120,
            820,
            "observational",
            confirms=("visit_spread",),
        ),
    ),
    measure=_push,
    seeds=20,
)


_FEWER_FROM = 120


def _fewer(seed: int, planted: Values) -> Outcome:
    days = _FEWER_FROM + 365
    spec = world((), planted, members=4000, days=days, arrivals=10)
    before = settled(spec, seed)
    visits = []
    for share in (1.0, 0.2):

        def send(offers: Offers, share: float = share) -> None:
            offers.pull("push", 1.0, days=slice(0, _FEWER_FROM))
            offers.pull("push", share, days=slice(_FEWER_FROM, None))

        community = offered(before, send)
        community.live(spec.days)
        visits.append(community.tallies.counts[_FEWER_FROM:, 0, 0])
    usual, fewer = visits
    return {
        "at-first": lift(fewer[:7].sum(), usual[:7].sum()),
        "after-a-year": lift(fewer[-60:].sum(), usual[-60:].sum()),
    }


FEWER = Study(
    name="fewer-messages",
    title="Fewer messages",
    title_zh="减少推送",
    evidence="M21",
    grade="A",
    source="Long experiment at Meta: fewer notifications, less use at first, more after about a "
    "year",
    design="A community with a message a day for 120 days, then one in five of them; beside the "
    "same world that goes on with all.",
    figures=(
        Figure(
            "at-first", "visits, first week", "首周访问", "%", -math.inf, 0, sets=("push_pull",)
        ),
        Figure(
            "after-a-year",
            "visits, after ten to twelve months",
            "十至十二个月后访问",
            "%",
            0,
            math.inf,
            sets=("fatigue_pull",),
        ),
    ),
    measure=_fewer,
    seeds=20,
)


def _streak(seed: int, planted: Values) -> Outcome:
    came = []
    for values in ({}, {"streak_pull": 0.0, "streak_break": 0.0}):
        spec = world(("streak",), {**planted, **values}, members=24000, days=60)
        came.append(watched(settled(spec, seed), 60, spec.founders).visited)
    with_streaks, without = came
    days = np.vstack([np.zeros_like(with_streaks[:1], int), with_streaks[:14].cumsum(axis=0)])
    run = (days[7:] - days[:-7] == 7).any(axis=0)
    late: Bools = np.any(with_streaks[53:], axis=0)
    naive = float(late[run].mean() / late[~run].mean())
    return {"naive": naive, "causal": float(late.mean() / without[53:].any(axis=0).mean())}


STREAK = Study(
    name="streak",
    title="A seven-day streak",
    title_zh="连续七天签到",
    evidence="M29",
    grade="C",
    source="Practitioners: those with a seven-day streak are 3.6 times as likely to stay "
    "(selected)",
    design="Newcomers; retained: came in the last week of 60 days. Naive: who had a run of seven "
    "days in the first two weeks against who had none. Causal: the same worlds with "
    "streaks in force and without; at most half of the naive lift.",
    figures=(
        Figure(
            "naive",
            "retained, with a streak against without",
            "连续签到者留存比",
            "x",
            3.6,
            3.6,
            "observational",
            confirms=("visit_spread", "habit_pull"),
        ),
        Figure(
            "causal",
            "retained, streaks in force against none",
            "签到机制的因果留存比",
            "x",
            -math.inf,
            2.3,
            "planted",
            sets=("streak_pull",),
        ),
    ),
    measure=_streak,
    seeds=20,
)

STUDIES = (PUSH, FEWER, STREAK)
