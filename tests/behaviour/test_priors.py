"""What is not known of a parameter reaches every world, whoever assumed or published it."""

from __future__ import annotations

import pytest

from scenarios.behaviour import switched
from sim.behaviour.preset import PRESETS, Behaviour
from sim.behaviour.register import PARAMETER, PARAMETERS

SEEDS = range(8)


def moved(behaviour: Behaviour) -> set[str]:
    """Return the parameters that differ in at least one world."""
    return {
        name
        for seed in SEEDS
        for name, value in behaviour.draw(seed).values.items()
        if value != behaviour.values[name]
    }


@pytest.mark.parametrize("preset", PRESETS)
def test_every_parameter_with_a_prior_is_drawn(preset: str) -> None:
    behaviour = Behaviour.preset(preset)
    uncertain = {p.name for p in PARAMETERS if p.prior_spread(behaviour.values[p.name]) > 0}
    assert moved(behaviour) == uncertain
    assert {behaviour.grade(name) for name in uncertain} == {"assumed", "published"}


@pytest.mark.parametrize("grade", ["measured", "assumed"])
def test_what_was_measured_or_given_by_hand_is_not_drawn(grade: str) -> None:
    behaviour = Behaviour.preset("plain")
    names = ("content_pull", "push_pull")
    assert set(names) <= moved(behaviour)
    given = behaviour.updated({name: behaviour.values[name] for name in names}, grade, "mine")
    assert moved(given) == moved(behaviour) - set(names)


def test_a_mechanism_that_is_switched_on_is_drawn_about_its_typical_value() -> None:
    behaviour = switched(Behaviour.preset("plain"), {"reply": True})
    assert behaviour.spread("reply_pull") == pytest.approx(0.25 * 0.70)
    assert "reply_pull" in moved(behaviour)
    assert behaviour.draw(0).values["reply_pull"] != PARAMETER["reply_pull"].on


def test_what_only_the_user_knows_has_no_prior() -> None:
    behaviour = switched(Behaviour.preset("plain"), {"market": True})
    assert "market_size" not in moved(behaviour)
