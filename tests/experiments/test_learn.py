"""A trial's result updates the lever that it tested, nothing else, and no more than it tells."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import forerun as fr
from calibration.experiments import Asked, Learned, learn
from calibration.experiments.simulate import Tried, count
from forerun.learned import Taught
from scenarios import behaviour_file
from sim.behaviour.preset import independent
from tests.experiments import made

ASKED = Asked(outcome="visited", days=made.DAYS)
WORLDS = 32


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Learned:
    """A trial that finds about what the prior allows."""
    folder = tmp_path_factory.mktemp("trial")
    return _learned(folder, made.table(folder, 0.7, 0.74, 5000))


def _learned(folder: Path, trial: Path, asked: Asked = ASKED) -> Learned:
    return learn(made.scenario(folder), trial, asked, worlds=WORLDS)


def test_a_planted_pull_is_found(tmp_path: Path) -> None:
    """Rewards pull two deviations more than the prior thinks; a large trial tells so."""
    tested = made.scenario(tmp_path)
    prior, sd = tested.behaviour.values["reward_pull"], tested.behaviour.spread("reward_pull")
    planted = prior + 2 * sd
    trial = made.table(tmp_path, *made.shares(tested, "points", 77, reward_pull=planted), 20_000)
    found = learn(tested, trial, ASKED, worlds=WORLDS)
    assert "reward_pull" in found.names
    told = found.after[:, found.names.index("reward_pull")]
    assert told.mean() > prior + 0.7 * sd
    assert told.std() < 0.8 * sd
    assert abs(told.mean() - planted) < 2.5 * told.std()
    effect = found.trial.effects[0].estimate
    # Before, the effect was a surprise; now it is expected.
    before, after = found.expected[:, 0], found.fitted[:, 0]
    assert abs(after.mean() - effect) < 0.5 * abs(before.mean() - effect)


@pytest.mark.slow
def test_register_and_file_show_prior_and_what_the_trial_made_of_it(
    first: Learned, tmp_path: Path
) -> None:
    """Source by the file's name; draws that a run takes; the mean as value; no path."""
    folder = Taught(first.scenario, first).save(tmp_path / "out")
    again = made.scenario(tmp_path).with_behaviour(folder / "behaviour.json")
    before = {row["name"]: row for row in fr.assumptions(made.scenario(tmp_path)).to_dicts()}
    after = {row["name"]: row for row in fr.assumptions(again).to_dicts()}
    changed = [name for name in after if after[name]["value"] != before[name]["value"]]
    assert changed == [name for name in after if name in first.names]
    row, was = after["reward_pull"], before["reward_pull"]
    assert (row["grade"], row["source"]) == ("measured", "trial trial.csv: visited, 14 days")
    assert row["prior"] == [was["value"], was["spread"]]
    assert was["prior"] is None
    drawn = np.array([again.behaviour.draw(seed).values["reward_pull"] for seed in range(400)])
    told = first.after[:, first.names.index("reward_pull")]
    assert row["value"] == pytest.approx(told.mean())
    assert drawn.std() == pytest.approx(told.std(), rel=0.15)
    for lang, told in (("en", "14 days; before: 0.25 ± 0.1"), ("zh", "14 days；此前：0.25 ± 0.1")):
        page = fr.report(folder, tmp_path / f"{lang}.html", lang).read_text(encoding="utf-8")
        assert f"trial trial.csv: visited, {told}" in page
    for path in folder.iterdir():
        assert b"/trial.csv" not in path.read_bytes(), path.name


@pytest.mark.slow
def test_a_second_trial_goes_on_from_the_first(tmp_path: Path) -> None:
    """What was taught is the next prior; the register keeps the one before any trial."""
    first = _learned(tmp_path, made.table(tmp_path, 0.7, 0.76, 4000))
    second = learn(first.scenario, made.table(tmp_path, 0.7, 0.76, 40_000), ASKED, worlds=WORLDS)
    assert second.behaviour.priors["reward_pull"] == first.behaviour.priors["reward_pull"]
    sds = [one.after[:, one.names.index("reward_pull")].std() for one in (first, second)]
    assert sds[1] < sds[0]
    assert second.before[:, second.names.index("reward_pull")].std() == pytest.approx(
        sds[0], rel=0.2
    )


@pytest.mark.slow
def test_a_trial_that_finds_what_was_expected_moves_nothing(tmp_path: Path) -> None:
    """It only narrows; and one that finds nothing pulls towards nothing, not beyond."""
    tested = made.scenario(tmp_path)
    same = made.shares(tested, "points", 5)
    usual = learn(tested, made.table(tmp_path, *same, 3000), ASKED, worlds=WORLDS)
    k = usual.names.index("reward_pull")
    sd = usual.before[:, k].std()
    drawn = tested.behaviour.draw(5).values["reward_pull"]
    towards = drawn - usual.before[:, k].mean()
    moved = usual.after[:, k].mean() - usual.before[:, k].mean()
    assert abs(moved - towards) < abs(towards) + 0.5 * sd
    nothing = learn(tested, made.table(tmp_path, 0.7, 0.7, 3000), ASKED, worlds=WORLDS)
    k = nothing.names.index("reward_pull")
    assert nothing.after[:, k].mean() < nothing.before[:, k].mean()
    assert nothing.after[:, k].min() >= 0
    assert any("no clear difference" in note.en for note in nothing.reading.notes)


@pytest.mark.slow
def test_what_cannot_be_believed_is_doubted_aloud(first: Learned, tmp_path: Path) -> None:
    """An effect beyond the prior's range, and a control that is another community's."""
    found = _learned(tmp_path, made.table(tmp_path, 0.1, 0.4, 5000))
    told = " ".join(doubt.en for doubt in found.doubts)
    assert "outside the prior's range" in told
    assert "The control's mean is 0.1 in the trial" in told
    assert all(any("\u4e00" <= c <= "\u9fff" for c in doubt.zh) for doubt in found.doubts)
    assert not first.doubts


def test_an_audience_has_its_own_arm(tmp_path: Path) -> None:
    """A segment, and a named audience whose members come more often than all do."""
    tested = made.scenario(tmp_path)
    among = (None, "makers", "recent")
    plans = tuple(tested.plan(name) for name in ("status-quo", "points"))
    spec = tested.spec(horizon_days=made.DAYS)
    world = count(Tried(spec, plans, "visited", among, tested.audiences, 3))
    everybody, makers, recent = world.sizes
    assert makers == pytest.approx(0.6 * everybody, rel=0.1)
    assert recent < everybody
    levels = world.sums / world.sizes
    # All who come in the window but did not before are outside; so those inside come oftener.
    assert levels[0, 2] > levels[0, 0] + 0.05
    assert (world.sums[1] > world.sums[0]).all()


@pytest.mark.slow
def test_audiences_that_overlap_are_refused(tmp_path: Path) -> None:
    """The same members would count twice."""
    trial = tmp_path / "trial.csv"
    trial.write_text(
        "audience,lift,se\nmakers,0.1,0.02\nrecent,0.1,0.02\n".replace("lift", "lever,lift")
        .replace("makers,", "makers,points,").replace("recent,", "recent,points,"),
        encoding="utf-8",
    )  # fmt: skip
    with pytest.raises(fr.InputError, match="audiences overlap"):
        learn(made.scenario(tmp_path), trial, ASKED, worlds=WORLDS)


@pytest.mark.slow
def test_what_was_taught_goes_on(first: Learned, tmp_path: Path) -> None:
    """Through a file that another preset's scenario names, and through a later fit."""
    meta = {"preset": "shop", "fitted_on": {"members": 50}}
    behaviour_file.write(tmp_path / "earlier.json", first.behaviour, meta)
    first.write(tmp_path / "again.json", tmp_path / "earlier.json")
    again = behaviour_file.read(tmp_path / "again.json")
    assert again.values == first.behaviour.values
    assert again.posterior == first.behaviour.posterior
    assert behaviour_file.fitted_on(tmp_path / "again.json") == {"members": 50}
    for name in ("visit_base", "reward_pull", "status_pull"):
        assert again.deviation(name) == first.behaviour.deviation(name)
    worlds = [{"visit_base": -2.0}, {"visit_base": -1.0}]
    both = independent(again.taught, worlds)
    assert [draw["visit_base"] for draw in both[:4]] == [-2.0, -1.0, -2.0, -1.0]
    assert [draw["reward_pull"] for draw in both] == [
        draw["reward_pull"] for draw in first.behaviour.posterior
    ]


@pytest.mark.slow
def test_two_arms_and_a_segment_teach_together(tmp_path: Path) -> None:
    """Arms mapped onto plans, by segment: four effects, one lever, less doubt than by one."""
    trial = tmp_path / "trial.csv"
    rows = [f"{who},{arm},4000,{share}" for who in ("makers", "browsers")
            for arm, share in (("nothing", 0.7), ("P", 0.74), ("B", 0.745))]  # fmt: skip
    trial.write_text("segment,arm,size,share\n" + "\n".join(rows), encoding="utf-8")
    arms = {"P": "points", "B": "both"}
    asked = Asked("visited", made.DAYS, control="nothing", arms=arms)
    found = learn(made.scenario(tmp_path), trial, asked, worlds=48)
    assert [(one.arm, one.audience) for one in found.trial.effects] == [
        ("P", "makers"), ("B", "makers"), ("P", "browsers"), ("B", "browsers"),
    ]  # fmt: skip
    alone = _learned(tmp_path, made.table(tmp_path, 0.7, 0.74, 4000))
    k, j = found.names.index("reward_pull"), alone.names.index("reward_pull")
    assert found.after[:, k].std() < alone.after[:, j].std()


@pytest.mark.parametrize(
    ("rows", "asked", "told"),
    [
        ("points", Asked("visited", 14, audience="nobody"), "no segment and no audience 'nobody'"),
        ("points", Asked("orders", 14, audience="recent"), "kept by segment alone"),
        ("mail", ASKED, "which plan had arm 'mail'? 1 treated arm and 2 plans"),
        ("mail", Asked("visited", 14, arms={"mail": "no"}), "no plan 'no'"),
        ("mail", Asked("visited", 14, arms={"post": "both"}), "no arm 'post'"),
        ("mail", Asked("visited", 14, arms={"mail": "status-quo"}), "differ in nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_simulated_is_told(
    tmp_path: Path, rows: str, asked: Asked | None, told: str
) -> None:
    """In one line, before anything is simulated."""
    trial = tmp_path / "trial.csv"
    trial.write_text(
        f"arm,size,mean,sd,share\ncontrol,900,0.5,0.5,0.5\n{rows},900,0.6,0.5,0.6\n", "utf-8"
    )
    with pytest.raises(fr.InputError) as caught:
        learn(made.scenario(tmp_path), trial, asked, worlds=WORLDS)
    assert told in str(caught.value)


def test_what_is_known_for_sure_learns_nothing(tmp_path: Path) -> None:
    """Points act through values given by hand; with a deviation one of them can be taught."""
    from sim.behaviour.register import PARAMETERS

    tested = made.scenario(tmp_path)
    sure = tested.behaviour.updated(
        {p.name: tested.behaviour.values[p.name] for p in PARAMETERS}, "assumed", "by hand"
    )
    trial = made.table(tmp_path, 0.7, 0.76, 5000)
    with pytest.raises(fr.InputError, match="nothing to learn"):
        learn(tested.with_behaviour(sure), trial, ASKED, worlds=WORLDS)


@pytest.mark.slow
def test_no_member_is_written(forerun: object, tmp_path: Path) -> None:
    """A table by member names people; nothing that is written or printed does."""
    assert callable(forerun)
    made.scenario(tmp_path)
    people = [f"eve{k}@example.com" for k in range(400)]
    rows = [f"{who},{('control', 'points')[k % 2]},{int(k % 5 < 2 + k % 2)}"
            for k, who in enumerate(people)]  # fmt: skip
    Path("trial.csv").write_text("member,arm,visited\n" + "\n".join(rows), encoding="utf-8")
    ended = forerun(
        "learn", "tiny.yaml", "trial.csv", "--days", "14", "--worlds", "24", "--workers", "1",
        "--json",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    assert ended.facts["effects"][0]["plan"] == "points"
    written = [path.read_bytes() for path in Path("runs").rglob("*") if path.is_file()]
    assert written
    for text in [ended.out.encode(), ended.err.encode(), *written]:
        assert b"example.com" not in text


@pytest.mark.slow
def test_any_number_of_workers_learns_the_same(tmp_path: Path) -> None:
    """To the bit."""
    trial = made.table(tmp_path, 0.7, 0.76, 5000)
    one, two = (
        learn(made.scenario(tmp_path), trial, ASKED, worlds=WORLDS, workers=workers).as_json()
        for workers in (1, 2)
    )
    assert json.dumps(one) == json.dumps(two)


@pytest.mark.slow
def test_intervals_hold_what_was_planted(tmp_path: Path) -> None:
    """Truths drawn from the prior, trials with chance of their own: 90 % intervals hold most.

    Of 12 truths 9 or more are held with a probability of 97 % if each is with 90 %.
    """
    tested = made.scenario(tmp_path)
    rng, held = np.random.default_rng(3), 0
    for seed in range(100, 112):
        truth = tested.behaviour.draw(seed).values["reward_pull"]
        without, treated = rng.binomial(3000, made.shares(tested, "points", seed)) / 3000
        found = learn(tested, made.table(tmp_path, without, treated, 3000), ASKED, worlds=WORLDS)
        told = found.after[:, found.names.index("reward_pull")]
        low, high = np.quantile(told, [0.05, 0.95])
        held += low <= truth <= high
    assert held >= 9
