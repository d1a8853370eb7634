"""What an operator can watch day by day: counts of the record, and ratios of them.

Each is a sum over a sum, so that over a window it is a ratio of sums; of a mere count the lower sum
is of days. A day's parts hang on no later day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.reading import Reading
from sim.trajectory import GMV, ORDERS, Trajectory

Days = NDArray[np.float64]
Parts = tuple[Days, Days]


@dataclass(frozen=True, slots=True)
class Watched:
    """Something that can be watched.

    Attributes
    ----------
    title, title_zh
        What a reader sees.
    unit
        Of its value.
    formula
        What is divided by what.
    parts
        The upper and the lower sum of each day of a record, each of shape ``(days,)``; where the
        lower one is 0, the day says nothing.
    needs
        Mechanism without which there is nothing to see; empty: none.
    of_days
        Whether the lower sum is of days, and not of cases.
    """

    title: str
    title_zh: str
    unit: str
    formula: str
    parts: Callable[[Trajectory], Parts]
    needs: str = ""
    of_days: bool = False


def _count(name: str, scale: float = 1.0) -> Callable[[Trajectory], Parts]:
    def parts(seen: Trajectory) -> Parts:
        upper = np.asarray(seen.daily(name) * scale, np.float64)
        return upper, np.ones(len(upper), np.float64)

    return parts


def _share(upper: str, lower: str) -> Callable[[Trajectory], Parts]:
    def parts(seen: Trajectory) -> Parts:
        return seen.daily(upper).astype(np.float64), seen.daily(lower).astype(np.float64)

    return parts


def _joined(seen: Trajectory) -> Days:
    ways = ("joined_organic", "joined_paid", "joined_referred")
    return np.asarray(np.sum([seen.daily(way) for way in ways], axis=0), np.float64)


def _joined_a_day(seen: Trajectory) -> Parts:
    upper = _joined(seen)
    return upper, np.ones(len(upper))


def _referred_share(seen: Trajectory) -> Parts:
    return seen.daily("joined_referred").astype(np.float64), _joined(seen)


def _weekly(seen: Trajectory) -> Parts:
    return seen.weekly_active.astype(np.float64), np.ones(seen.calendar.days)


def _stickiness(seen: Trajectory) -> Parts:
    return seen.daily("active").astype(np.float64), seen.monthly_active.astype(np.float64)


def _leaving(seen: Trajectory) -> Parts:
    return seen.daily("left").astype(np.float64), seen.members_of_day.astype(np.float64)


def _back_after(days: int) -> Callable[[Trajectory], Parts]:
    def parts(seen: Trajectory) -> Parts:
        new = seen.newly_active.astype(np.float64)
        before = np.concatenate([np.zeros(min(days, len(new))), new[:-days]])
        back = seen.daily(f"back_after_{days}") * (before > 0)
        return back.astype(np.float64), np.asarray(before, np.float64)

    return parts


def _wait(place: int) -> Callable[[Trajectory], Parts]:
    def parts(seen: Trajectory) -> Parts:
        hours = seen.waits[:, place]
        return np.nan_to_num(hours), np.isfinite(hours).astype(np.float64)

    return parts


def _read(upper: str, lower: str) -> Callable[[Trajectory], Parts]:
    def parts(seen: Trajectory) -> Parts:
        if seen.reading is None:
            none = np.zeros(seen.calendar.days)
            return none, none
        return _by_day(seen.reading, upper), _by_day(seen.reading, lower)

    return parts


def _by_day(reading: Reading, part: str) -> Days:
    found: Days = getattr(reading, part)
    return found if found.ndim == 1 else np.asarray(found.sum(axis=1), np.float64)


def _read_a_visit(part: str) -> Callable[[Trajectory], Parts]:
    def parts(seen: Trajectory) -> Parts:
        visits = seen.daily("visits").astype(np.float64)
        if seen.reading is None:
            return np.zeros(len(visits)), np.zeros(len(visits))
        return _by_day(seen.reading, part), visits

    return parts


WATCHED: Final[dict[str, Watched]] = {
    "active": Watched(
        "active members a day", "日活跃成员", "members/day", "active members",
        _count("active"), of_days=True,
    ),
    "weekly_active": Watched(
        "active members of a week", "周活跃成员", "members", "members active in 7 days",
        _weekly, of_days=True,
    ),
    "stickiness": Watched(
        "stickiness", "活跃粘性", "share", "active of a day / active of 30 days",
        _stickiness,
    ),
    "interaction_rate": Watched(
        "interaction rate", "互动率", "share of visitors", "members who wrote / who visited",
        _share("writers", "visits"),
    ),
    "posts_a_visit": Watched(
        "posts a visit", "每次访问发帖", "posts/visit", "posts / visits", _share("posts", "visits"),
    ),
    "posts_a_writer": Watched(
        "posts a writer", "人均发帖", "posts/writer", "posts / members who wrote",
        _share("posts", "writers"),
    ),
    "reads_a_visit": Watched(
        "items read a visit", "每次访问阅读", "items/visit", "items read / visits",
        _share("exposures", "visits"),
    ),
    "content_fatigue": Watched(
        "content fatigue", "内容倦怠指数", "share of worth",
        "worth of what is read that is lost as it is alike / worth were nothing alike",
        _read("lost", "fresh"),
    ),
    "content_minutes": Watched(
        "minutes with the operator's items a visit", "每次访问运营内容时长", "minutes/visit",
        "minutes with the operator's items / visits", _read_a_visit("minutes"),
    ),
    "left_share": Watched(
        "leaving", "退出率", "share/day", "members who left / members", _leaving,
    ),
    "joined": Watched(
        "joiners a day", "日新增成员", "members/day", "members who joined", _joined_a_day,
        of_days=True,
    ),
    "referred_share": Watched(
        "referred joiners", "邀请新增占比", "share of joiners",
        "members whom members brought / members who joined", _referred_share,
    ),
    "accepted_share": Watched(
        "invitations accepted", "邀请接受率", "share", "accepted / sent",
        _share("accepted", "invitations"),
    ),
    "back_next_day": Watched(
        "newcomers back on the next day", "新人次日回访率", "share of joiners",
        "active, and first active a day ago / first active a day ago", _back_after(1),
    ),
    "back_next_week": Watched(
        "newcomers back after a week", "新人第七日回访率", "share of joiners",
        "active, and first active 7 days ago / first active 7 days ago", _back_after(7),
    ),
    "answered_share": Watched(
        "first posts answered", "首帖回复率", "share of first posts", "answered / first posts",
        _share("answered", "first_posts"), needs="reply",
    ),
    "hurt_share": Watched(
        "writers met with a toxic comment", "遭遇恶评比例", "share of writers",
        "hurt / members who wrote", _share("hurt", "writers"), needs="toxicity",
    ),
    "complaints_a_visit": Watched(
        "complaints a visit", "投诉率", "complaints/visit", "complaints / visits",
        _share("complaints", "visits"),
    ),
    "questions_a_visit": Watched(
        "questions a visit", "咨询率", "questions/visit", "questions / visits",
        _share("questions", "visits"),
    ),
    "question_wait": Watched(
        "wait of a question", "咨询等待时长", "hours", "hours to the first answer", _wait(0),
        of_days=True,
    ),
    "complaint_wait": Watched(
        "wait of a complaint", "投诉等待时长", "hours", "hours to the first answer", _wait(1),
        of_days=True,
    ),
    "muted_share": Watched(
        "members who turn messages off", "消息关闭率", "share/day",
        "turned off / members with messages on", _share("muted", "reachable"), needs="push",
    ),
    "orders_a_visit": Watched(
        "orders a visit", "访问转化率", "orders/visit", "orders / visits",
        _share(ORDERS, "visits"), needs="buy",
    ),
    "sales": Watched(
        "sales a day", "日成交额", "currency/day", "GMV", _count(GMV, 0.01), needs="buy",
        of_days=True,
    ),
    "rewards": Watched(
        "invitation rewards promised a day", "日邀请奖励承诺", "currency/day",
        "invitation rewards promised", _count("rewards_issued_cents", 0.01),
        of_days=True,
    ),
}  # fmt: skip
"""What can be watched, by name."""
