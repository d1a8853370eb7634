"""``templates``: listed and looked for in two languages."""

from __future__ import annotations

from scenarios.template import template_names
from tests.cli.conftest import Forerun


def test_all_are_listed_in_both_languages(forerun: Forerun) -> None:
    for words, told in (((), "72-hour stock-up"), (("--lang", "zh"), "72小时囤货")):
        ended = forerun("templates", *words)
        assert ended.code == 0, ended.err
        assert told in ended.out
        assert all(name in ended.out for name in template_names())


def test_words_of_either_language_find(forerun: Forerun) -> None:
    for words in (("wine", "tasting"), ("品鉴会",)):
        ended = forerun("templates", *words, "--json")
        first = ended.facts["templates"][0]
        assert (first["name"], first["cost"]) == ("tasting", 665.0)
    told = forerun("templates", "tasting")
    assert "- event: {template: tasting, from_day: 30}" in told.err


def test_nothing_found_is_said(forerun: Forerun) -> None:
    ended = forerun("templates", "quantum")
    assert (ended.code, ended.out) == (0, "")
    assert "forerun templates lists all" in ended.err
    assert forerun("templates", "quantum", "--json").facts == {"templates": []}
    assert "没有相符的模板" in forerun("templates", "quantum", "--lang", "zh").err
