"""What stands in a drafted scenario beside its figures, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from calibration.history.reading import Language

# ruff: noqa: E501 - Chinese sentences have their own signs; a table reads best a line each

WORDS: Final[dict[str, tuple[str, str]]] = {
    "written": (
        "Written by forerun new from a history. Every guess is named where it stands: correct\nwhat is wrong. What was read:",
        "由 forerun new 根据历史数据生成。每处推测均在原处注明：请更正有误之处。\n读取情况：",
    ),
    "story_shop": (
        "What would help this shop, and what would it cost, against leaving all as it is?",
        "与维持现状相比，哪些做法对本店有帮助，代价多少？",
    ),
    "story_community": (
        "What would help this community, and what would it cost, against leaving all as it is?",
        "与维持现状相比，哪些做法对社区有帮助，代价多少？",
    ),
    "start": ("the day after the history", "历史数据之后的第一天"),
    "horizon": ("half a year; assumed", "半年；假定"),
    "economy": (
        "nobody's figures: put in your own before you trust a return",
        "并非实际数字：请先填入自己的数据，再看回报",
    ),
    "margin": (
        "share of the price that is not cost of goods; assumed",
        "售价中扣除商品成本后的占比；假定",
    ),
    "advertising": ("advertising; assumed", "广告；假定"),
    "holdout": (
        "To see how well the fit forecasts the last quarter, if it does not see it:",
        "若想检验拟合在未见过的最后一季上预测得如何：",
    ),
    "preset": ("guessed from {why}", "推测，依据：{why}"),
    "activity": ("guessed from the same: {counts}", "推测，依据同上：{counts}"),
    "counts_visit": ("a visit counts", "访问即活跃"),
    "counts_contribution": ("only what is written counts", "发布内容才算活跃"),
    "counts_purchase": (
        "only who buys counts, and who joins unasked buys; visits are assumed",
        "购买才算活跃，自然加入者即购买者；访问为假定",
    ),
    "fitted": ("fitted to the history: {what}", "按历史拟合：{what}"),
    "level": ("level", "水平"),
    "trend": ("trend", "趋势"),
    "retention": ("retention", "留存"),
    "weekend": ("the weekend", "周末"),
    "season": ("the season", "季节"),
    "orders": ("orders", "订单"),
    "value": ("their value", "订单金额"),
    "not_shown": (
        "the preset's: who comes again, which these figures do not show",
        "谁会再来沿用预设值：这些数据看不出",
    ),
    "launch": ("the history's first day", "历史数据的第一天"),
    "before": (
        "{members:,} members had joined before the history, see above",
        "历史数据之前已有 {members:,} 名成员加入，见上",
    ),
    "joiners": (
        "{members:,} members, each on the first day of activity;",
        "{members:,} 名成员，各按首次活跃之日计；",
    ),
    "joiners_organic": (
        "{organic:,} of {members:,} members: the invited come by invitations;",
        "{members:,} 名成员中的 {organic:,} 名：受邀者经邀请加入；",
    ),
    "coming": (
        "from `start` on, their forecast, unless you give organic_per_day or expected",
        "自 `start` 起为预测值，除非填写 organic_per_day 或 expected",
    ),
    "reading": ("as was said", "按所给选项"),
    "budget": (
        "2 USD's worth a month for each member of a week; assumed",
        "每名周活跃成员每月约合 2 美元；假定",
    ),
    "budget_both": ("of both; assumed", "两者合计；假定"),
    "assumed": ("assumed", "假定"),
    "desk_unknown": (
        "{source} has too few answers to tell how it works",
        "{source} 中答复太少，看不出客服如何运作",
    ),
    "hours": ("when in the day they came, per thousand", "一天中各时段的占比（千分之一）"),
    "desk": ("as {source} shows it", "据 {source}"),
    "staff": ("who answer on a usual working day", "通常工作日的答复人数"),
    "shift": ("hours between which nearly all is answered", "几乎全部答复所在的时段"),
    "handling": ("median from answer to close", "从答复到关闭的中位时长"),
    "handling_most": (
        "staff can do no more; from answer to close {minutes:.0f}",
        "客服最多能做到如此；从答复到关闭为 {minutes:.0f} 分钟",
    ),
}  # fmt: skip


def word(lang: Language, key: str, **values: object) -> str:
    """Return a text with its gaps filled."""
    return WORDS[key][lang == "zh"].format(**values)
