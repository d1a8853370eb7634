"""The texts of a sweep and of kept runs, in English and Chinese."""

# ruff: noqa: E501 - a table of sentences reads best one language a line

from __future__ import annotations

from typing import Final

SWEEP_TEXT: Final[dict[str, tuple[str, str]]] = {
    "swept": (
        "{plan}: {finished} of {runs} runs, design {design}",
        "{plan}：{runs} 次运行完成 {finished} 次，设计 {design}",
    ),
    "ends_of": ("Mean, low → high end", "均值：低值 → 高值"),
    "alone": ("Share alone", "单独占比"),
    "with_others": ("With others", "含交互占比"),
    "input": ("Input", "输入"),
    "behaviour draw": ("What is not known of members", "成员行为的未知部分"),
    "luck": ("Luck", "运气"),
    "interaction": ("Interaction", "交互作用"),
    "from_to": ("{low} → {high}", "{low} → {high}"),
    "with_interval": ("{share} ({low} … {high})", "{share}（{low} … {high}）"),
    "few_rows": (
        "The shares are from {rows} rows, and their intervals are wide: --extend {runs} would double them.",
        "占比基于 {rows} 行，区间较宽：用 --extend {runs} 可使行数翻倍。",
    ),
    "few_behind": (
        "Means at the ends are over as few as {runs} runs, in which the other inputs vary too.",
        "两端的均值最少仅基于 {runs} 次运行，且其他输入也在变化。",
    ),
    "sweep": ("Sweep", "参数扫描"),
    "no_rows": (
        "{runs} runs are too few to share out the spread: --extend adds some.",
        "{runs} 次运行不足以分解波动：可用 --extend 增加运行。",
    ),
    "box": (
        "{where}: most of these runs lie where {limits}. There lie {coverage} of them (coverage), and {density} of the runs there are such (density); of all runs {share} are.",
        "{where}：此类运行多出现在 {limits} 的区域。其中包含全部此类运行的 {coverage}（覆盖率），该区域内 {density} 的运行属于此类（密度）；在全部运行中占 {share}。",
    ),
    "box_labelled": (
        " The runs are few: the limits are those of a surrogate fitted to them, at {points} points; the shares are counted among the runs.",
        "运行次数较少：边界由拟合于这些运行的代理模型在 {points} 个点上得出；各比例按实际运行计算。",
    ),
    "no_box": (
        "{where}: no part of the inputs' ranges has clearly more of these runs than chance would put there.",
        "{where}：没有任何输入区域的此类运行明显多于随机水平。",
    ),
    "limit_above": ("{path} is at least {low}", "{path} 不低于 {low}"),
    "limit_below": ("{path} is at most {high}", "{path} 不高于 {high}"),
    "limit_between": ("{path} is from {low} to {high}", "{path} 介于 {low} 与 {high} 之间"),
    "and": (" and ", " 且 "),
    "tornado": ("{measure}: mean at the low (grey) and high (blue) end of each input", "{measure}：各输入取低值（灰）与高值（蓝）时的均值"),
    "response": ("{measure} along {path}", "{measure}随 {path} 的变化"),
    "together": ("{measure} by {first} and {second}", "{measure}随 {first} 与 {second} 的变化"),
    "kept_in": ("Runs kept in {store}", "{store} 中保存的运行"),
    "version": ("Version", "模型版本"),
    "version_now": ("this one", "当前"),
    "version_old": ("another: never read again", "其他：不再读取"),
    "runs_kept": ("Runs", "运行数"),
    "files": ("Files", "文件数"),
    "bytes": ("Bytes", "字节"),
    "pruned": ("{runs} runs and {files} files were deleted.", "已删除 {runs} 次运行、{files} 个文件。"),
    "runs_beside": ("Two runs beside each other", "两次运行对比"),
    "seed": ("Seed", "种子"),
}  # fmt: skip
"""By key: English, Chinese; gaps are filled by name."""
