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
        "acquisition", "spend_per_day", "forum", ("newcomer",),
        "Each further member costs more than the last, and those who are bought stay less.",
        "每多获得一名成员成本更高，且付费获得的成员留存更差。",
    ),
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
        "boost", "readers", "forum", ("feedback",),
        "Attention is finite: what boosted posts gain all others lose, and a boost for everybody "
        "is one for nobody.",
        "注意力有限：被扶持者所得即他人所失，人人都扶持等于没有扶持。",
        "posts",
    ),
    Offer(
        "card", "effort", "forum", ("card",),
        "A card is paid for each invitation, and most of them bring nobody; more effort does ever "
        "less.",
        "每次邀请都要付卡片成本，多数邀请没有带来人；投入越多，增效越少。",
        "accepted",
    ),
    Offer(
        "checkin", "reward", "knowledge", ("streak",),
        "It pays those who come anyway; hardly anybody comes 21 days in a row.",
        "奖励多付给本来就会来的人；几乎没有人能连续 21 天。",
    ),
    Offer(
        "checkout", "steps_saved", "shop", ("checkout",),
        "A step less brings less than the average step loses: those who were left were the patient "
        "ones; the third seal does less than two.",
        "减一步带来的增量小于单步平均流失：走到后面的人本来就更有耐心；第三个标识反而不如两个。",
        "purchases",
        (("checkout_steps", 5.0),),
    ),
    Offer(
        "commission", "lowest", "shop", ("inviters", "referred", "hunter"),
        "Friends whom members would have brought anyway are paid for, too; each further cent "
        "brings fewer.",
        "本来就会带来的好友同样要付佣金；佣金越高，新增效果越小。",
        "accepted",
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
        "exchange", "partners", "brand", ("exchange", "belief"),
        "It needs points; it pays for those that would have lapsed, and hardly anybody comes more.",
        "须先有积分；它为本会沉淀的积分付款，来访几乎不增。",
        "visits",
    ),
    Offer(
        "game", "effort", "brand", ("game",),
        "Quests grow stale in weeks and cost when they are made anew; a few days leave nothing.",
        "任务数周后失去新鲜感，更新需持续付费；几天的活动不留下任何效果。",
    ),
    Offer(
        "groupbuy", "discount", "shop", ("team",),
        "Beyond the usual cut no more teams are filled and every order costs more; large teams are "
        "hardly ever filled.",
        "超过常规折扣后成团不再增加，每单成本更高；人数多的团几乎无法成团。",
        "purchases",
    ),
    Offer(
        "hours", "per_day", "forum", ("push", "fatigue", "optout", "consent"),
        "Hours for a few beyond what they can be contacted stand idle and are paid; a machine's "
        "contact moves as little as a push.",
        "给少数人的工时超出可触达上限即闲置，工资照付；自动化触达的作用只相当于推送。",
    ),
    Offer(
        "invite", "inviter_reward", "forum", ("unlock", "inviters", "hunter", "referred"),
        "Cash draws hunters who take the reward and never come back, unless it is held.",
        "现金会引来只领奖励、不再回来的人，除非设置观察期。",
    ),
    Offer(
        "leaderboard", "places", "forum", ("board",),
        "A short board spreads members apart: more lose than win; a place that many have is worth "
        "little, and those on it would have come anyway.",
        "榜单短则成员两极分化：失落者多于受益者；上榜者多则名次不值钱，而上榜者本来就会来。",
        "visits",
        overrides=(("board_first", 0.3), ("board_near", 0.5), ("board_far", 0.1)),
    ),
    Offer(
        "membership", "price", "shop", ("membership",),
        "Who comes most joins and costs most; nobody pays above what the perks are worth, and "
        "below what they cost each member loses money.",
        "来得最多的人入会、成本也最高；会费高于权益价值无人付费，低于权益成本则每位会员都亏损。",
        "purchases",
    ),
    Offer(
        "messages", "per_day", "forum", ("push", "fatigue", "optout"),
        "A few help and many harm: whoever opts out is never reached again.",
        "少量有益，过多有害：退订者再也无法触达。",
    ),
    Offer(
        "mix", "status_share", "forum", ("reward", "crowding", "award"),
        "Pay takes posts of the well tied; honours for more than a few are worth ever less.",
        "金钱使联系多者少写；荣誉发得越多越不值钱。",
        "posts",
    ),
    Offer(
        "moderation", "strength", "forum", ("toxicity",),
        "The last per cents of what hurts cost more looks than they keep members.",
        "最后几个百分点的恶意内容，审核成本高于其留住的成员。",
        overrides=(("toxicity_rate", 0.1),),
    ),
    Offer(
        "pay", "per_post", "forum", ("reward", "crowding", "craft"),
        "Posts that would have been written anyway are paid, too, and paid by the post they get "
        "worse; among the well tied money takes posts, and when it ends less is written than "
        "before.",
        "本来就会写的帖子也要付钱，按篇付酬还会降低质量；联系多的人反而少写，停付后发帖低于原先水平。",
        "posts",
    ),
    Offer(
        "placement", "share", "forum", ("commercial", "fatigue"),
        "It shares the feed with advertising; the more the same members see, the less brands pay.",
        "与广告共用信息流；同一批成员看得越多，品牌方付得越少。",
    ),
    Offer(
        "points", "per_visit", "brand", ("reward", "goal", "privilege", "belief"),
        "A point is worth what it costs; where a visit earns less than its points, more of them "
        "lose more.",
        "积分的价值即其成本；一次访问的收益低于积分成本时，给得越多亏得越多。",
    ),
    Offer(
        "rules", "turned_away", "forum", ("gate", "congestion"),
        "Where a channel bears its posts a rule only takes away: fewer newcomers, fewer posts, "
        "emptier rooms.",
        "频道未超载时，规则只会减少：更少的新人、更少的帖子、更冷清的分群。",
    ),
    Offer(
        "seeding", "tried", "forum", ("adoption",),
        "What is sent to those who would have taken it up anyway is wasted; what hardly passes on "
        "stays with the seeds.",
        "寄给本来就会采纳的人是浪费；难以传播的东西只停留在种子用户身上。",
        "visits",
        (("adopt_tie", 0.02), ("adopt_seed", 0.0)),
    ),
    Offer(
        "staircase", "rise", "shop", ("price", "pull-forward", "deal"),
        "The deepest step goes to those least likely to see it, and a coupon brings nobody back.",
        "最深的一阶给了最不可能看到它的人，优惠券本身不会让人回来。",
        "purchases",
    ),
    Offer(
        "stock", "orders", "shop", ("stock",),
        "Beyond what is wanted it is only dearer: what is left is cleared out below cost; what is "
        "sold at a cut price may earn less than it takes to bring it in.",
        "超出需求的备货只会更贵：剩余按低于成本价清仓；打折卖出的商品可能还抵不上备货成本。",
        "purchases",
        overrides=(("stock_rate", 0.002),),
    ),
    Offer(
        "symbol", "effort", "forum", ("symbol",),
        "It works by rarity: a sign that everybody wears does nothing and costs the most.",
        "靠稀缺起作用：人人佩戴的标识毫无作用，花费却最大。",
        "visits",
    ),
    Offer(
        "token", "treasury", "forum", ("token",),
        "Speculative: no effect was ever published; it is diluted day by day and never earns what "
        "it takes to set up.",
        "投机性：没有任何公开证据；逐日稀释，且收不回启动成本。",
        "visits",
        overrides=(("token_pull", 0.1),),
    ),
    Offer(
        "training", "seats", "forum", ("training",),
        "Seats beyond those who may have one are paid for in vain, and what is learnt fades; that "
        "training makes anybody write more is assumed.",
        "超出合格人数的名额白白付费，所学会逐渐淡忘；培训使人多写只是假设。",
        "posts",
        overrides=(("training_gain", 0.2),),
    ),
    Offer(
        "welcome", "share", "forum", ("reply",),
        "Most first posts are answered anyway; set words of a machine move nobody.",
        "多数首帖本来就有人回复；机器的固定话术不影响任何人。",
    ),
)  # fmt: skip
"""Every strategy, by kind."""
