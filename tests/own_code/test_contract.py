"""A user's own strategy keeps the contract, or is refused in one line that says what to mend."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from forerun.cli.app import main
from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import Ledger
from strategies import STRATEGIES, Strategy, StrategyPlan
from strategies.contract import blank, check_contract
from strategies.own import is_own, written
from tests.metrics.recorded import trajectory
from tests.own_code.conftest import read, turn

CALENDAR = Calendar(date(2024, 1, 1), 60)
SEGMENTS = ("flights", "trains")
PAID = "self._costs(brief) * self.funded(brief)"

REACTS = """\
    def cadence_days(self, cents):
        return 7

    def adapt(self, brief, seen, today, offers):
        seen.members[999]

    def _costs("""

ANY_DAY = """\
    by_day = True

    def funded(self, brief):
        days = np.zeros(brief.calendar.days, bool)
        days[self.window(len(days))] = True
        return days"""

BROKEN = [
    # what stands in the page's class, what instead, what is told
    ("return self.per_day == 0", "return False", "per_day at 0 it still says that it runs"),
    (PAID, f"5 + {PAID}", "it costs 2.80, more than the 0.00"),
    (PAID, "self._costs(brief)", "more than the 0.00 that it may spend; stop by `covered`"),
    ("push = (self.per_day * self.funded(brief))",
     "push = (self.per_day * (self._costs(brief) > 0))",
     "offers on days that `funded` leaves out"),
    ("push[:, None, None]", "0.1", "it offers on days that `funded` leaves out"),
    (PAID, f"-{PAID}", "no strategy earns by booking"),
    ("self.called", 'self.called + " beyond its money"', "post to the ledger as self.called"),
    ('"grant", CASH', '"revenue", CASH', "books revenue, which is not its own"),
    ("self.called", '"points"', "it books as 'points'; post to the ledger as self.called"),
    ('"grant"', '"grants"', "its settle fails: my_module.py, line N: KeyError: \"no account"),
    ('"push"', '"pusch"', "its offers fails: my_module.py, line N: KeyError: 'pusch'"),
    ("self.per_day * self.funded(brief)", "np.random.rand() * self.funded(brief)",
     "asked again, it offers something else"),
    ("self.per_day * self.funded(brief)", "-self.per_day * self.funded(brief)",
     "no number, or less than nothing"),
    ("self.per_day * self.funded(brief)", "np.nan * self.funded(brief)", "what is no number"),
    ("push = (", "self.per_day = 1\n        push = (", "its offers fails: my_module.py, line N"),
    ("search=Range(0, 1)", "search=Range(0.1, 1)", "begins with 0, its strength"),
    ("return super().funded(brief) &", "return 1 * super().funded(brief) &",
     "`funded` must say yes or no for each day"),
    ("    def _costs(", "    def cadence_days(self, cents):\n        return 0\n\n    def _costs(",
     "a cadence of 0 days"),
    ("    def _costs(", "    def cadence_days(self, of):\n        return 7 / 0\n\n    def _costs(",
     "its cadence_days fails: my_module.py, line N: ZeroDivisionError"),
    ("return super().funded(brief) &", "return None and",
     "its offers fails: my_module.py, line N: TypeError"),
    ("return self.per_day == 0", "return self.per_dy == 0", "AttributeError"),
    ("    def funded(self, brief):\n        return super().funded(brief)", ANY_DAY,
     "offers on others than its on_weekdays; write on the days of self.scheduled(brief)"),
    ("    def _costs(", REACTS, "its adapt fails: my_module.py, line N: IndexError"),
    ('= "newsletter"', '= "points"', "kind 'points' is Forerun's own"),
    ('= "newsletter"', '= "news.letter"', "is no name of letters"),
    ('    title_zh: ClassVar[str] = "简报"\n', "", "has no title_zh"),
    ("    def settle(", "    def settled(", "is not whole: settle must be written"),
    ("    @property\n    def idle", "    plain: int = 3\n\n    @property\n    def idle",
     "plain has no unit"),
]  # fmt: skip


def unnumbered(text: str) -> str:
    """Return a text without the numbers of lines."""
    return re.sub(r"line \d+", "line N", text)


@pytest.mark.parametrize(("old", "new", "why"), BROKEN, ids=[why[:40] for _, _, why in BROKEN])
def test_what_breaks_it_is_told(folder: Path, old: str, new: str, why: str) -> None:
    turn(folder / "my_module.py", old, new)
    with pytest.raises(InputError) as told:
        read(folder)
    assert why in unnumbered(told.value.message)
    assert told.value.line == 12
    assert (told.value.field or "").startswith("plans.letters.strategies[0].my_module:Newsletter")
    assert "\n" not in str(told.value)


def test_what_is_left_of_it_at_zero_strength_is_told(folder: Path) -> None:
    turn(folder / "my_module.py", "return self.per_day == 0", "return False")
    turn(folder / "my_module.py", "self.per_day * self.f", "(0.1 + self.per_day) * self.f")
    with pytest.raises(InputError, match="with per_day at 0 it still offers or costs something"):
        read(folder)


@pytest.mark.parametrize("kind", sorted(STRATEGIES))
def test_forerun_s_own_keep_it(kind: str) -> None:
    """So it asks for nothing that a good strategy would not do."""
    check_contract(STRATEGIES[kind](), CALENDAR, SEGMENTS, StrategyPlan())
    assert not is_own(STRATEGIES[kind]())
    assert written(STRATEGIES[kind]()) == kind


def test_the_page_s_newsletter_stops_when_its_money_is_gone(folder: Path) -> None:
    newsletter = type(read(folder).plans["letters"].strategies[0])
    assert issubclass(newsletter, Strategy)
    plan = StrategyPlan((newsletter(),), 100)
    days = Calendar(date(2024, 1, 1), 30)
    pushed = plan.offers(days, ("general",)).table.any(axis=(1, 2, 3))
    assert int(pushed.sum()) == 20  # an issue in ten days at 50: 5 a day, 100 in all
    ledger = Ledger(30)
    plan.settle(trajectory(days.start, 30), ledger)
    assert plan.unspent(ledger) == 0
    (did,) = plan.account(blank(days, ("general",)), ledger)
    assert (did.days, did.stop and did.stop.reason) == (20, "money")


def test_a_run_that_overspends_stops_whatever_was_tried_before(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It books by what members do, which nobody knows before they do it."""
    booked = "100 * self._costs(brief) * trajectory.daily('visits')"
    turn(folder / "my_module.py", PAID, booked)
    assert read(folder).plan("letters").strategies
    out = str(folder / "out")
    asked = [
        "run",
        str(folder / "mine.yaml"),
        "--plan",
        "letters",
        "--seeds",
        "2",
        "--workers",
        "1",
    ]
    assert main([*asked, "--allow-code", "--out", out]) == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith("error: newsletter: it costs ")
    assert "more than the 400.00 that it may spend" in told


def test_a_run_in_which_it_fails_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turn(folder / "my_module.py", "ledger.post(",
         "assert not trajectory.members.any()\n        ledger.post(")  # fmt: skip
    out = str(folder / "out")
    asked = [
        "run",
        str(folder / "mine.yaml"),
        "--plan",
        "letters",
        "--seeds",
        "2",
        "--workers",
        "1",
    ]
    assert main([*asked, "--allow-code", "--out", out]) == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert (
        unnumbered(told)
        == "error: newsletter: its settle fails: my_module.py, line N: AssertionError"
    )
