"""What the page on offers tells of each: where it acts, through what, what makes it backfire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Offer:
    """A strategy by its main lever.

    Attributes
    ----------
    kind, field
        Strategy, and the field that is turned over its search range.
    preset
        A community in which it acts.
    through
        Mechanisms that it acts through, by name.
    limit, limit_zh
        What makes it backfire.
    moves
        The measure that it moves, beside the gain.
    overrides
        Behaviour in which that community differs from the preset, invented.
    """

    kind: str
    field: str
    preset: str
    through: tuple[str, ...]
    limit: str
    limit_zh: str
    moves: str = "weekly_active"
    overrides: tuple[tuple[str, float], ...] = ()


OFFERS: Final = (
    Offer(
        "ads", "share", "forum", ("commercial", "fatigue"),
        "It takes room from content and tires: a month shows a third of what it costs in use.",
        "广告挤占内容并使人疲劳：一个月只显出长期使用损失的三分之一。",
    ),
    Offer(
        "award", "share", "forum", ("award",),
        "Where many get one it is worth nothing: an award for every writer moves nobody.",
        "人人有奖便毫无价值：给每位发帖者发奖不影响任何人。",
        "posts",
    ),
    Offer(
        "badge", "posts", "forum", ("badge",),
        "Posting rises up to the threshold and falls after it; an easy badge is paid to those who "
        "would have written anyway.",
        "发帖在门槛前上升、之后回落；太容易的徽章只是付给本来就会发帖的人。",
        "posts",
    ),
    Offer(
        "checkin", "reward", "knowledge", ("streak",),
        "It pays those who come anyway; hardly anybody comes 21 days in a row.",
        "奖励多付给本来就会来的人；几乎没有人能连续 21 天。",
    ),
    Offer(
        "content", "items_per_day", "brand", ("content", "satiation", "reach"),
        "Attention is finite: further items are read in place of others, and paid all the same.",
        "注意力有限：更多内容只是替代其他内容被阅读，成本照付。",
    ),
    Offer(
        "coupon", "discount", "shop", ("price", "pull-forward", "deal"),
        "Most redeem who would have bought anyway, and some buy sooner only: at a margin of 40 % a "
        "cut does not pay.",
        "多数使用者本来就会买，部分只是提前买：毛利率 40% 时折扣不划算。",
        "purchases",
    ),
    Offer(
        "event", "days", "shop", ("event", "fatigue", "pull-forward"),
        "It costs before anybody comes, sells partly sooner only, and one after the other tires.",
        "费用先于到场发生，销售部分只是提前，接连举办使人疲劳。",
        "purchases",
    ),
    Offer(
        "game", "effort", "brand", ("game",),
        "Quests grow stale in weeks and cost when they are made anew; a few days leave nothing.",
        "任务数周后失去新鲜感，更新需持续付费；几天的活动不留下任何效果。",
    ),
    Offer(
        "invite", "inviter_reward", "forum", ("unlock", "inviters", "hunter", "referred"),
        "Cash draws hunters who take the reward and never come back, unless it is held.",
        "现金会引来只领奖励、不再回来的人，除非设置观察期。",
    ),
    Offer(
        "messages", "per_day", "forum", ("push", "fatigue", "optout"),
        "A few help and many harm: whoever opts out is never reached again.",
        "少量有益，过多有害：退订者再也无法触达。",
    ),
    Offer(
        "moderation", "strength", "forum", ("toxicity",),
        "The last per cents of what hurts cost more looks than they keep members.",
        "最后几个百分点的恶意内容，审核成本高于其留住的成员。",
        overrides=(("toxicity_rate", 0.1),),
    ),
    Offer(
        "points", "per_visit", "brand", ("reward", "goal", "privilege", "belief"),
        "A point is worth what it costs; where a visit earns less than its points, more of them "
        "lose more.",
        "积分的价值即其成本；一次访问的收益低于积分成本时，给得越多亏得越多。",
    ),
    Offer(
        "staircase", "rise", "shop", ("price", "pull-forward", "deal"),
        "The deepest step goes to those least likely to see it, and a coupon brings nobody back.",
        "最深的一阶给了最不可能看到它的人，优惠券本身不会让人回来。",
        "purchases",
    ),
    Offer(
        "welcome", "share", "forum", ("reply",),
        "Most first posts are answered anyway; set words of a machine move nobody.",
        "多数首帖本来就有人回复；机器的固定话术不影响任何人。",
    ),
)  # fmt: skip
"""Every strategy, by kind."""
