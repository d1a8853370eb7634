"""Rules are read as they are meant, and what is no rule is told in one line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.community import Community
from sim.errors import InputError
from sim.facts import CATALOGUE, Facts, catalogue
from sim.spec import Attribute
from strategies.audiences.rule import condition, number
from tests.communities import community

SPEC = replace(
    community(300, 20, values={"invite_rate": 0.05}),
    deeds=True,
    segments=("cars", "food"),
    segment_shares=(0.7, 0.3),
    attributes=(Attribute("region", ("north", "south"), (0.4, 0.6)),),
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    lived = Community(SPEC, 3)
    lived.live(SPEC.days)
    return lived.facts()


def third(facts: Facts) -> np.ndarray:
    return np.arange(len(facts.identity)) % 3 == 0


def holds(text: str, facts: Facts) -> np.ndarray:
    known = {"some": third(facts)}
    return condition(text, catalogue(SPEC.attributes), known.keys())(facts, known)


def test_facts_are_those_of_the_record(facts: Facts) -> None:
    members = facts.members
    assert np.array_equal(facts["days_since_joining"], facts.day - members["join_day"])
    assert np.array_equal(facts["days_since_visit"], facts.day - members["last_visit"])
    assert set(facts["segment"]) == {"cars", "food"}
    assert set(facts["region"]) == {"north", "south"}
    north = (facts.columns.attributes[facts.rows] & 15) == 0
    assert np.array_equal(facts["region"] == "north", north)
    assert facts["referred"].sum() == (facts.columns.inviter[facts.rows] >= 0).sum()
    for name in CATALOGUE:
        assert len(facts[name]) == len(members), name


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("visits >= 3 and ties < 8", lambda f: (f["visits"] >= 3) & (f["ties"] < 8)),
        ("visits >= 3 or ties < 2 and some",
         lambda f: (f["visits"] >= 3) | (f["ties"] < 2) & third(f)),
        ("not (visits > 1)", lambda f: f["visits"] <= 1),
        ("2 < visits <= 5", lambda f: (f["visits"] > 2) & (f["visits"] <= 5)),
        ("visits / ties > 1.5", lambda f: f["visits"] > 1.5 * f["ties"]),
        ("-visits + 2 * ties >= 0", lambda f: 2 * f["ties"] >= f["visits"]),
        ("segment == 'food' and region != 'north'",
         lambda f: (f["segment"] == "food") & (f["region"] == "south")),
        ("some", lambda f: third(f)),
        ("1 < 2", lambda f: np.ones(len(f["ties"]), bool)),
    ],
)  # fmt: skip
def test_a_rule_means_what_it_says(text: str, same, facts: Facts) -> None:  # type: ignore[no-untyped-def]
    with np.errstate(all="ignore"):
        found = holds(text, facts)
        assert np.array_equal(found, same(facts))
    assert found.dtype == np.bool_


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("visit > 3", "did you mean 'visits'"),
        ("visits", "is a number; compare it"),
        ("visits > ", "is no rule"),
        ("visits = 3", "is no rule"),
        ("", "is no rule"),
        ("segment > 'food'", "names with == !="),
        ("segment == 3", "names with == !="),
        ("segment + 1 > 2", "where a number is needed"),
        ("some > 1", "compares yes or no"),
        ("visits and some", "where yes or no is needed"),
        ("visits > 1 if some else some", "is not allowed in a rule"),
        ("__import__('os').system('true')", "is not allowed in a rule"),
        ("(lambda: 1)()", "is not allowed in a rule"),
        ("visits.real > 1", "is not allowed in a rule"),
        ("visits ** 99 > 1", "is not allowed in a rule"),
        ("visits in (1, 2)", "is not allowed in a rule"),
        ("visits is 1", "numbers compare with"),
        ("visits > True", "is not allowed in a rule"),
        ("visits > 1j", "is not allowed in a rule"),
        ("visits > 1 " + "and some " * 60, "at most 500"),
        ("not " * 100 + "some", "inside each other"),
        ("(" * 240 + "some" + ")" * 240, "is no rule"),
        ("trait > 0", "there is no fact"),
    ],
)
def test_what_is_no_rule_is_told_in_a_line(text: str, word: str, facts: Facts) -> None:
    with pytest.raises(InputError, match="(?s)" + word.replace("(", r"\(")) as caught:
        holds(text, facts)
    assert "\n" not in caught.value.message


def test_members_are_ranked_by_numbers_only() -> None:
    assert number("visits + posts", CATALOGUE, set())
    for text in ("segment", "visits > 1"):
        with pytest.raises(InputError, match="ranked by a number"):
            number(text, CATALOGUE, set())


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_is_told(text: str) -> None:
    told = ""
    try:
        condition(text, CATALOGUE, set())
    except InputError as error:
        told = error.message
    assert "\n" not in told
