"""``list``: the ready scenarios by case, platform and question, in two languages."""

from __future__ import annotations

from scenarios import library_names
from tests.cli.conftest import Forerun


def test_all_are_listed_in_both_languages(forerun: Forerun) -> None:
    for words, title in (((), "A 21-day fitness check-in"), (("--lang", "zh"), "21天健身打卡")):
        ended = forerun("list", *words)
        assert ended.code == 0, ended.err
        assert title in ended.out
        assert all(name in ended.out for name in library_names())


def test_words_of_either_language_find(forerun: Forerun) -> None:
    for words in (("three", "invitations"), ("邀请3人解锁",)):
        first = forerun("list", *words, "--json").facts["scenarios"][0]
        assert first["name"] == "three-invites"
        assert {"title", "title_zh", "platform", "type", "question", "rows", "claims"} <= {*first}


def test_they_are_found_by_platform_type_and_question(forerun: Forerun) -> None:
    asked = ("--platform", "wechat-group", "--type", "knowledge", "--question", "growth")
    found = forerun("list", *asked, "--json").facts["scenarios"]
    assert [one["name"] for one in found] == ["three-invites"]
    own = forerun("list", "--platform", "own", "--json").facts["scenarios"]
    assert own
    assert all(one["platform"] is None for one in own)


def test_nothing_found_and_a_slip_are_said(forerun: Forerun) -> None:
    ended = forerun("list", "quantum")
    assert (ended.code, ended.out) == (0, "")
    assert "forerun list lists all" in ended.err
    slip = forerun("list", "--platform", "wechat-grup")
    assert slip.code == 2
    assert "did you mean 'wechat-group'?" in slip.err
    assert len(slip.err.splitlines()) == 1
