"""What is said of a plan: what is done and for how much, and results beyond the published."""

# ruff: noqa: E501 - a table of sentences reads best one language a line

from __future__ import annotations

from typing import Final

PLAN_TEXT: Final[dict[str, tuple[str, str]]] = {
    # what the plan is
    "the_plan": ("The plan: {deeds}.", "方案内容：{deeds}。"),
    "the_plan_nothing": ("The plan: nothing is done.", "方案内容：不采取任何行动。"),
    "deed": ("{title}{settings} for {money}{stop}", "{title}{settings}，{money}{stop}"),
    "deed_settings": (" ({settings})", "（{settings}）"),
    "deed_stop": (" ({stop})", "（{stop}）"),
    "setting": ("{title} {value}", "{title} {value}"),
    "in_cash": ("{cash} in cash", "现金 {cash}"),
    "in_cash_and_owed": ("{cash} in cash and {owed} still owed", "现金 {cash}、应付 {owed}"),
    "and_beyond": (", and {amount} beyond its money in a rush", "，突增超支 {amount}"),
    "beyond": ("{strategy}, beyond its money", "{strategy}（超支）"),
    "not_run": ("{title} {stop}.", "{title}{stop}。"),
    "stopped_in": ("{stop} in {n} of {worlds} worlds", "{worlds} 个世界中有 {n} 个{stop}"),
    "not_run_plain": ("never ran", "从未运行"),
    "against": (
        "Against {other} its {measure} is {change} ({interval}); {chance}.",
        "与{other}相比，{measure}为 {change}（{interval}）；{chance}。",
    ),
    "today": ("today's plan", "现行方案"),
    "equal_split": ("the equal split", "平均分配方案"),
    "status_quo": ("the status quo", "维持现状"),
    "winner": ("the winner", "最优方案"),
    "taken_back": (
        "Taken back, since it gained nothing: {levers}.",
        "以下设置没有带来收益，已撤回：{levers}。",
    ),
    "taken_one": ("{lever} from {found} to {to}", "{lever}由 {found} 改为 {to}"),
    "edges": (
        "At the edge of their range, beyond which a better value may lie: {levers}.",
        "处于取值范围边缘，更优的值可能在范围之外：{levers}。",
    ),
    "edge_high": ("{lever} {value} (highest)", "{lever} {value}（上限）"),
    "edge_low": ("{lever} {value} (lowest)", "{lever} {value}（下限）"),
    "bounds_cost": (
        "Without {bounds} trial {trial} reaches {value} in {measure}, the winner {winner} (in the search's own worlds).",
        "若没有 {bounds}，第 {trial} 次试验的{measure}可达 {value}，最优方案为 {winner}（在寻优所用的世界中）。",
    ),
    # its money and its levers
    "split_title": ("How the money is split", "资金如何分配"),
    "not_given": ("not given out", "未分配"),
    "returns": ("What one more of each lever brings", "各设置再增加一点的效果"),
    "step_to": ("Step", "步长"),
    "step_moves": ("Change in: {measure}", "变化：{measure}"),
    "returns_note": (
        "Paired with the winner in worlds by which nothing was chosen, with 90 % intervals; a star: clear of zero. Money comes on top of the budget.",
        "与最优方案在未用于选择的世界中配对比较，附 90% 区间；星号：区间不含零。资金为预算之外的追加。",
    ),
    "curve_note": (
        "What the search believes along each lever, the others as the winner has them; the triangle is today's plan, the star the winner.",
        "寻优对各设置的估计（其余设置同最优方案）；三角为现行方案，星号为最优方案。",
    ),
    "at most": ("at most {bound}", "至多 {bound}"),
    "at least": ("at least {bound}", "至少 {bound}"),
    # what it did
    "what_it_did_of": ("What {plan} did", "{plan} 的执行情况"),
    "planned": ("Planned", "计划"),
    "spent": ("Spent", "已支出"),
    "beyond_money": ("In a rush beyond it", "突增超支"),
    "refused": ("Refused", "未兑付"),
    "outstanding": ("Outstanding", "未结"),
    "left_out": ("Left out", "容量外"),
    "alert": ("Alert", "预警"),
    "fired_in": ("Worlds in which it fired", "触发的世界"),
    "fired_times": ("Times, mean", "平均触发次数"),
    "fired_first": ("First day, mean", "平均首次触发日"),
    "what_it_did_note": (
        "Means over worlds. Planned is the money that a strategy had, of all months or quarters together; refused is what members earned when that was gone, and were not given; outstanding is what is expected to be paid after the end; left out is what there was no room for.",
        "各世界的平均值。计划为该策略可用的资金（按月或按季的预算为各期合计）；未兑付为资金用尽后成员应得而未得的部分；未结为方案结束后预计仍需支付的部分；容量外为超出容量而未执行的数量。",
    ),
    # funnels of events
    "funnel_of": ("Funnel of {title}: {stages}.", "{title}的漏斗：{stages}。"),
    "then": (" → ", " → "),
    "stage_invited": ("invited", "受邀"),
    "stage_saw": ("saw it", "看到"),
    "stage_signed_up": ("signed up", "报名"),
    "stage_left_out": ("without a seat", "无名额"),
    "stage_came": ("came (each day counts)", "到场（按天计）"),
    "stage_took_part": ("took part", "参与"),
    "stage_bought": ("bought", "购买"),
    # a brake on results beyond what was published
    "short_doubt": ("beyond what was published", "超出已发表范围"),
    "doubt": (
        "Doubt it: {plan} moves {measure} by {change}, and what was published on {strategies} is {low} to {high} ({source}).",
        "存疑：{plan} 使{measure}变化 {change}，而关于{strategies}的已发表效果为 {low} 至 {high}（{source}）。",
    ),
    "speculative": (
        "Speculative: {plan} rests on {strategies}, of which no effect was ever published (grade D); decide nothing by this figure.",
        "投机性：{plan}依赖{strategies}，其作用没有任何公开证据（证据等级 D）；请勿据此决策。",
    ),
    "doubt_per": (
        "Doubt it: {plan} adds {measure} of {change} of {per} a month, and what was published on {strategies} is {low} to {high} ({source}).",
        "存疑：{plan} 每月新增的{measure}为{per}的 {change}，而关于{strategies}的已发表效果为 {low} 至 {high}（{source}）。",
    ),
}  # fmt: skip
"""By key: English, Chinese; gaps are filled by name."""
