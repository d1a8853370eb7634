"""The labels of tables on the screen, in English and Chinese."""

from __future__ import annotations

from typing import Final

from forerun.cli.options import Lang

WORDS: Final[dict[str, tuple[str, str]]] = {
    "measure": ("Measure", "指标"),
    "title": ("What it is", "名称"),
    "mean": ("Mean", "均值"),
    "interval": ("90 % interval", "90% 区间"),
    "difference": ("Change", "差异"),
    "p_better": ("P(better)", "更优概率"),
    "seed_saving": ("Seeds\nsaved", "节省\n种子"),
    "plan": ("Plan", "方案"),
    "plans": ("Plans", "方案"),
    "strategies": ("Strategies", "策略"),
    "budget": ("Budget", "预算"),
    "measures": ("Measures", "指标"),
    "levers": ("Levers of {plan}", "{plan} 的杠杆"),
    "lever": ("Lever", "杠杆"),
    "value": ("Value", "取值"),
    "before": ("Now", "现值"),
    "found": ("Found", "寻得值"),
    "low": ("From", "下限"),
    "high": ("To", "上限"),
    "unit": ("Unit", "单位"),
    "better": ("Better", "方向"),
    "higher": ("higher", "越高越好"),
    "lower": ("lower", "越低越好"),
    "neutral": ("–", "–"),
    "parameter": ("Parameter", "参数"),
    "grade": ("Grade", "级别"),
    "measured": ("measured", "实测"),
    "published": ("published", "文献"),
    "assumed": ("assumed", "假设"),
    "evidence": ("Evidence", "证据"),
    "source": ("Source", "来源"),
    "meaning": ("Meaning", "含义"),
    "mechanism": ("Mechanism", "机制"),
    "mechanisms": ("Mechanisms: {on} of {n} on", "机制:共 {n} 个,启用 {on} 个"),
    "switch": ("Switch", "开关"),
    "on_or_off": ("State", "状态"),
    "on": ("on", "启用"),
    "off": ("off", "关闭"),
    "status_quo": ("Status quo", "维持现状"),
    "equal_split": ("Equal split", "平均分配"),
    "winner": ("Winner", "最优"),
    "ran": ("{plan}, {seeds} worlds", "{plan},{seeds} 个模拟世界"),
    "compared": (
        "A: {baseline}, B: {plan}, {seeds} worlds",
        "A:{baseline},B:{plan},{seeds} 个模拟世界",
    ),
    "searched": (
        "{trials} trials, {feasible} keep every constraint; in {seeds} fresh worlds",
        "{trials} 次试验,{feasible} 次满足全部约束;在 {seeds} 个新世界中",
    ),
    "no_winner": (
        "No trial kept every constraint: more trials, or a weaker constraint, may find one.",
        "没有试验满足全部约束:可增加试验次数或放宽约束。",
    ),
    "spend": (
        "Spend {spend} of {budget}, unspent {unspent}",
        "支出 {spend} / {budget},剩余 {unspent}",
    ),
    "constraint": ("Constraint", "约束"),
    "bound": ("Bound", "界限"),
    "state": ("State", "状态"),
    "kept": ("kept", "满足"),
    "binding": ("kept, binding", "满足,起约束作用"),
    "broken": ("broken", "违反"),
    "fit": ("Share of a cohort that is active so many weeks later", "各批成员若干周后的活跃比例"),
    "cohorts": ("Joined", "加入时期"),
    "early": ("early", "早期"),
    "middle": ("middle", "中期"),
    "late": ("late", "近期"),
    "age": ("Weeks after", "之后周数"),
    "observed": ("History", "历史"),
    "fitted": ("Fitted", "拟合"),
    "holdout": ("Forecast of the {weeks} weeks held out", "留出的 {weeks} 周预测"),
    "forecast": ("Forecast", "预测"),
    "error": ("Error of active members", "活跃成员误差"),
    "simulated": ("fitted community", "拟合社区"),
    "naive": ("naive: mean of the last four weeks", "朴素:最近四周均值"),
}  # fmt: skip
"""Every label by key: English, Chinese."""


def word(lang: Lang, key: str, **values: object) -> str:
    """Return a label with its gaps filled."""
    return WORDS[key][lang is Lang.zh].format(**values)
