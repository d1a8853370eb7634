"""How the members of a scenario behave: preset or fitted file, then switches, then hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from scenarios import behaviour_file
from scenarios.community_types import of_type
from scenarios.platforms import on_platform
from scenarios.sections import Community
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import MECHANISM


def behaviour_of(community: Community, folder: Path, money_unit: float) -> Behaviour:
    """Return the behaviour that a community's section asks for.

    Parameters
    ----------
    community
        Preset or type, then platform, or a behaviour file; then mechanisms and overrides; each goes
        before the one named earlier.
    folder
        Where the behaviour file stands, if one is named.
    money_unit
        What a unit of money is worth in the scenario's currency.

    Raises
    ------
    InputError
        If the file is not a behaviour file.
    """
    if community.behaviour is None:
        behaviour = unfitted(community, money_unit)
    else:
        behaviour = behaviour_file.read(folder / community.behaviour, money_unit)
    behaviour = switched(behaviour, community.mechanisms)
    given = community.overridden
    if not given:
        return behaviour
    behaviour = by_hand(behaviour, given, "given by hand in the scenario")
    return replace(behaviour, spreads={**behaviour.spreads, **community.deviations})


def unfitted(community: Community, money_unit: float) -> Behaviour:
    """Return the behaviour of a community's preset or type on its platform, before any fit.

    Parameters
    ----------
    community, money_unit
        As in `behaviour_of`.
    """
    behaviour = Behaviour.preset(community.base, money_unit)
    if community.type is not None:
        behaviour = of_type(behaviour, community.type)
    return behaviour if community.platform is None else on_platform(behaviour, community.platform)


def by_hand(behaviour: Behaviour, given: Mapping[str, float], source: str) -> Behaviour:
    """Return a behaviour with values given by hand: they hold in every world.

    Raises
    ------
    InputError
        If a name is unknown or a value is outside its range.
    """
    # No fitted draw may replace what was given; one with a deviation is drawn as it was given.
    return _without_draws(behaviour, given).updated(given, "assumed", source)


def switched(behaviour: Behaviour, mechanisms: Mapping[str, bool]) -> Behaviour:
    """Return a behaviour with mechanisms switched.

    What is on already keeps its values; what is switched on takes the typical values of its
    switches, what is switched off their neutral ones.

    Parameters
    ----------
    behaviour
        The behaviour to start from; it is not changed.
    mechanisms
        Whether each is to be on, by name.
    """
    for name, on in mechanisms.items():
        mechanism = MECHANISM[name]
        if behaviour.has(name) == on:
            continue
        for key in mechanism.switches:
            parameter = behaviour.parameter(key)
            if on:
                behaviour = behaviour.updated(
                    {key: parameter.on}, parameter.grade, parameter.source
                )
            else:
                source = "switched off in the scenario"
                behaviour = behaviour.updated({key: parameter.off}, "assumed", source)
        behaviour = _without_draws(behaviour, mechanism.switches)
    return behaviour


def _without_draws(behaviour: Behaviour, names: Collection[str]) -> Behaviour:
    """Return a behaviour whose fitted draws leave some parameters alone."""
    posterior = tuple(
        {name: value for name, value in draw.items() if name not in names}
        for draw in behaviour.posterior
    )
    return replace(behaviour, posterior=posterior)
