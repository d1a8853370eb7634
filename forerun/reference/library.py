"""``python -m forerun.reference.library [CASE ...]`` writes `docs/library/`.

The cases that are named, or all but those at scale, are run, and what came out stands in their
pages, beside what is claimed. ``--texts`` writes everything else anew and runs nothing.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from evidence.pages import begin, end, inside, table
from forerun.cli.figures import Figures
from forerun.reference.claimed import (
    FEWER,
    WORLDS,
    Claimed,
    Turned,
    beside,
    lived,
    plans_of,
    worlds_of,
)
from forerun.reference.source import ROOT
from forerun.report.labels import Labels
from planning.compare import Comparison
from scenarios import Scenario, library_names, load, read_case
from scenarios.case import QUESTIONS, Case
from scenarios.community_types import TYPES
from scenarios.loader import LIBRARY
from scenarios.platforms import PLATFORMS

COMMAND: Final = "python -m forerun.reference.library"
FOLDER: Final = ROOT / "docs" / "library"
FIGURES: Final = "figures"

READS: Final = {
    "level": "",
    "rise": "rise · 增幅",
    "difference": "change · 变化",
    "times": "times · 倍数",
    "peak": "best day, times a mean one · 峰值日倍数",
}
"""How what is read is told beside its measure."""

NOT_RUN: Final = (
    "Not run yet: name the case to the command, and its figures stand here. "
    "尚未运行：在命令中指明本案例即可生成。"
)
"""What stands in place of the figures of a case at scale that nobody has run."""

VERDICTS: Final = {
    "within": "within · 区间内",
    "above": "above · 高于区间",
    "below": "below · 低于区间",
    "undefined": "undefined · 无定义",
}


def path(name: str) -> Path:
    """Return where a case's page stands."""
    return FOLDER / f"{name}.md"


def digest(name: str) -> str:
    """Return the line that says of which files the figures are."""
    files = ("scenario.yaml", "case.yaml")
    text = b"".join((LIBRARY / name / file).read_bytes() for file in files)
    worlds = worlds_of(read_case(name))
    return f"{worlds} worlds; files `{hashlib.sha256(text).hexdigest()[:12]}`."


def figures(name: str) -> str:
    """Run a case, and return what came out as its page shows it."""
    case, scenario = read_case(name), load(name)
    found = lived(scenario, worlds_of(case))
    return told(name, beside(case, scenario, found), found)


def told(name: str, claims: Sequence[Claimed], found: Comparison) -> str:
    """Return what came out of a case, marked by the files that it came of."""
    scenario = load(name)
    parts = [digest(name)]
    if claims:
        parts += ["### Claims beside the simulation · 说法与模拟", _claims(claims, scenario)]
        needs = [_needs(place, one) for place, one in enumerate(claims, 1)]
        parts += ["### What would have to be true · 须满足的条件", "\n\n".join(needs)]
    parts += ["### What the plans do · 各方案的结果", _plans(scenario, found)]
    return "\n\n".join(parts)


def page(name: str, figures: str) -> str:
    """Return a case's page.

    Parameters
    ----------
    name
        The case.
    figures
        What came out.
    """
    case, scenario = read_case(name), load(name)
    assumed = "\n".join(
        f"- {en}\n  {zh}" for en, zh in zip(case.assumed, case.assumed_zh, strict=True)
    )
    return f"""*Written by `{COMMAND}`: change `scenarios/library/{name}/`, not this page.*

# {case.title} · {case.title_zh}

{scenario.story}

{_about(case)}

```sh
forerun compare {name} --seeds {worlds_of(case)} --plans {",".join(plans_of(scenario))}
```

## Set-up · 设定

```yaml
{scenario.text.rstrip()}
```

## Assumed · 假设

{assumed}

`forerun assumptions {name}` prints every value in use with its grade and source.

## What came out · 结果

{begin(FIGURES)}

{figures or NOT_RUN}

{end(FIGURES)}
"""


def kept(name: str) -> str:
    """Return the figures that stand in a case's page; empty if it has none."""
    found = inside(path(name), FIGURES)
    return "" if found == NOT_RUN else found


def paged() -> list[str]:
    """Return the names of the cases that have a page: those of which something is claimed."""
    return [name for name in library_names() if read_case(name).claims]


def index() -> str:
    """Return the page that lists the cases."""
    rows = []
    pages = paged()
    for name in library_names():
        case = read_case(name)
        link = f"[`{name}`]({name}.md)" if name in pages else f"`{name}`"
        rows.append([
            link, f"{case.title} · {case.title_zh}", _place(case), _type(case),
            f"{case.question} · {QUESTIONS[case.question]}", ", ".join(map(str, case.rows)),
        ])  # fmt: skip
    head = ("scenario · 场景", "case · 案例", "platform · 平台", "type · 类型", "asks about · 关注",
            "rows · 条目")  # fmt: skip
    return f"""*Written by `{COMMAND}`.*

# Library · 场景库

A ready scenario for every case of the source texts: `forerun list` lists them by case, platform
and question, `forerun compare NAME` runs one, and `forerun new NAME` begins your own from it.
Claims are figures of texts that name no source and had no control group. They are shown beside the
90 % interval of {WORLDS} simulated worlds, and nothing is tuned to them; where one lies outside, a
named assumption is turned over its range until it would be true, or no value does that.
Platforms and types: [scenario format](../reference/scenario-format.md#platforms).

{table(head, rows)}
"""


def _about(case: Case) -> str:
    rows = ", ".join(map(str, case.rows))
    about = (
        f"Platform · 平台: {_place(case)}. Type · 类型: {_type(case)}. "
        f"Asks about · 关注: {case.question} · {QUESTIONS[case.question]}. Rows · 条目: {rows}."
    )
    if case.first_look is None:
        return about
    first = case.first_look
    return f"{about}\n\nThis one takes some minutes; the first look is [`{first}`]({first}.md)."


def _place(case: Case) -> str:
    if case.platform is None:
        return "its own · 自有"
    own = PLATFORMS[case.platform]
    return own.title if own.title == own.title_zh else f"{own.title} · {own.title_zh}"


def _type(case: Case) -> str:
    return f"{case.type} · {TYPES[case.type].title_zh}"


def _claims(claims: Sequence[Claimed], scenario: Scenario) -> str:
    head = ("", "claim · 说法", "text", "read as · 读作", "claimed · 说法值", "simulated · 模拟",
            "90 % interval · 90% 区间", "claim lies · 结论")  # fmt: skip
    rows = []
    for place, one in enumerate(claims, 1):
        claim, own = one.claim, one.simulated
        rows.append([
            str(place), f"{claim.says} · {claim.says_zh}", claim.text, _read(one, scenario),
            _number(claim.figure), _number(own.mean),
            f"{_number(own.low)} … {_number(own.high)}", VERDICTS[one.verdict],
        ])  # fmt: skip
    return table(head, rows)


def _read(one: Claimed, scenario: Scenario) -> str:
    claim, labels = one.claim, Labels("en", scenario.currency)
    text = labels.measure(claim.measure)
    if claim.over is not None:
        text += f" / {labels.measure(claim.over)}"
    if claim.per != 1:
        text += f" / {_number(claim.per)}"
    plan = claim.plan or scenario.baseline
    if claim.read != "level":
        text += f", {READS[claim.read]}"
        return f"{text}: `{plan}` against `{claim.against or scenario.baseline}`"
    return f"{text}: `{plan}`"


def _needs(place: int, one: Claimed) -> str:
    text = f"{place}. {one.claim.needs}\n   {one.claim.needs_zh}"
    if one.founders is not None:
        many = f"{one.founders:,.0f}"
        text += (
            f"\n   At the simulated rate it takes {many} members at launch. "
            f"按模拟比例需要{many}名初始成员。"
        )
    return text if one.turned is None else f"{text}\n   {_turned(one.turned)}"


def _turned(own: Turned) -> str:
    usual = "" if own.usual is None else f" ({_number(own.usual)} here · 此处取值)"
    span = f"{_number(own.low)} … {_number(own.high)}"
    ends = f"{_number(own.at_low)} … {_number(own.at_high)}"
    if own.value is not None:
        return (
            f"`{own.parameter}` would have to be about {_number(own.value)}{usual}, looked for in "
            f"{span}, {FEWER} worlds · 须约为该值。"
        )
    return (
        f"No value of `{own.parameter}`{usual} from {span} does it: at the ends it is {ends} · "
        "在此范围内没有取值能达到。"
    )


def _plans(scenario: Scenario, found: Comparison) -> str:
    labels = Labels("en", scenario.currency)
    head = ("measure · 指标", "plan · 方案", "level · 水平", "change · 变化",
            "90 % interval · 90% 区间")  # fmt: skip
    rows = []
    for measure in scenario.measures:
        if measure not in found.measured:
            continue
        write = Figures(measure, labels)
        for place, plan in enumerate(found.plans):
            level = found.level(measure, place)
            if place == 0:
                row = [write.level(level["mean"]), "", write.levels(level["low"], level["high"])]
            else:
                own = found.paired(measure, place).as_json()
                row = [write.level(own["b"]), write.change(own["difference"]),
                       write.changes(own["low"], own["high"])]  # fmt: skip
                if own["difference"] is None:
                    row[2] = write.levels(own["b_low"], own["b_high"])
            title = f"{write.title} · {Labels('zh', scenario.currency).measure(measure)}"
            rows.append([title if place == 0 else "", f"`{plan}`", *row])
    return table(head, rows)


def _number(value: float) -> str:
    if value != value:
        return "undefined"
    size = abs(value)
    if size >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="CASE")
    parser.add_argument("--texts", action="store_true", help="run nothing")
    asked = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    small = [name for name in paged() if read_case(name).first_look is None]
    run = () if asked.texts else asked.names or small
    for name in paged():
        found = figures(name) if name in run else kept(name)
        path(name).write_text(page(name, found), encoding="utf-8")
    (FOLDER / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
