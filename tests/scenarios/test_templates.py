"""Templates of events: read, found in two languages, used by name, and run for a first look."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scenarios import parse
from scenarios.template import LINES, TEMPLATES, read_template, template, template_names
from scenarios.template_event import made
from scenarios.template_list import described, templates
from sim.errors import InputError
from sim.run import run
from strategies.event import Event

NAMES = template_names()

PLAN = """\
name: t
start: 2025-03-03
horizon_days: {days}
currency: {currency}
community:
  preset: shop
  mechanisms: {{streak: on, award: on}}
  overrides: {{visit_base: -1.8}}
  launch: 2025-01-06
  members: 300
  arrivals: {{organic_per_day: 2}}
audiences:
  whom: {rule}
plans:
  status-quo: {{}}
  held:
    strategies:
      - event: {said}
"""


def plan(said: str, rule: str = "visits >= 0", days: int = 60, currency: str = "USD") -> Any:
    return parse(PLAN.format(said=said, rule=rule, days=days, currency=currency))


def test_there_are_fifty_two_for_every_week_of_the_year() -> None:
    assert len(NAMES) == 52
    assert len({template(name).title_zh for name in NAMES}) == 52
    assert {path.suffix for path in TEMPLATES.iterdir()} == {".yaml"}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_says_what_it_costs_and_where_that_comes_from(name: str) -> None:
    one = template(name)
    event = made(name, {})
    assert event.called == name
    assert event.fixed_cents > 0
    assert all(line.source for line in one.costs.values())
    assert "plan_cost" in one.targets
    assert (event.place == "offline") <= (event.seats is not None)
    # A price for what it does, and none for what it does not.
    assert ("prize" in one.costs) == (one.does.prize_share > 0)
    assert ("check-in" in one.costs) == (one.does.checkin_days > 0)
    assert ("item" in one.costs) == (one.does.assets > 0)
    assert ("seat" in one.costs) == (one.does.seats is not None)
    assert "assumed" in (TEMPLATES / f"{name}.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_first_look_at_each(name: str) -> None:
    """It is held, costs at least its lines, and draws somebody; for whom it suits."""
    one = template(name)
    scenario = plan(f"{{template: {name}, for: whom}}" if not one.does.quests else
                    f"{{template: {name}}}", one.audience.rule or "visits >= 0")  # fmt: skip
    held = run(scenario.spec(), scenario.plan("held"), 1)
    (did,) = held.deliveries
    event = scenario.plan("held").strategies[0]
    assert did.as_dict()["days"] > 0
    assert held.ledger.cost(name) >= event.fixed_cents
    stages = dict(did.as_dict()["stages"])
    assert stages["invited"] > 0
    assert stages["came"] > 0 or one.audience.rule is not None
    if event.seats is not None:
        assert stages["signed_up"] - stages["left_out"] <= event.seats


def test_what_a_plan_says_goes_before_the_template() -> None:
    said = {"days": 5, "costs": {"venue": 7.0}, "from_day": 9, "name": "mine"}
    usual, own = made("city-meet-up", {}), made("city-meet-up", said)
    assert (own.days, own.from_day, own.called) == (5, 9, "mine")
    assert (usual.costs.venue, own.costs.venue) == (150, 7)
    assert (usual.costs.host, usual.seats) == (own.costs.host, own.seats)


def test_amounts_are_in_units_of_money_until_somebody_gives_them() -> None:
    """CNY has 7 to the unit: what the template says is 7 times as much, what the plan says not."""
    said = "{template: city-meet-up, costs: {venue: 150}, seat_cost: 1}"
    dollars, yuan = (
        plan(said, currency=currency).plan("held").strategies[0] for currency in ("USD", "CNY")
    )
    assert (yuan.costs.venue, yuan.seat_cost) == (150, 1)
    assert yuan.costs.host == 7 * dollars.costs.host
    assert yuan.guest_cost == 7 * dollars.guest_cost
    assert yuan.session_cost == 7 * dollars.session_cost


def test_in_a_phase_its_amounts_stay_its_own() -> None:
    text = PLAN.format(
        said="{template: city-meet-up, phase: spring}", rule="visits >= 0", days=90, currency="USD"
    ).replace("  held:\n", "  held:\n    phases: {spring: {from_day: 20}}\n")
    event = parse(text).plan("held").strategies[0]
    assert isinstance(event, Event)
    assert (event.from_day, event.costs.venue, event.guest_cost) == (20, 150, 6)


def test_two_of_one_template_need_names() -> None:
    with pytest.raises(InputError, match="give each strategy a name of its own"):
        parse(plan("{template: quiz-night}").text + "      - event: {template: quiz-night}\n")
    text = plan("{template: quiz-night}").text
    parse(text + "      - event: {template: quiz-night, name: second, from_day: 30}\n")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{template: quiz-nigth}", "no template 'quiz-nigth'; did you mean 'quiz-night'?"),
        ("{template: zzz}", "forerun templates lists those there are"),
        ("{template: quiz-night, dayz: 3}", "there is no 'dayz'; did you mean 'days'?"),
        ("{template: quiz-night, days: many}", "days: 'many' is not allowed"),
        ("{template: city-meet-up, costs: {food: 3}}", "costs.food: there is no 'food'"),
        ("{template: city-meet-up, seats: null}", "an offline event has seats"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_with_its_place(said: str, told: str) -> None:
    with pytest.raises(InputError) as found:
        plan(said)
    line = str(found.value)
    assert told in line
    assert "\n" not in line
    assert "plans.held.strategies[0].event" in line
    assert found.value.line is not None


GOOD = (TEMPLATES / "quiz-night.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("type: contest", "type: party", "type: 'party' is not allowed"),
        ("burst: 1", "burst: 0", "phases.burst: 0 is not allowed"),
        ("interest: 0.1 ", "interest: 3 ", "does.interest: 3 is not allowed"),
        ("title_zh: 知识竞赛", "title_zh: quiz", "title_zh: 'quiz' is not in Chinese"),
        ("[weekly_active,", "[weekly_activ,", "did you mean 'weekly_active'?"),
        ("staff: {amount: 30, source: assumed}", "staff: {amount: 30}", "costs.staff.source: is"),
        ("staff: {", "stuff: {", "costs.stuff"),
        (
            "place: online",
            "place: online\nplaice: online",
            "there is no 'plaice'; did you mean 'place'?",
        ),
        ("about: ", "about: [", "quiz-night.yaml"),
    ],
)
def test_a_bad_file_is_told_in_one_line(old: str, new: str, told: str, tmp_path: Path) -> None:
    assert old in GOOD
    file = tmp_path / "quiz-night.yaml"
    file.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(InputError) as found:
        read_template(file)
    assert told in str(found.value)
    assert "\n" not in str(found.value)
    assert re.match(rf"{re.escape(str(file))}:\d+", str(found.value))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("72-hour stock", "stock-up-72h"), ("双11", "double-eleven"), ("健身打卡", "fitness-21"),
        ("recipes contest", "recipe-contest"), ("Experience day STORE", "store-experience-day"),
        ("线上线下联动", "joint-online-offline"), ("expert live", "expert-live"),
        ("新人", "newcomers-week"),
    ],
)  # fmt: skip
def test_words_of_either_language_find(words: str, first: str) -> None:
    assert next(iter(templates(words))) == first


def test_kinds_and_places_find_and_nonsense_does_not() -> None:
    assert set(templates("offline")) == set(templates("线下聚会")) | set(templates("joint"))
    assert list(templates()) == list(NAMES)
    assert templates("quantum 钢琴") == {}


def test_described_it_has_all() -> None:
    told = described("tasting", template("tasting"))
    assert {"name", "cost", "title", "title_zh", "type", "phases", "costs", "audience",
            "targets"} <= set(told)  # fmt: skip
    assert told["cost"] == pytest.approx(200 + 100 + 100 + 100 + 50 * 2 + 3 * 15 + 20)
    assert set(LINES) >= set(told["costs"])
