"""What the report says of segments and audiences: English, Chinese."""

# ruff: noqa: E501 - a table of sentences reads best one language a line

from __future__ import annotations

from typing import Final

GROUP_TEXT: Final[dict[str, tuple[str, str]]] = {
    # segments
    "segments": ("Who was moved", "影响了谁"),
    "segments_insight": (
        "{plan} moves {most} most ({high}) and {least} least ({low}).",
        "{plan} 对{most}影响最大（{high}），对{least}最小（{low}）。",
    ),
    "segments_clear": (
        "{plan} moves {segments}; which of them most is within the noise.",
        "{plan} 影响了{segments}；彼此间的差别在噪声之内。",
    ),
    "segments_one": (
        "{plan} clearly moves {segments} alone.",
        "{plan} 只明显影响了{segments}。",
    ),
    "segments_none": (
        "{plan} moves no segment clearly: every interval reaches zero.",
        "{plan} 没有明显影响任何一个群体：所有区间都包含零。",
    ),
    "segments_note": (
        "Change of mean daily active members against {baseline} in the same worlds, as a share of their sum there. Bars: intervals that hold for all {n} segments together in 90 % of worlds (Bonferroni: each covers {each}), since of several the one that stands out by luck is seen first.",
        "同一世界中日均活跃成员较 {baseline} 的变化占其总量之比。横线：{n} 个群体同时成立的 90% 区间（Bonferroni：各覆盖 {each}），因为在多个群体中，凭运气突出的那个最先被看到。",
    ),
    "flow": ("How members move between audiences", "成员在受众间的流动"),
    "flow_insight": (
        "Of {plan}'s audiences {most} grows most, from {start} to {end} members; in a week {stay} of it stay.",
        "{plan} 的受众中，{most}增长最多，由 {start} 增至 {end} 名成员；一周内留下 {stay}。",
    ),
    "flow_shrinks": (
        "None of {plan}'s audiences grows; {most} goes from {start} to {end} members, and in a week {stay} of it stay.",
        "{plan} 的受众均未增长；{most}由 {start} 变为 {end} 名成员，一周内留下 {stay}。",
    ),
    "flow_note": (
        "Left: who was in an audience at a look; right: where they were a week later; heights by the mean number of members over {worlds} worlds. Audiences that overlap count a member in each; who is in none of them is not drawn.",
        "左：某次查看时的受众；右：一周后的去向；高度为 {worlds} 个世界的平均成员数。重叠的受众中成员重复计数；不属于任何受众者未画出。",
    ),
    "audiences": ("Which audience was moved", "影响了哪些受众"),
    "audiences_none": (
        "{plan} moves no audience clearly: every interval reaches zero.",
        "{plan} 没有明显影响任何一个受众：所有区间都包含零。",
    ),
    "audiences_note": (
        "Members by the audience that they were in on the plan's first day, or on joining. Change of their mean daily active members against {baseline} in the same worlds. Bars: intervals that hold for all {n} together in 90 % of worlds (each covers {each}).",
        "成员按方案首日（或加入当日）所属的受众划分。同一世界中其日均活跃成员较 {baseline} 的变化。横线：{n} 个受众同时成立的 90% 区间（各覆盖 {each}）。",
    ),
    "segment_axis": ("change of daily active members", "日活跃成员变化"),
}
