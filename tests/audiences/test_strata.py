"""A sample by strata: so many of each, the same from week to week, of those who may be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.community import Community
from sim.errors import InputError
from sim.facts import Facts
from sim.observe import recommendations
from sim.offers import Offers
from sim.profiles import Column, Profiles
from strategies.audiences import Arm, Audiences, Strata, check_audiences
from tests.communities import community

PAST = 14
VALUES = {"visit_base": -1.0, "leave_rate": 0.01, "optout_rate": 0.01, "consent_share": 0.6}
PROFILES = Profiles(
    (
        Column("region", np.array(["east", "east", "west"])),
        Column("sex", np.array(["f", "m", "m"])),
    ),
    np.array([0.5, 0.3, 0.2]),
)
AUDIENCES = Audiences(
    {
        "panel": Strata(each=20, strata="region"),
        "old": "days_since_joining >= 3",
        "cross": Strata(each=15, strata=("region", "sex"), of="old"),
        "arm": Arm(share=0.5),
    },
    ("panel", "cross", "arm"),
)  # fmt: skip


@pytest.fixture(scope="module")
def lived() -> Community:
    whole = community(900, 60, values=VALUES, arrivals=3.0)
    start = whole.launch + timedelta(days=PAST)
    spec = replace(whole, start=start, horizon_days=60 - PAST, profiles=PROFILES)
    one = Community(spec, 5)
    one.live(PAST)
    one.offer(Offers(Calendar(start, 60 - PAST), 4, AUDIENCES), PAST)
    one.live(PAST + 7)
    return one


@pytest.fixture(scope="module")
def facts(lived: Community) -> Facts:
    return lived.facts()


def test_so_many_of_each_stratum_and_all_of_a_small_one(facts: Facts) -> None:
    who = AUDIENCES.who(facts)
    for region in ("east", "west"):
        assert (who["panel"] & (facts["region"] == region)).sum() == 20
    cells = {("east", "f"), ("east", "m"), ("west", "m")}
    for region, sex in cells:
        assert (who["cross"] & (facts["region"] == region) & (facts["sex"] == sex)).sum() == 15
    everybody = Audiences({"all": Strata(each=10_000, strata="region")}, ()).who(facts)["all"]
    assert np.array_equal(everybody, facts.here & facts.consented)


def test_who_is_in_it_stays_in_it(lived: Community) -> None:
    before = AUDIENCES.who(lived.facts())["panel"]
    later = lived.copy()
    later.live(PAST + 14)
    after = AUDIENCES.who(later.facts())["panel"][: len(before)]
    here = later.facts().here[: len(before)]
    assert before.sum() == 40
    assert np.array_equal(before & here, before & after)


def test_the_order_of_members_does_not_matter(facts: Facts) -> None:
    identity = facts.identity[AUDIENCES.who(facts)["panel"]]
    region = facts["region"]
    from sim.draws import decision_key, mix64

    lot = mix64(facts.identity ^ decision_key(5, "sample panel", 0))
    for name in ("east", "west"):
        places = np.flatnonzero((region == name) & facts.here & facts.consented)
        chosen = facts.identity[places[np.argsort(lot[places])[:20]]]
        assert set(chosen.tolist()) <= set(identity.tolist())


def test_nobody_without_consent_is_in_an_arm_or_a_sample(facts: Facts) -> None:
    who = AUDIENCES.who(facts)
    assert 0.5 < facts["consented"].mean() < 0.7
    for name in ("panel", "cross", "arm"):
        assert who[name].any()
        assert not (who[name] & (facts["consented"] == 0)).any()


def test_strata_go_by_names() -> None:
    for strata, said in (("ties", "ties is a number"), ("town", "there is no fact 'town'")):
        with pytest.raises(InputError, match=said):
            check_audiences({"panel": Strata(each=5, strata=strata)}, ())


def test_a_survey_answer_is_what_the_survey_of_the_day_counts(lived: Community) -> None:
    """To the member; without consent nobody is asked."""
    answers = lived.facts()["survey_answer"]
    asked = lived.facts()["consented"] == 1
    assert answers[asked].max() > 0
    assert np.all(answers[~asked] == -1)
    counted = np.bincount(answers[answers >= 0], minlength=11)
    assert np.array_equal(counted, recommendations(lived))
