"""The text of a scenario that was drafted from a history: every guess is named where it stands."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from forerun.draft import Draft
from forerun.drafted_words import word
from sim.visible import visible

if TYPE_CHECKING:
    from calibration.history import History
    from calibration.history.reading import Language

BEHAVIOUR: Final = "behaviour.json"
JOINERS: Final = "joiners.csv"
SCENARIO: Final = "scenario.yaml"
"""Files of the folder."""

HORIZON_DAYS: Final = 182

ITEM_COST: Final = 13.0
"""What an item of content costs with the sources below and the usual formats, units of money."""

MARGIN: Final = 35
"""Column in which comments begin."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the user said of a scenario.

    Attributes
    ----------
    name
        What a reader calls the community.
    currency
        What all money is in.
    unit
        What a unit of money, about a US dollar's worth, is in it.
    reading
        How the history was read, where that was said.
    desk
        Lines of the desk, each with why, as a ticket log shows it.
    organic
        Joiners of each day whom nobody invited, as a referral log shows; None without one.
    lang
        Language of the comments, ``en`` or ``zh``.
    """

    name: str
    currency: str
    unit: float
    reading: Mapping[str, Any]
    desk: Sequence[tuple[str, str]] = ()
    organic: Sequence[int] | None = None
    lang: Language = "en"

    def word(self, key: str, **values: object) -> str:
        """Return a comment."""
        return word(self.lang, key, **values)


def text(found: Draft, past: History, said: Said, fitted: Sequence[str] | None) -> str:
    """Return the scenario file of a draft.

    Parameters
    ----------
    found
        What was guessed.
    past
        The history.
    said
        What the user said.
    fitted
        Names of the fitted parameters; None before the fit, when no file of them is named.
    """
    kind = "shop" if found.shop else "community"
    lines = [
        *(f"# {line}" for line in said.word("written").split("\n")),
        *(f"#   {line}" for line in _told(past, said.lang)),
        f"name: {_quoted(said.name)}",
        f"story: {said.word(f'story_{kind}')}",
        _noted(f"start: {past.end.isoformat()}", said.word("start")),
        _noted(f"horizon_days: {HORIZON_DAYS}", said.word("horizon")),
        f"currency: {said.currency}",
        "",
        *_community(found, past, said, fitted),
        "",
        *(_noted(line, why) if why else line for line, why in said.desk),
        *([""] if said.desk else []),
        _noted("economy:", said.word("economy")),
        _noted("  margin: 0.4", said.word("margin")),
    ]
    if not found.shop:
        rate = f"  revenue_per_visit: {_money(0.02, said)}"
        lines.append(_noted(rate, said.word("advertising")))
    plans = ["rewards", "articles"] if found.shop else ["rewards", "articles", "both"]
    lines += ["", "plans:", "  status-quo: {}"]
    for plan in plans:
        lines += _plan(plan, found, said)
    lines += [
        "",
        f"measures: [{', '.join(_measures(found))}]",
        "",
        "search:",
        f"  plan: {plans[-1] if not found.shop else plans[0]}",
        "  objective: weekly_active, -cost",
        f"# {said.word('holdout')}",
        f"#   forerun calibrate {SCENARIO} --history {visible(past.source)} --holdout 13w",
    ]
    return "\n".join(lines) + "\n"


def joiners(past: History, organic: Sequence[int] | None = None) -> str:
    """Return the table of who joined on each day, or of those whom nobody invited."""
    new = past.joiners.tolist() if organic is None else [*past.earlier.tolist(), *organic]
    first = past.launch
    rows = [f"{first + timedelta(days=k)},{count}" for k, count in enumerate(new)]
    return "date,new_members\n" + "\n".join(rows) + "\n"


def _community(found: Draft, past: History, said: Said, fitted: Sequence[str] | None) -> list[str]:
    members = int(past.joiners.sum())
    who = said.word("joiners", members=members)
    if said.organic is not None:
        who = said.word("joiners_organic", organic=sum(said.organic), members=members)
    why = found.why_zh if said.lang == "zh" else found.why
    counts = said.word(f"counts_{found.activity}")
    lines = [
        "community:",
        _noted(f"  preset: {found.preset}", said.word("preset", why=why)),
        _noted(f"  activity: {found.activity}", said.word("activity", counts=counts)),
    ]
    if fitted is not None:
        rhythm = ["weekend"] if "weekend_pull" in fitted else []
        rhythm += ["season"] if "season_pull" in fitted else []
        buying = ["orders"] if "buy_rate" in fitted else []
        buying += ["value"] if buying and "revenue" in past.daily.columns else []
        shown = ["level", "trend" if past.triangle is None else "retention", *rhythm, *buying]
        what = ("、" if said.lang == "zh" else ", ").join(map(said.word, shown))
        lines.append(_noted(f"  behaviour: {BEHAVIOUR}", said.word("fitted", what=what)))
        if past.triangle is None:
            lines.append(_noted("", said.word("not_shown")))
    lines += [
        _noted(f"  launch: {past.launch.isoformat()}", _before(past, said)),
        "  arrivals:",
        _noted(f"    history: {JOINERS}", who),
        _noted("", said.word("coming")),
    ]
    if past.hours is not None:
        lines.append(f"  hours: {list(past.hours)}  # {said.word('hours')}")
    if said.reading:
        lines.append(_noted("  reading:", said.word("reading")))
        lines += [
            f"    {key}: {json.dumps(value, ensure_ascii=False)}"
            for key, value in said.reading.items()
        ]
    return lines


def _before(past: History, said: Said) -> str:
    if not len(past.earlier):
        return said.word("launch")
    return said.word("before", members=int(past.earlier.sum()))


def _plan(plan: str, found: Draft, said: Said) -> list[str]:
    share = 2 if plan == "both" else 1
    units = _budget(found)
    lines = [
        f"  {plan}:",
        _noted(
            f"    budget: {_money(share * units, said)}",
            said.word("budget" if share == 1 else "budget_both"),
        ),
        "    strategies:",
    ]
    if plan != "articles":
        lines += [
            "      - points:",
            "          {per_visit: 1, per_post: 5, levels: [50, 200, 1000], "
            f"point_cost: {_money(0.01, said)},",
            f"           setup_cost: {_money(200, said)}, "
            f"privilege_cost: {_money(30, said)}}}    # {said.word('assumed')}",
        ]
    if plan != "rewards":
        items = _short(max(math.floor(units / ITEM_COST / HORIZON_DAYS * 10) / 10, 0.1), 2)
        lines += [
            f"      - content: {{items_per_day: {items}, "
            "sources: {professional: 0.2, member: 0.8}}",
        ]
    return lines


def _measures(found: Draft) -> list[str]:
    posts = [] if found.shop else ["posts"]
    bought = ["purchases", "revenue"] if found.buys else []
    return ["weekly_active", "retention_w4", *posts, *bought, "cost", "roi"]


def _budget(found: Draft) -> float:
    """Two units of money a month for each who comes in a week, to two digits."""
    about = max(2 * found.weekly * HORIZON_DAYS / 30, 1200.0)
    step = 10.0 ** (math.floor(math.log10(about)) - 1)
    return round(about / step) * step


def _told(past: History, lang: Language) -> list[str]:
    return [] if past.reading is None else [visible(line) for line in past.reading.told(lang)]


def _quoted(value: str) -> str:
    return json.dumps(visible(value), ensure_ascii=False)


def _money(units: float, said: Said) -> str:
    return _short(units * said.unit, 3)


def _short(value: float, digits: int = 6) -> str:
    """A number to so many digits, without an exponent."""
    rounded = float(f"{value:.{digits}g}")
    return str(int(rounded)) if rounded.is_integer() else f"{rounded:.12f}".rstrip("0")


def _noted(line: str, why: str) -> str:
    return f"{line:<{MARGIN}}# {why}" if len(line) < MARGIN else f"{line}  # {why}"
