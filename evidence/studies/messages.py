"""Messages: what they do, what logs say that they do, and fewer of them (M21)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from evidence.studies.contract import Figure, Outcome, Study, Values
from evidence.studies.worlds import Bools, arm, lift, offered, settled, watched, world
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


_RUN = 7
"""Days in a row that make a streak."""

_SETTLED = 14
"""From this day on returns are counted: the newcomers' first pull is spent."""


def _streak(seed: int, planted: Values) -> Outcome:
    came, lengths = [], []
    for values in ({}, {"streak_pull": 0.0, "streak_break": 0.0}):
        spec = world(("streak",), {**planted, **values}, members=60000, days=60)
        came.append(watched(settled(spec, seed), 60, spec.founders).visited)
        lengths.append(_run_lengths(came[-1]))
    on, off = came
    length = lengths[0]
    today, next_day = slice(_SETTLED, -2), slice(_SETTLED + 1, -1)
    after_that = slice(_SETTLED + 2, None)
    full, single = length[today] >= _RUN, length[today] == 1
    broken = full & ~on[next_day]
    kept_up = _share(on[next_day], full)
    # The same members on the same days: on a run, or just off one, with and without.
    both = full & (lengths[1][today] >= _RUN)
    both_broken = both & broken & ~off[next_day]
    early: Bools = np.any(length[:_SETTLED] >= _RUN, axis=0)
    late: Bools = np.any(on[-7:], axis=0)
    return {
        "naive": _ratio(kept_up, _share(on[next_day], single)),
        "naive-late": _ratio(_share(late, early), _share(late, ~early)),
        "naive-visits": _ratio(_share(on[-7:], early), _share(on[-7:], ~early)),
        "causal": _ratio(_share(on[next_day], both), _share(off[next_day], both)),
        "visits": _ratio(float(on[-7:].sum()), float(off[-7:].sum())),
        "break": _ratio(_share(on[after_that], broken), kept_up),
        "break-causal": _ratio(
            _share(on[after_that], both_broken), _share(off[after_that], both_broken)
        ),
    }


def _run_lengths(visited: Bools) -> NDArray[np.int64]:
    """Return how many days in a row each had come by each day, that day with them."""
    days = np.arange(1, len(visited) + 1)[:, None]
    return np.asarray(days - np.maximum.accumulate(np.where(visited, 0, days), axis=0), np.int64)


def _share(happened: Bools, among: Bools) -> float:
    """Return in what share of some members' days it happened; NaN if there are none."""
    cases = int(np.broadcast_to(among, happened.shape).sum())
    return float((happened & among).sum()) / cases if cases else math.nan


def _ratio(value: float, base: float) -> float:
    return value / base if base else math.nan


def _naive(key: str, title: str, title_zh: str, confirms: tuple[str, ...]) -> Figure:
    return Figure(key, title, title_zh, "x", 3.6, 3.6, "observational", confirms=confirms)


STREAK = Study(
    name="streak",
    title="A seven-day streak",
    title_zh="连续七天签到",
    evidence="M29",
    grade="C",
    source="Practitioners: those with a seven-day streak are 3.6 times as likely to stay "
    "(selected); causal lift far below that; a shock when a run breaks",
    design="Newcomers, days 15 to 60, with streaks in force and in the same worlds without. What "
    "to stay means is not published, so that the naive ratio is taken in three ways, which "
    "disagree: by coming again the next day, and by coming at all and by visits in the last week "
    "(streak or none in the first two). Causal: the next day of those who are on a run of seven "
    "days in both worlds (at most half of the naive lift), and the day after next of those who "
    "then missed one day in both.",
    figures=(
        _naive(
            "naive",
            "come again next day, seven days in a row against one",
            "连续七天者次日回访比",
            ("visit_spread", "habit_pull"),
        ),
        _naive(
            "naive-late",
            "come in the last week, early streak against none",
            "早期连签者末周留存比",
            ("habit_pull",),
        ),
        _naive(
            "naive-visits",
            "visits in the last week, early streak against none",
            "早期连签者末周访问比",
            ("habit_pull",),
        ),
        Figure(
            "causal",
            "come again next day on a run, streaks in force against none",
            "签到机制的因果次日回访比",
            "x",
            -math.inf,
            2.3,
            "planted",
            sets=("streak_pull",),
        ),
        Figure(
            "visits",
            "visits of all in the last week, streaks in force against none",
            "签到机制下全体末周访问比",
            "x",
            -math.inf,
            2.3,
            "planted",
            sets=("streak_pull",),
        ),
        Figure(
            "break",
            "come again after a missed day against after none",
            "断签后与断签前回访比",
            "x",
            -math.inf,
            1,
            "observational",
            sets=("streak_break",),
        ),
        Figure(
            "break-causal",
            "come again after a missed day, streaks in force against none",
            "断签打击的因果回访比",
            "x",
            -math.inf,
            1,
            "planted",
            sets=("streak_break",),
        ),
    ),
    measure=_streak,
    seeds=20,
)

STUDIES = (PUSH, FEWER, STREAK)
