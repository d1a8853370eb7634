from __future__ import annotations

import numpy as np
import pytest

from planning.proposals.candidates import anywhere, around, best_of, plainer
from planning.proposals.space import Space
from planning.proposals.surrogate import log_expected
from tests.planning.test_study import dimension

SPACE = Space(
    (
        dimension("a.budget", high=300.0, current=100.0),
        dimension("a.rate", high=10.0, step=0.5, current=2.0),
        dimension("b.budget", high=300.0, current=100.0),
        dimension("b.price", low=1.0, high=100.0, log=True, current=10.0),
        dimension("c.push", current=0.2),
    )
)


def test_values_come_back() -> None:
    values = {"a.budget": 60.0, "a.rate": 2.5, "b.budget": 90.0, "b.price": 10.0, "c.push": 0.25}
    (point,) = SPACE.points([values])
    assert point == pytest.approx([0.2, 0.25, 0.3, 0.5, 0.25])
    assert SPACE.values(point) == pytest.approx(values)


def test_plans_that_do_the_same_look_the_same() -> None:
    over = {"a.budget": 300.0, "a.rate": 2.0, "b.budget": 300.0, "b.price": 10.0, "c.push": 0.0}
    half = {**over, "a.budget": 150.0, "b.budget": 150.0}
    idle = {**half, "b.budget": 0.0, "b.price": 10.0}
    other = {**idle, "a.rate": 2.0, "b.price": 77.0}
    points = SPACE.points([over, half, idle, other])
    assert (points[0] == points[1]).all()
    assert (points[2] == points[3]).all()
    assert not (points[1] == points[2]).all()


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_proposed_can_be_run(seed: int) -> None:
    rng = np.random.default_rng(seed)
    leader = anywhere(SPACE, rng, 1)[0]
    for points in (
        anywhere(SPACE, rng, 200),
        around(SPACE, rng, leader, np.ones(5), 0.8, 200),
        plainer(SPACE, leader),
    ):
        assert (points[:, SPACE.money].sum(axis=1) <= 1.0).all()
        assert ((points >= 0) & (points <= 1)).all()
        for point in points:
            values = SPACE.values(point)
            assert values["a.budget"] + values["b.budget"] <= 300.0 + 1e-9
            assert (values["a.rate"] / 0.5).is_integer()
            assert SPACE.points([values])[0] == pytest.approx(point, abs=1e-9)


def test_money_that_is_all_spent_stays_so_when_it_moves() -> None:
    leader = SPACE.points([{"a.budget": 200.0, "a.rate": 2.0, "b.budget": 100.0, "b.price": 10.0,
                            "c.push": 0.1}])[0]  # fmt: skip
    near = around(SPACE, np.random.default_rng(0), leader, np.ones(5), 0.5, 300)
    spent = near[:, SPACE.money].sum(axis=1)
    assert (spent > 0.99).all()
    assert np.ptp(near[:, 0]) > 0.1


def test_each_lever_is_tried_without_and_its_money_given_on() -> None:
    leader = SPACE.points([{"a.budget": 200.0, "a.rate": 2.0, "b.budget": 100.0, "b.price": 10.0,
                            "c.push": 0.1}])[0]  # fmt: skip
    tried = {tuple(point) for point in plainer(SPACE, leader)}
    assert any(point[0] == 0 and point[2] > 0.99 for point in tried)
    assert any(point[0] == 0 and point[2] < 0.4 for point in tried)
    assert any(point[4] == 0 and point[0] > 0 for point in tried)


def test_the_best_of_some_points_is_climbed_to() -> None:
    rng = np.random.default_rng(3)
    goal = SPACE.points([{"a.budget": 120.0, "a.rate": 4.0, "b.budget": 150.0, "b.price": 30.0,
                          "c.push": 0.6}])[0]  # fmt: skip
    found = best_of(
        SPACE, rng, anywhere(SPACE, rng, 100), lambda p: -((p - goal) ** 2).sum(axis=1),
        np.empty((0, 5)), 0.8,
    )  # fmt: skip
    assert np.abs(found - goal).max() < 0.06
    again = best_of(
        SPACE, rng, np.array([goal]), lambda p: -((p - goal) ** 2).sum(axis=1),
        np.array([goal]), 0.8,
    )  # fmt: skip
    assert (again != goal).any()


def test_what_is_hoped_far_below_is_smooth() -> None:
    z = np.array([-10.001, -9.999, 0.0, 3.0, -40.0])
    found = log_expected(z)
    assert found[0] == pytest.approx(found[1] - 0.02, abs=0.005)
    assert np.exp(found[2]) == pytest.approx(0.3989423)
    assert np.exp(found[3]) == pytest.approx(3.0, abs=1e-3)
    assert -810 < found[4] < -800


def test_a_wide_range_is_looked_at_by_ratios_whatever_its_grid() -> None:
    price = dimension("a.price", low=20.0, high=1000.0, step=1.0, current=100.0)
    space = Space((price, dimension("a.days", low=10.0, high=99.0, current=20.0)))
    points = anywhere(space, np.random.default_rng(0), 4000)
    values = [space.values(point) for point in points]
    assert all(own["a.price"].is_integer() for own in values)
    assert space.points(values) == pytest.approx(points, abs=1e-9)
    # Half of it lies below the root of 20 times 1,000; of less than a decade half the width.
    assert np.median([own["a.price"] for own in values]) == pytest.approx(141, rel=0.1)
    assert np.median([own["a.days"] for own in values]) == pytest.approx(54.5, rel=0.1)
    assert space.values(np.array([1.0, 1.0])) == {"a.price": 1000.0, "a.days": 99.0}
    assert space.values(np.array([0.0, 0.0])) == {"a.price": 20.0, "a.days": 10.0}
