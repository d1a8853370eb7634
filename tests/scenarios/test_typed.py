"""Marks of a Chinese keyboard, and tabs, in a scenario file: the error says what to write."""

from __future__ import annotations

import pytest

from scenarios.loader import parse
from sim.errors import InputError

SLIPS = {
    "a colon at the root": ("name：x\nstart: 2025-01-06\n", "full-width colon"),
    "only a colon": ("name：x", "full-width colon"),
    "a colon below": ("name: x\ncommunity:\n  members： 300\n", "full-width colon"),
    "a colon among others": ("name: x\nhorizon_days：60\ncurrency: USD\n", "full-width colon"),
    "a colon in braces": ("name: x\ncommunity: {members：300}\n", "full-width colon"),
    "a colon in a list": ("name: x\nplans:\n a:\n  strategies:\n   - points：{unlock: 1}\n",
                          "full-width colon"),
    "a Chinese key": ("name: x\nplans:\n  现状：{}\n", "full-width colon"),
    "a comma": ("name: x\nmeasures: [posts，cost]\n", "full-width comma"),
    "a comma in braces": ("name: x\ncommunity: {members: 300， arrivals: {}}\n",
                          "full-width comma"),
    "a space": ("name: x\ncommunity:\n\u3000members: 300\n", "full-width space"),
    "a tab": ("name: x\ncommunity:\n\tmembers: 300\n", "tab"),
    "a quote": ("name: x\ncurrency: “USD”\n", "quote"),
    "a bracket": ("name: x\nmeasures: ［posts］\n", "full-width bracket"),
    "a dash": ("name: x\nplans:\n  a:\n    strategies:\n    － points: {}\n", "full-width dash"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_typing_gets_a_hint(slip: str) -> None:
    text, hint = SLIPS[slip]
    with pytest.raises(InputError) as caught:
        parse(text)
    assert hint in caught.value.message
    assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.message.split("Hint: ")[1])


def test_full_width_marks_in_prose_are_no_slip() -> None:
    story = "我们想知道：新成员，会不会“回来”？"
    assert parse(f"name: x\nstory: {story}\ncommunity: {{members: 9}}\n").story == story
    with pytest.raises(InputError) as caught:
        parse(f"name: x\nstory: {story}\nhorizon_days: 0\n")
    assert "Hint" not in caught.value.message


@pytest.mark.parametrize("text", ["root:x:0:0:root\nbin:x:1:secret\n", "secret", "- secret\n"])
def test_a_text_that_is_no_scenario_is_not_echoed(text: str) -> None:
    with pytest.raises(InputError, match="is not a scenario") as caught:
        parse(text)
    assert "secret" not in str(caught.value)
    assert "root" not in str(caught.value)
