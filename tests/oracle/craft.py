"""What pay makes of the posts of the oracle: worse or better ones, and what they are about.

Equations: `craft` in `sim.behaviour`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracle.effect import Effect
    from tests.oracle.member import Member


def made_of_it(b: dict[str, float], lever: dict[str, float], paid: float) -> tuple[float, float]:
    """Return the thousandths by which posts get better, and of them that go where most is written.

    By what money multiplies posting, and the part of it that comes by readers.
    """
    if not lever["pay"]:
        return 0.0, 0.0
    reach = min(lever["pay_by_reach"] / lever["pay"], 1.0)
    power = b["craft_reach"] * reach - b["craft_item"] * (1.0 - reach)
    better = min(math.exp(power * math.log(paid)), 1.0 / max(b["quality_member"], 1e-9))
    gathered = b["craft_topics"] * reach * (1.0 - 1.0 / paid)
    return float(round(1000 * (better - 1.0))), float(round(1000 * gathered))


def post(member: Member, posts: int, effect: Effect) -> None:
    """Count posts, and what pay makes of them."""
    member.model.count(member, "posts", posts)
    member.model.count(member, "craft_thousandths", posts * int(effect.craft))
    member.model.count(member, "drawn_thousandths", posts * int(effect.drawn))
