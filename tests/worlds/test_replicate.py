from __future__ import annotations

from sim.metrics import MEASURES, read_off
from sim.run import live_past, run
from tests.worlds.small import small
from worlds.replicate import WORLDS_KEPT, Replication, Trying, measure, replicate


def trying(seed: int, plan: str = "points", **values: float) -> Trying:
    scenario = small()
    own = {path.replace("__", "."): value for path, value in values.items()}
    return Trying(
        scenario.spec(), scenario.plan("status-quo"), seed, scenario.digest,
        scenario.plan(plan), own, ("posts", "cost", "roi"),
    )  # fmt: skip


def test_a_replicate_is_what_separate_runs_give() -> None:
    scenario = small()
    spec, base, plan = scenario.spec(), scenario.plan("status-quo"), scenario.plan("both")
    world = replicate(Replication(spec, base, (plan, base, base), 5))
    own, baseline = run(spec, plan, 5), run(spec, base, 5)
    assert world.seed == 5
    assert str(world.lived[0].parts) == str(read_off(MEASURES, own, baseline))
    for lived in world.lived[1:]:
        assert str(lived.parts) == str(read_off(MEASURES, baseline, baseline))
    weeks = own.trajectory.weeks_observed
    assert (world.triangles[0] == own.trajectory.triangle[:weeks, :weeks]).all()
    assert world.lived[0].daily[:, 0].tolist() == own.trajectory.daily("active").tolist()


def test_remembered_worlds_change_nothing() -> None:
    seeds = [*range(WORLDS_KEPT + 2), 0, 1]
    found = [measure(trying(seed)) for seed in seeds]
    assert found[-2:] == found[:2]
    assert len({str(values) for values in found[:-2]}) == WORLDS_KEPT + 2
    assert measure(trying(0, points__per_visit=9.0)) != found[0]
    assert measure(trying(0)) == found[0]


def test_a_remembered_past_is_as_good_as_a_new_one() -> None:
    task = trying(3)
    past = live_past(task.spec, 3)
    runs = [run(task.spec, plan, 3, past=past) for plan in (task.plan, task.baseline)]
    assert measure(task) == read_off(task.measures, *runs)
