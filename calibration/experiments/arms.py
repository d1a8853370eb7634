"""Which plan of the scenario each arm had, and among whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calibration.experiments.trial import Trial
from sim.errors import InputError
from sim.visible import excerpt

if TYPE_CHECKING:
    from scenarios import Scenario


@dataclass(frozen=True)
class Arms:
    """The arms as they can be simulated.

    Attributes
    ----------
    plans
        Names of the scenario's plans that are run, each once; the first is the baseline.
    pairs
        For each effect of the trial the places in `plans` of its control and its treated arm.
    """

    plans: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]


def arms_of(scenario: Scenario, trial: Trial, said: Mapping[str, str]) -> Arms:
    """Match the arms of a trial with plans.

    Parameters
    ----------
    scenario
        Has the plans and the audiences.
    trial
        Has the arms.
    said
        The plan of each arm, where its name is another.

    Raises
    ------
    InputError
        If an arm has no plan, two arms that differ have one, or an audience is not there.
    """
    names = dict.fromkeys(name for one in trial.effects for name in (one.control, one.arm))
    _check_said(said, names, scenario)
    treated = dict.fromkeys(one.arm for one in trial.effects)
    able = [name for name, plan in scenario.plans.items() if plan.strategies]
    chosen = {"": scenario.baseline}
    for name in names:
        if name in said:
            chosen[name] = said[name]
        elif name in scenario.plans:
            chosen[name] = name
        elif name not in treated:
            chosen[name] = scenario.baseline
        elif len(treated) == 1 and len(able) == 1:
            chosen[name] = able[0]
        else:
            raise InputError(
                f"which plan had arm {excerpt(name)}? {_count(len(treated), 'treated arm')} and "
                f"{_count(len(able), 'plan')} with strategies ({', '.join(able) or 'none'}): say "
                "ARM=PLAN for each",
                file=trial.source,
                field="arm",
            )
    for one in trial.effects:
        if one.audience is not None:
            check_audience(scenario, one.audience, trial.source)
        if chosen[one.arm] == chosen[one.control]:
            raise InputError(
                f"arm {excerpt(one.arm)} and its control differ in nothing: both had the plan "
                f"{chosen[one.arm]}",
                file=trial.source,
                field="arm",
            )
    if len({chosen[name] for name in treated}) < len(treated):
        raise InputError(
            "two treated arms had the same plan; add them up, or give each its own",
            file=trial.source,
            field="arm",
        )
    plans = tuple(dict.fromkeys([scenario.baseline, *(chosen[name] for name in names)]))
    return Arms(
        plans,
        tuple(
            (plans.index(chosen[one.control]), plans.index(chosen[one.arm]))
            for one in trial.effects
        ),
    )


def check_audience(scenario: Scenario, name: str, file: str) -> None:
    """Raise `InputError` if a scenario has no segment and no audience of that name."""
    if name not in scenario.segments and name not in scenario.who:
        named = ", ".join([*scenario.segments, *scenario.who])
        raise InputError(
            f"no segment and no audience {excerpt(name)} in the scenario; there are {named}",
            file=file,
            field="audience",
        )


def _check_said(said: Mapping[str, str], names: Mapping[str, None], scenario: Scenario) -> None:
    for arm, plan in said.items():
        if arm not in names:
            there = ", ".join(excerpt(name) for name in names if name)
            raise InputError(f"no arm {excerpt(arm)}; there are {there}", field="arm")
        if plan not in scenario.plans:
            there = ", ".join(scenario.plans)
            raise InputError(f"no plan {excerpt(plan)}; there are {there}", field="arm")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
