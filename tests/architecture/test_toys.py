"""What is added as one file is known everywhere, with nothing else edited.

A toy of each kind goes into a copy of the tree; register, documents, schema and command line of
the copy must know it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.imports import packages

ROOT = Path(__file__).resolve().parents[2]

MECHANISM = '''"""Toy: a mechanism that does nothing yet.

    pull = toy_pull
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "toy", title="a toy", title_zh="玩具", switches=("toy_pull",),
    parameters=(
        Parameter(
            "toy_pull", 0.0, unit="logit", low=0.0, high=1.0, typical=0.5, grade="assumed",
            evidence="D", source="none published", meaning="pull of a toy", meaning_zh="玩具的作用",
        ),
    ),
)
'''

LEVER = '''"""A toy that pulls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final = (Lever("toy", "1", "max", "toys in everybody's hands, 0 to 1"),)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Toys pull."""
    return {"shift": 0.5 * pulled.lever("toy")}
'''

MEASURE = '''"""A toy measure."""

from __future__ import annotations

from typing import Final

from sim.metrics.base import Metric

GROUP: Final = "Toys"

METRICS: Final = (
    Metric(
        "toys", "Toys", "玩具数", "forty-two", "toys", "all days of the plan", "made up", "higher",
        lambda run: 42.0,
    ),
)
'''

STRATEGY = '''"""A toy strategy."""

from __future__ import annotations

from typing import ClassVar

from sim.ledger import CASH, Ledger
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, Strategy, parameter


class Toys(Strategy):
    """Toys for everybody."""

    kind: ClassVar[str] = "toys"
    title: ClassVar[str] = "Toys"
    title_zh: ClassVar[str] = "玩具"
    lever_family: ClassVar[str] = "incentive"

    share: float = parameter(
        0.5, title="share", title_zh="占比", unit="1", meaning="toys a member", low=0.0, high=1.0,
        search=Range(0, 1), source="none published", evidence="D",
    )

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Give toys."""
        offers.pull("toy", self.share, days=self.window(brief.calendar.days))

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Pay for them."""
        ledger.post(self.kind, "grant", CASH, 1)
'''

STUDY = '''"""A toy study."""

from __future__ import annotations

from evidence.studies.contract import Figure, Study

STUDIES = (
    Study(
        name="toy-study", title="Toys", title_zh="玩具", evidence="M1", grade="D",
        source="nobody", design="Two arms.", measure=lambda seed, planted: {"toys": 1.0}, seeds=2,
        figures=(Figure("toys", "toys", "玩具", "x", 1.0, 1.0),),
    ),
)
'''

SCENARIO = """name: Toy scenario
horizon_days: 30
community: {preset: plain, members: 50, mechanisms: {toy: on}}
plans:
  status-quo: {}
  toys:
    strategies:
      - toys: {share: 0.8}
measures: [toys, weekly_active]
"""

FILES = {
    "sim/behaviour/visit/toy.py": MECHANISM,
    "sim/levers/toy.py": LEVER,
    "sim/metrics/toys.py": MEASURE,
    "strategies/toys.py": STRATEGY,
    "evidence/studies/toys.py": STUDY,
    "scenarios/library/toy-scenario/scenario.yaml": SCENARIO,
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    for name in packages(ROOT):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs", copy / "docs")
    shutil.copy2(ROOT / "pyproject.toml", copy)
    for path, text in FILES.items():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_text(text, encoding="utf-8")
    return copy


def said(house: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=house, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def facts(house: Path, *words: str) -> Any:
    return json.loads(said(house, "-m", "forerun", *words, "--json"))


def test_register_and_command_line_know_a_mechanism(house: Path) -> None:
    told = facts(house, "assumptions", "toy-scenario")
    rows = {row["name"]: row for row in told["assumptions"]}
    assert rows["toy_pull"]["value"] == 0.5
    assert rows["toy_pull"]["mechanism"] == "toy"
    assert {row["name"]: row["on"] for row in told["mechanisms"]}["toy"] is True


def test_the_schema_knows_a_strategy_a_parameter_and_a_measure(house: Path) -> None:
    schema = said(house, "-m", "forerun", "schema")
    for name in ("toys", "toy_pull", '"toy"'):
        assert name in schema


def test_the_command_line_knows_a_scenario_with_all_of_them(house: Path) -> None:
    told = facts(house, "check", "toy-scenario")
    assert "toys" in json.dumps(told)


def test_a_lever_pulls(house: Path) -> None:
    code = (
        "import forerun as fr\nfrom sim.response import effects_table\n"
        "s = fr.load('toy-scenario')\n"
        "offers = s.plan('toys').offers(s.calendar, s.segments)\n"
        "print(effects_table(s.spec(), offers)[0, 0, 0, 0])"
    )
    assert float(said(house, "-c", code)) == pytest.approx(0.4)


def test_the_command_line_knows_a_study(house: Path) -> None:
    assert "toy-study" in said(house, "-m", "forerun", "study")


def test_the_reference_knows_each_of_them(house: Path) -> None:
    said(house, "-c", "from forerun.reference.pages import PAGES\n"
         "[page.path.write_text(page.written(), encoding='utf-8') for page in PAGES]")  # fmt: skip
    pages = {path.stem: path.read_text("utf-8") for path in (house / "docs/reference").glob("*.md")}
    for page, name in (
        ("model", "### toy"), ("behaviour", "`toy_pull`"), ("metrics", "`toys`"),
        ("strategies", "Toys"),
    ):  # fmt: skip
        assert name in pages[page], page
