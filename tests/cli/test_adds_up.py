"""Headline, ledger and winner agree with each other when added up by hand."""

from __future__ import annotations

from pathlib import Path

from tests.cli.adding_up import check_folder
from tests.cli.conftest import Forerun

QUICK = ("--seeds", "3", "--workers", "1", "--json")


def test_a_comparison_adds_up(forerun: Forerun) -> None:
    facts = forerun("compare", "tiny.yaml", "--plans", "status-quo,both", *QUICK).facts
    assert facts["strategies"]["both"][0]["owed"] > 0
    check_folder(Path("runs/tiny-compare"), facts, "compare", "USD")


def test_a_search_adds_up(forerun: Forerun) -> None:
    facts = forerun("search", "tiny.yaml", "--trials", "8", *QUICK).facts
    assert facts["winner"]["strategies"]
    check_folder(Path("runs/tiny-search"), facts, "search", "USD")


def test_a_person_reads_the_headline_first(forerun: Forerun) -> None:
    words = ("--seeds", "3", "--workers", "1")
    for command in (("compare", "tiny.yaml"), ("search", "tiny.yaml", "--trials", "8")):
        lines = forerun(*command, *words).out.splitlines()
        assert "weekly active members" in lines[1]
        assert any(line.startswith("The plan: ") for line in lines[:6])
    chinese = forerun("compare", "tiny.yaml", *words, "--lang", "zh").out.splitlines()
    assert any(line.startswith("方案内容：") for line in chinese[:6])
