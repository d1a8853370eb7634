"""Nobody gets much for next to nothing, however it is looked for; who plants a gift is caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from sim.behaviour.preset import PRESETS, Behaviour
from strategies import STRATEGIES
from tests.free_lunch.adversary import Adversary, Depth
from tests.free_lunch.ground import EVERYWHERE, TURNED_ON, Ground, Size, alone
from tests.free_lunch.plants import LEAST, PLANTS, Plant

SMALL: Final = Size(members=400, past=60, days=70)
QUICK: Final = Depth(trials=20, panel=1, fresh=6, size=SMALL)
FULL: Final = Depth(trials=220, panel=2, fresh=8, size=Size(members=600, past=90, days=90))
QUICK_PRESETS: Final = ("forum", "shop")
slow: Final = pytest.mark.slow


GROUNDS: Final = (*PRESETS, *TURNED_ON)

MOST: Final = 2
"""Communities in which each strategy is searched in full: half a minute each."""


def grounds(kind: str) -> list[str]:
    """Return the first communities in which a strategy acts, from another place for each."""
    first = list(STRATEGIES).index(kind) % len(PRESETS)
    presets = [*PRESETS][first:] + [*PRESETS][:first]
    return [one for one in presets if acts(kind, one)][:MOST] or quick_presets(kind)


def acts(kind: str, preset: str) -> bool:
    """Whether a ground has what a strategy acts on."""
    name, values = TURNED_ON.get(preset, (preset, {}))
    absent = Behaviour.preset(name).updated(values, "assumed", "made up for a test").absent
    return STRATEGIES[kind].mechanism not in absent - {EVERYWHERE}


def quick_presets(kind: str) -> list[str]:
    """Return the presets in which a strategy is tried quickly: there, or the first it acts in."""
    usual = [preset for preset in QUICK_PRESETS if acts(kind, preset)]
    return usual or [next(ground for ground in GROUNDS if acts(kind, ground))]


QUICK_ALONE: Final = frozenset({"acquisition"})
"""Strategies that are searched quickly alone: what a member costs is the operator's statement, and
a full search states a cent for tens of millions of them."""

ATTACKS: Final = [
    *(pytest.param(k, p, QUICK, id=f"{k}-{p}-quick") for k in STRATEGIES for p in quick_presets(k)),
    *(
        pytest.param(k, p, FULL, id=f"{k}-{p}-full", marks=slow)
        for k in STRATEGIES
        if k not in QUICK_ALONE
        for p in grounds(k)
    ),
]


def told(adversary: Adversary) -> str:
    """Return what an adversary finds, a line each."""
    return "\n".join(str(gift) for gift in adversary.gifts())


@pytest.mark.parametrize(("kind", "preset", "depth"), ATTACKS)
def test_nothing_much_for_next_to_nothing(kind: str, preset: str, depth: Depth) -> None:
    assert told(Adversary(kind, preset, depth)) == ""


def caught(planted: Plant, plant: Callable[[], None]) -> bool:
    """Whether a gift is found that is planted after what may be spent is known.

    One adversary in two misses what is well hidden, so up to three of them look.
    """
    depth = Depth(planted.trials, QUICK.panel, FULL.fresh, SMALL)
    adversaries = [
        Adversary(planted.kind, planted.preset, depth, planted.spared, seed) for seed in range(3)
    ]
    plant()
    return any(gift.change > LEAST for one in adversaries for gift in one.gifts())


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param(one, id=one.plant.__name__, marks=() if one.trials < 100 else slow)
        for one in PLANTS
    ],
)
def test_planted_gifts_are_caught(planted: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    assert caught(planted, lambda: planted.plant(monkeypatch))


@slow
@pytest.mark.parametrize("planted", PLANTS, ids=lambda one: one.plant.__name__)
def test_without_the_plant_there_is_no_gift(planted: Plant) -> None:
    assert not caught(planted, lambda: None)


@pytest.mark.parametrize("kind", STRATEGIES)
def test_a_shipped_plan_does_something_for_its_money(kind: str) -> None:
    """Otherwise a hundredth of it would be nothing, and nobody could be caught."""
    ground = Ground(quick_presets(kind)[0], SMALL, range(2))
    tried = ground.tried(alone(STRATEGIES[kind]()))
    assert tried.given.mean() > 1.0
    assert any(abs(tried.mean(name)) > 1e-3 for name in ground.measures)
