"""The texts of the health card of a fit, in English and Chinese."""

# ruff: noqa: E501 - a table of sentences reads best one language a line

from __future__ import annotations

from typing import Final

HEALTH_TEXT: Final[dict[str, tuple[str, str]]] = {
    "health": ("Health: {verdict}", "健康检查：{verdict}"),
    "health_check": ("Check", "检查"),
    "health_verdict": ("Verdict", "结论"),
    "health_found": ("Found", "结果"),
    "health_do": ("What to do", "建议"),
    "health_pass": ("PASS", "通过"),
    "health_review": ("REVIEW", "复核"),
    "health_fail": ("FAIL", "不合格"),
    "health_level": ("level of today", "当前水平"),
    "health_recent": ("last year's course", "近一年走势"),
    "health_retention": ("retention", "留存"),
    "health_rhythm": ("weekend, season", "周末与季节"),
    "health_posting": ("posts", "发帖"),
    "health_buying": ("orders", "订单"),
    "health_held_out": ("forecast, held out", "预测（留出期）"),
    "health_worlds": ("fitted community, held out", "拟合社区（留出期）"),
    "health_mix": ("mix, held out", "混合预测（留出期）"),
    "health_bands": ("80 % band", "80% 区间"),
    "health_newcomers": ("newcomers, held out", "新成员（留出期）"),
    "health_breaks": ("breaks of the level", "水平断点"),
    "health_identified": ("what the history tells", "可识别性"),
    "health_edges": ("ends of search ranges", "搜索边界"),
    "health_off": ("{error} off, as a logarithm", "偏差 {error}（对数）"),
    "health_off_root": ("{error} off, as a square root", "偏差 {error}（平方根）"),
    "health_errors": ("{error}; naive {naive}", "{error}；朴素 {naive}"),
    "health_undefined": ("undefined: nobody came", "无定义：无人活跃"),
    "health_best": (
        "{error}; naive {naive}, best {best}: {best_error}",
        "{error}；朴素 {naive}，最佳为{best}：{best_error}",
    ),
    "health_inside": ("{inside} of the weeks", "{inside} 的周"),
    "health_shares": (
        "{observed} in week 4; simulated {simulation}",
        "第 4 周 {observed}；模拟 {simulation}",
    ),
    "health_broke": ("from {first} on {ratio} times the level before", "自 {first} 起为此前水平的 {ratio} 倍"),
    "health_unbroken": ("none found in the last year", "近一年未发现断点"),
    "health_nothing_held": ("nothing was held out", "未留出数据"),
    "health_all_told": ("all {of} parameters", "全部 {of} 个参数"),
    "health_not_told": ("not identified: {names}", "无法识别：{names}"),
    "health_no_edges": ("none reached", "未触及"),
    "health_at_edges": ("reached by {names}", "已触及：{names}"),
    "health_do_fit": ("more --trials", "增加 --trials"),
    "health_do_breaks": ("fit what came after it, if that is half a year", "若其后已有半年数据，只拟合其后部分"),
    "health_do_held_out": ("--holdout 13w tries a forecast", "用 --holdout 13w 检验预测"),
    "health_do_worlds": ("trust differences between plans more than levels", "更多相信方案间差异而非水平"),
    "health_do_mix": ("forerun backtest: is it so from other days?", "用 forerun backtest 检查其他日期"),
    "health_do_bands": ("plan for more than the band", "按比区间更宽的范围规划"),
    "health_do_newcomers": ("doubt what plans say of newcomers", "谨慎看待方案对新成员的效果"),
    "health_do_identified": ("near what was assumed before: give them by hand if you know more", "接近先验假设：如有依据请手工给定"),
    "health_do_edges": ("is the preset of this kind of community?", "检查预设是否适合该社区类型"),
}  # fmt: skip
"""By key: English, Chinese."""
