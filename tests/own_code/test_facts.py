"""A user's own fact: rules name it, a search turns it, and it can change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import Scenario
from sim.errors import InputError
from sim.facts import CATALOGUE
from sim.run import run
from strategies import StrategyPlan, search_space, with_values
from tests.own_code.conftest import read, turn

BODY = 'return facts["visits_28d"] + 3 * facts["posts_28d"]'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('return facts["visit_28d"]', "there is no fact 'visit_28d'"),
        (
            "return facts.columns.members",
            "AttributeError: 'Seen' object has no attribute 'columns'",
        ),
        ('facts["visits"][:] = 9\n    return facts["visits"]', "read-only"),
        ("return 3", "it returns int64 of shape ()"),
        ('return facts["segment"]', "a number or a yes or no a member is wanted"),
        ('return facts["engaged"]', "there is no fact 'engaged'"),
        ("return 1 / 0", "my_module.py, line 49: ZeroDivisionError"),
        ('return facts["visits"] / facts["visits"].max()', "ValueError: zero-size array"),
        ("import sys\n    sys.exit()", "SystemExit"),
    ],
)
def test_what_is_no_fact_is_told(folder: Path, body: str, why: str) -> None:
    turn(folder / "my_module.py", BODY, body)
    with pytest.raises(InputError) as told:
        read(folder)
    assert why in told.value.message
    assert (told.value.line, told.value.field) == (5, "facts.engaged")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("engaged: my_module:engaged", "visits: my_module:engaged", "one of Forerun's facts"),
        ("engaged: my_module:engaged", "a-b: my_module:engaged", "cannot stand in a rule"),
        ("engaged: my_module:engaged", "engaged: my_module:Newsletter", "is no function"),
        ("engaged: my_module:engaged", "engaged: my_module:covered", "must be written in"),
        ("core: engaged", "core: engagd", "did you mean 'engaged'"),
        ("  core: engaged >= 6", "  engaged: visits >= 6", "a fact has that name"),
    ],
)
def test_names_are_checked(folder: Path, old: str, new: str, why: str) -> None:
    turn(folder / "mine.yaml", old, new)
    with pytest.raises(InputError, match=why):
        read(folder)


def counts(scenario: Scenario, plan: StrategyPlan) -> bytes:
    """Return all that a run counts, its audiences too."""
    lived = run(scenario.spec(), plan, 3).trajectory
    assert lived.by_audience is not None
    return lived.by_audience.counts.tobytes() + lived.by_audience.members.tobytes()


def test_it_says_what_the_rule_in_its_place_says(folder: Path) -> None:
    """The same bits as the same sum of facts in the rule itself."""
    own = read(folder)
    turn(folder / "mine.yaml", "core: engaged >= 6", "core: visits_28d + 3 * posts_28d >= 6")
    said = read(folder)
    found = counts(own, own.plan("letters"))
    assert found == counts(said, said.plan("letters"))
    assert found != counts(own, with_values(own.plan("letters"), {"audiences.core.engaged": 2}))


def test_a_search_turns_its_threshold(folder: Path) -> None:
    found = {one.path: one for one in search_space(read(folder).plan("letters"))}
    one = found["audiences.core.engaged"]
    assert one.current == 6
    assert one.title == "Visits and posts of four weeks, a post counting three times"


def test_one_that_draws_is_refused_when_it_is_run(folder: Path) -> None:
    turn(folder / "my_module.py", BODY, "return np.random.rand(len(facts['visits']))")
    scenario = read(folder)
    with pytest.raises(InputError, match=r"facts.engaged: asked again, it says something else"):
        counts(scenario, scenario.plan("letters"))


def test_it_sees_every_fact_that_rules_see(folder: Path) -> None:
    named = " + ".join(f"0 * facts[{name!r}]" for name, fact in CATALOGUE.items() if not fact.names)
    turn(folder / "my_module.py", BODY, f"{BODY} + {named}")
    scenario = read(folder)
    assert counts(scenario, scenario.plan("letters"))
