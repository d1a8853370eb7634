"""Trials as they are written down: three forms, one effect; what is wrong is told in a line."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from calibration.experiments import Asked, Trial, read_trial
from sim.errors import InputError
from tests.calibration.logs import real_data

DAYS = Asked(outcome="visited", days=14)


def _read(folder: Path, text: str, asked: Asked = DAYS, encoding: str = "utf-8") -> Trial:
    path = folder / "trial.csv"
    path.write_bytes(text.encode(encoding))
    return read_trial(path, asked)[0]


def _members(arms: dict[str, tuple[int, int]]) -> str:
    rows = [f"{arm},{int(k < did)}" for arm, (did, size) in arms.items() for k in range(size)]
    return "arm,visited\n" + "\n".join(rows) + "\n"


def test_three_forms_give_one_effect(tmp_path: Path) -> None:
    """30 of 100 against 45 of 100: the odds ratio with Woolf's error."""
    odds = math.log(45 / 55) - math.log(30 / 70)
    error = math.sqrt(1 / 45 + 1 / 55 + 1 / 30 + 1 / 70)
    by_member = _read(tmp_path, _members({"control": (30, 100), "mail": (45, 100)}))
    by_arm = _read(tmp_path, "arm,n,successes\ncontrol,100,30\nmail,100,45\n")
    shares = _read(tmp_path, "group,users,rate\ncontrol,100,30%\nmail,100,45%\n")
    for trial in (by_arm, shares):
        assert trial.effects[0].estimate == pytest.approx(odds)
        assert math.sqrt(trial.effects[0].variance) == pytest.approx(error)
    # A spread that is estimated from rows has n - 1 below.
    assert by_member.effects[0].estimate == pytest.approx(odds)
    assert math.sqrt(by_member.effects[0].variance) == pytest.approx(error, rel=0.01)
    assert (by_arm.source, by_arm.days, by_arm.effects[0].level) == ("trial.csv", 14, 0.3)


def test_effects_are_read_as_they_say(tmp_path: Path) -> None:
    """A relative change, and a difference of shares beside the control's."""
    lift = _read(tmp_path, "lever,window,lift,se\nmail,7,+50%,10%\n", Asked(outcome="visited"))
    assert (lift.days, lift.effects[0].scale) == (7, "ratio")
    assert lift.effects[0].estimate == pytest.approx(math.log(1.5))
    assert lift.effects[0].variance == pytest.approx((0.1 / 1.5) ** 2)
    apart = _read(tmp_path, "lever,difference,se,control\nmail,0.15,0.03,0.3\n")
    assert apart.effects[0].scale == "odds"
    assert apart.effects[0].estimate == pytest.approx(math.log(45 / 55 * 70 / 30))
    assert math.sqrt(apart.effects[0].variance) == pytest.approx(0.03 / (0.45 * 0.55))


def test_arms_err_with_their_control(tmp_path: Path) -> None:
    """Two treated arms among two audiences: the control's error is shared within an audience."""
    trial = _read(
        tmp_path,
        "audience,arm,size,share\nnew,control,100,0.3\nnew,a1,100,0.4\nnew,a2,100,0.5\n"
        "old,control,100,0.3\nold,a1,100,0.4\n",
    )
    assert [(one.audience, one.arm) for one in trial.effects] == [
        ("new", "a1"), ("new", "a2"), ("old", "a1"),
    ]  # fmt: skip
    covariance = trial.covariance
    assert covariance[0, 1] == covariance[1, 0] == pytest.approx(1 / 30 + 1 / 70)
    assert covariance[0, 2] == covariance[1, 2] == 0
    assert np.linalg.eigvalsh(covariance).min() > 0


def test_it_is_read_as_people_write_it(tmp_path: Path) -> None:
    """Chinese headings in GB18030, semicolons with decimal commas, an amount with its spread."""
    chinese = _read(
        tmp_path, "组别,人数,转化率\n对照组,200,12%\n积分,200,18%\n", encoding="gb18030"
    )
    assert (chinese.effects[0].arm, chinese.effects[0].level) == ("积分", 0.12)
    amounts = Asked(outcome="spend", days=14)
    spend = _read(tmp_path, "arm;n;mean;sd\ncontrol;400;1,5;3\nmail;400;1,8;3,2\n", amounts)
    assert spend.effects[0].estimate == pytest.approx(math.log(1.8 / 1.5))
    assert spend.effects[0].variance == pytest.approx((3 / 20 / 1.5) ** 2 + (3.2 / 20 / 1.8) ** 2)


def test_the_hillstrom_trial_is_read() -> None:
    """Visits within two weeks: 10.6 % without a message, 18.3 % and 15.1 % with one (M101)."""
    trial, reading = read_trial(
        real_data("hillstrom") / "customers.csv.gz",
        Asked(outcome="visited", days=14, columns={"arm": "segment"}),
    )
    treated = {
        one.arm: 1 / (1 + math.exp(-one.estimate - math.log(one.level / (1 - one.level))))
        for one in trial.effects
        if one.level is not None
    }
    assert trial.effects[0].control == "No E-Mail"
    assert trial.effects[0].level == pytest.approx(0.106, abs=0.0005)
    assert treated["Mens E-Mail"] == pytest.approx(0.183, abs=0.0005)
    assert treated["Womens E-Mail"] == pytest.approx(0.151, abs=0.0005)
    assert reading.rows == 64000


ARMS = "arm,size,share\ncontrol,100,0.3\nmail,100,0.4\n"


@pytest.mark.parametrize(
    ("text", "asked", "told"),
    [
        ("arm,visit,spend\ncontrol,1,2\n", Asked(days=14), "'visit', 'spend' may be it"),
        ("x,y\n1,2\n", DAYS, "no trial: it needs arm and outcome"),
        (ARMS, Asked(days=14), "what was counted is not told"),
        (ARMS, Asked(outcome="visited"), "how long it ran is not told"),
        (ARMS, Asked(outcome="seen", days=14), "no outcome 'seen'; there are visited"),
        (ARMS, Asked(outcome="posts", days=14), "needs the spread of members"),
        (ARMS.replace("control", "A"), DAYS, "no arm is the control: there are 'A', 'mail'"),
        (ARMS + "holdout,100,0.3\n", DAYS, "more than one arm looks like the control"),
        (ARMS, Asked(outcome="visited", days=14, control="B"), "no arm 'B'; there are"),
        (ARMS + "mail,50,0.4\n", DAYS, "arm 'mail' comes twice"),
        ("arm,size,share\nmail,100,0.3\n", DAYS, "one arm, 'mail': an effect needs a control"),
        (ARMS.replace("mail,100", "mail,10"), DAYS, "at least 20 are needed"),
        (ARMS.replace("0.4", "0.01"), DAYS, "1 of 100 did it; at least 5"),
        (ARMS.replace("0.4", "40"), DAYS, "40 is no share"),
        (ARMS.replace("0.4", "many"), DAYS, "a text of 4 characters is no number"),
        (ARMS.replace("0.4", ""), DAYS, "empty; every row needs one"),
        ("arm,size,share,window\ncontrol,100,.3,7\nm,100,.4,9\n", Asked("visited"), "7 to 9 days"),
        ("arm,size,mean,sd\ncontrol,100,1,0\nm,100,2,0\n", Asked("spend", 14), "error of 0"),
        ("arm,size,mean,sd\ncontrol,100,0,1\nm,100,2,1\n", Asked("spend", 14), "must be above 0"),
        ("lever,estimate,se\nm,0.1,0.02\n", DAYS, "what an estimate is, is not told"),
        ("lever,lift,se\nm,0.1,0\n", DAYS, "0 is no standard error"),
        ("lever,lift,se\nm,-1.5,0.1\n", DAYS, "would leave nothing, or less"),
        ("lever,lift,se\nm,0.1,1e200\n", DAYS, "is no number"),
        ("lever,lift,se\nm,0.1,1e9\n", DAYS, "tells nothing"),
        ("lever,difference,se,control\nm,0.5,0.1,1e-320\n", DAYS, "tells nothing"),
        ("arm,size,mean,sd\ncontrol,100,1,1e300\nm,100,2,1\n", Asked("spend", 14), "no number"),
        ('arm,size,share\n"co"n,100,0.3\n', DAYS, "quotes stand within fields"),
        ("lever,difference,se\nm,0.1,0.1\n", DAYS, "needs the control's mean"),
        ("lever,lift,se\nm,0.1,0.1\nm,0.2,0.1\n", DAYS, "come twice; pool them"),
        ("arm,visited\ncontrol,0\ncontrol,3.5\n", DAYS, "3.5' is neither 0 nor 1"),
        ("arm,spend\ncontrol,0\ncontrol,-3\n", Asked("spend", 14), "'-3.0' is negative"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_line(
    tmp_path: Path, text: str, asked: Asked, told: str
) -> None:
    """Each names the file."""
    with pytest.raises(InputError, match=r"trial\.csv|no outcome") as caught:
        _read(tmp_path, text, asked)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_bad_cell_is_not_quoted_where_it_may_name_somebody(tmp_path: Path) -> None:
    """Fields have slipped, and an address stands where a number should."""
    with pytest.raises(InputError) as caught:
        _read(tmp_path, "arm,size,share\ncontrol,100,eve@example.com\nmail,100,0.4\n")
    assert "eve" not in str(caught.value)
    assert caught.value.line == 2


def test_sizes_may_have_parted_thousands(tmp_path: Path) -> None:
    path = tmp_path / "trial.csv"
    path.write_text('arm,size,share\ncontrol,"1,000",12 %\nmail,"1,000",0.14\n')
    (effect,) = read_trial(path, DAYS)[0].effects
    assert effect.level == 0.12
    assert effect.variance == pytest.approx(1 / (120 * 0.88) + 1 / (140 * 0.86))
