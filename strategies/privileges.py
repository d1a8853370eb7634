"""Privileges of a level: a form, what it acts through, and what it costs.

A privilege of strength s is worth ``1 - exp(-s / 0.1)`` of the most that its form can give, a
level; each visit of a member costs the operator in proportion to s and to the level. So what is
given has diminishing returns, and nothing is given for nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

FormName = Literal["status", "access", "service", "visibility", "discount"]

REFERENCE: Final = 0.1
"""Strength at which `cost` of a form is stated, and at which 63 % of its most is given."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of privilege.

    Attributes
    ----------
    lever
        What it pulls (`sim.levers`), a level.
    most
        The most that it gives a level, in the lever's unit.
    acts
        The mechanism that it acts through.
    paid
        Whether each visit costs; a discount costs the margin instead.
    """

    lever: str
    most: float
    acts: str
    paid: bool = True


FORMS: Final[dict[str, Form]] = {
    "status": Form("privilege", 0.10, "the pull of standing (M13, M30; M31: +5-10 % a level)"),
    "access": Form("access", 0.10, "what a visit finds to read, and so satisfaction (M15)"),
    "service": Form("service", 0.25, "the wait for an answer, where there is a desk (M55)"),
    "visibility": Form("visibility", 0.50, "readers of one's posts, and so feedback (M12)"),
    "discount": Form("discount", 0.10, "the price (M36)", paid=False),
}
"""Forms by name; the sizes are assumed, that of status is M31's."""


def given(form: Form, strength: float, visit_cost: float, reference_cost: float) -> float:
    """Return what a level is given, in the lever's unit.

    Parameters
    ----------
    form
        The form.
    strength
        What is promised, 0 or more.
    visit_cost
        What is paid for a visit and level at a strength of `REFERENCE`, in currency.
    reference_cost
        What that takes: who pays less gives less, in proportion.
    """
    share = min(visit_cost / reference_cost, 1.0) if form.paid else 1.0
    return form.most * (1.0 - math.exp(-strength * share / REFERENCE))
