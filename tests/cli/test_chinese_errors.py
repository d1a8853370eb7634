"""Errors in Chinese: every message of the product has its Chinese, and says the same place."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from forerun.cli.app import main
from forerun.cli.errors_zh import FILE, parted, translated
from tests.cli import tiny
from tests.cli.conftest import Forerun
from tests.cli.test_bad_input import LOGS, SCENARIOS

ROOT = Path(__file__).parent.parent.parent
PRODUCT = ("forerun", "planning", "sim", "scenarios", "strategies", "calibration", "worlds")
RAISERS = {"InputError", "CrowdedError", "_wrong", "fault", "broken", "_broken"}
"""Who takes a message that a user may read."""

CHINESE = re.compile("[\u4e00-\u9fff]")
KNOWN: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))


def template(node: ast.expr) -> str | None:
    """Return a message as it is written, what differs as a number that stands for itself."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(
                part.value if isinstance(part, ast.Constant) else f"<{n}>"
                for n, part in enumerate(parts)
            )
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            texts = template(left), template(right)
            return None if None in texts else "".join(text or "" for text in texts)
    return None


def messages() -> Iterator[tuple[str, str]]:
    """Yield where a message stands, and the message."""
    for folder in PRODUCT:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                checks = name == "ValueError" and folder == "strategies"
                if name not in RAISERS and not checks:
                    continue
                for given in node.args:
                    text = template(given)
                    # A name alone, such as of a field, is no message.
                    if text and (" " in text.strip() or name == "InputError"):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", " ".join(text.split())


def test_every_message_has_its_chinese() -> None:
    found = list(messages())
    assert len(found) > 500
    assert not [
        (place, text)
        for place, text in found
        if re.search("[A-Za-z]{2}", re.sub("<[0-9]+>", "", text))
        and not CHINESE.search(translated(text))
    ]


def test_what_differs_stands_in_both_languages_once() -> None:
    for english, chinese in KNOWN.items():
        assert CHINESE.search(chinese), english
        places = parted(english)[1]
        assert places == tuple(str(n) for n in range(len(places))), english
        assert sorted(parted(chinese)[1]) == sorted(places), english
        assert "".join(parted(english)[0]).count("{") == "".join(parted(chinese)[0]).count("{")


def test_what_a_user_wrote_is_quoted_as_it_was() -> None:
    assert translated("there is no measure 'npz'; did you mean 'nps'?") == (
        "没有指标 'npz'；是否指 'nps'？"
    )
    assert translated("-1 is not allowed; it should be at least 0") == "不允许 -1；应为：至少 0"
    assert translated("it says nothing that anybody translated") == (
        "it says nothing that anybody translated"
    )
    assert translated("{0} is {broken") == "{0} is {broken"


@pytest.mark.parametrize("fault", SCENARIOS)
def test_a_fault_of_a_scenario_is_told_in_chinese(
    fault: str, tmp_path: Path, forerun: Forerun
) -> None:
    (old, new), line, field, _ = SCENARIOS[fault]
    path = tmp_path / "tiny.yaml"
    path.write_text(tiny.SCENARIO.replace(old, new), encoding="utf-8")
    english, chinese = (forerun("check", str(path), *lang) for lang in ((), ("--lang", "zh")))
    assert (english.code, chinese.code) == (2, 2)
    assert chinese.err.startswith(f"错误：{path}:{line}: {field}: ")
    assert len(chinese.err.strip().splitlines()) == 1
    message = chinese.err.strip().removeprefix(f"错误：{path}:{line}: {field}: ")
    assert CHINESE.search(message)
    assert not re.search("(?<!')\\b(is|are|not|allowed|should|there|mean)\\b", message)


@pytest.mark.parametrize("fault", LOGS)
def test_a_fault_of_a_log_is_told_in_chinese(fault: str, tmp_path: Path, forerun: Forerun) -> None:
    content, line, _, _ = LOGS[fault]
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    told = forerun("new", "--history", str(path), "--out", "it", "--lang=zh")
    assert told.code == 2
    assert told.err.startswith(f"错误：{path}{'' if line is None else f':{line}'}: ")
    assert CHINESE.search(told.err.removeprefix("错误："))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "缺少参数"),
        (["rnu"], "没有命令"),
        (["run", "small-forum", "--seds", "3"], "没有选项 --seds"),
        (["run", "small-forum", "--seeds", "many"], "有效的整数"),
        (["run", "small-forum", "--format", "xml"], "不在"),
        (["run", "no-such-scenario"], "no-such-scenario"),
    ],
)
def test_words_that_make_no_command_are_told_in_chinese(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--lang", "zh"]) == 2
    line = capsys.readouterr().err.strip()
    assert line.startswith("错误：")
    assert said in line
    assert CHINESE.search(line.removeprefix("错误："))


def test_machines_read_the_english_and_the_chinese_beside_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["run", "no-such-scenario", "--json", "--lang", "zh"])
    zh = json.loads(capsys.readouterr().out)["error"]
    main(["run", "no-such-scenario", "--json"])
    en = json.loads(capsys.readouterr().out)["error"]
    assert {key: zh[key] for key in en} == en
    assert set(zh) - set(en) == {"message_zh"}
    assert CHINESE.search(zh["message_zh"])
