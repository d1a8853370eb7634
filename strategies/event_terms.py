"""What an event is: its days, whom it draws, what it does, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, Self

from pydantic import model_validator

from sim.levers.lever import MOST_CUT
from strategies.audiences.audiences import EVERY_DAYS
from strategies.audiences.definition import Definition
from strategies.audiences.guests import Guests
from strategies.base import Range, Strategy, parameter
from strategies.event_costs import EventCosts
from strategies.event_days import Held, times
from strategies.messages import ChannelName

MOST_DAYS: Final = 120
"""Days of a phase at most."""


class EventTerms(Strategy):
    """The terms of an event."""

    place: Literal["online", "offline"] = parameter(
        "online", title="place", title_zh="线上或线下", unit="place",
        meaning="online or offline; a room has seats", source="user's own", evidence="D",
    )  # fmt: skip
    warm_up_days: int = parameter(
        7, title="warm-up", title_zh="预热天数", unit="days",
        meaning="days in which it is told of before it is held", low=0, high=MOST_DAYS,
        search=Range(0, 14, 1), source="practitioners: a week; M64: no effect of it published",
        evidence="D",
    )  # fmt: skip
    days: int = parameter(
        3, title="days", title_zh="活动天数", unit="days",
        meaning="days on which it is held; 0: there is none", low=0, high=MOST_DAYS,
        search=Range(0, 7, 1), source="practitioners: 72 hours; M64", evidence="D",
    )  # fmt: skip
    return_days: int = parameter(
        3, title="days after", title_zh="返场天数", unit="days",
        meaning="days after it in which members are thanked and what it left is read", low=0,
        high=MOST_DAYS, search=Range(0, 14, 1), source="practitioners; none published",
        evidence="D",
    )  # fmt: skip
    every_days: int = parameter(
        0, title="again every", title_zh="举办间隔", unit="days",
        meaning="days from the first of one time to the first of the next, before which all of it "
        "ends; 0: it is held once", low=0, high=3650,
        source="practitioners: weekly, monthly; none published", evidence="D",
    )  # fmt: skip
    interest: float = parameter(
        0.1, title="interest", title_zh="报名意愿", unit="share",
        meaning="of those who heard of it, who mean to come; where there are no seats, of all "
        "whom it is for; an estimate of one's own, not something to turn", low=0.0, high=1.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    seats: int | None = parameter(
        None, title="seats", title_zh="名额", unit="seats",
        meaning="how many may come, who must sign up; the others are left out; none: it is open",
        low=1, high=1_000_000, source="user's own", evidence="D",
    )  # fmt: skip
    sells: bool = parameter(
        True, title="sells", title_zh="现场销售", unit="yes or no",
        meaning="whether something is sold at it", source="user's own", evidence="D",
    )  # fmt: skip
    invites: float = parameter(
        0.3, title="invitations", title_zh="预热消息", unit="messages/member/day",
        meaning="messages a day to each member whom it is for, in the warm-up", low=0.0, high=10.0,
        search=Range(0, 1), source="M101: three a week give 93 % of what five give; M21",
        evidence="A",
    )  # fmt: skip
    thanks: float = parameter(
        0.1, title="thanks", title_zh="返场消息", unit="messages/member/day",
        meaning="messages a day to each member whom it was for, in the days after", low=0.0,
        high=10.0, search=Range(0, 1), source="M21; M83: thanks move return, not output",
        evidence="B",
    )  # fmt: skip
    channel: ChannelName = parameter(
        "push", title="channel", title_zh="渠道", unit="channel",
        meaning="by which they are sent: push, group or one-to-one", source="M76", evidence="A",
    )  # fmt: skip
    discount: float = parameter(
        0.0, title="discount", title_zh="折扣力度", unit="share of price",
        meaning="what is taken off orders on its days, for guests where there are seats", low=0.0,
        high=MOST_CUT, search=Range(0, 0.5), source="M36; M64: what it sells is partly sold sooner",
        evidence="A",
    )  # fmt: skip
    prize_share: float = parameter(
        0.0, title="share of prizes", title_zh="获奖比例", unit="share of writers",
        meaning="of those who write on a day of it, who win a prize", low=0.0, high=1.0,
        search=Range(0, 0.5), source="M13: the top 1 % of editors; inflation reduces it",
        evidence="A",
    )  # fmt: skip
    prize_cost: float = parameter(
        5.0, title="cost of a prize", title_zh="单个奖品成本", unit="currency/prize",
        meaning="what a prize costs, and who chooses", low=0.0, high=10_000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    quests: float = parameter(
        0.0, title="quests", title_zh="任务投入", unit="1",
        meaning="how much of a game is made of it, as the effort of `game`; for everybody only",
        low=0.0, high=5.0, source="M28: quests and boards; their costs are those of `game`",
        evidence="A",
    )  # fmt: skip
    checkin_days: int = parameter(
        0, title="check-in", title_zh="打卡天数", unit="days",
        meaning="days in a row on its days that win a reward; 0: none", low=0, high=MOST_DAYS,
        source="V47; M29", evidence="C",
    )  # fmt: skip
    checkin_reward: float = parameter(
        2.0, title="reward of the check-in", title_zh="打卡奖励", unit="currency/reward",
        meaning="what is paid for it", low=0.0, high=10_000.0,
        source="M85: micro-rewards of some cents a visit moved visits", evidence="A",
    )  # fmt: skip
    sessions: float = parameter(
        0.0, title="live sessions", title_zh="直播场次", unit="sessions/day",
        meaning="live sessions by staff on each of its days", low=0.0, high=50.0,
        search=Range(0, 3), source="M18, M96", evidence="D",
    )  # fmt: skip
    session_cost: float = parameter(
        120.0, title="cost of a session", title_zh="单场直播成本", unit="currency/session",
        meaning="what a live session costs", low=0.0, high=1e6,
        source="as of `content`; user's own", evidence="D",
    )  # fmt: skip
    assets: int = parameter(
        0, title="what stays", title_zh="沉淀内容数", unit="items",
        meaning="items made of it, which are read on in the days after, if there are any: each as "
        "often in all as an item of a calendar on its day", low=0, high=500, search=Range(0, 20, 1),
        source="M16: attention falls by half in a day, then ever slower", evidence="C",
    )  # fmt: skip
    asset_cost: float = parameter(
        15.0, title="cost of what stays", title_zh="单条沉淀成本", unit="currency/item",
        meaning="what it costs to make an item of it", low=0.0, high=1e6,
        source="half of a text by staff: the material is there; user's own", evidence="D",
    )  # fmt: skip
    seat_cost: float = parameter(
        2.0, title="cost of a seat", title_zh="单席位成本", unit="currency/seat",
        meaning="what a seat costs each time, taken or not", low=0.0, high=10_000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    guest_cost: float = parameter(
        3.0, title="cost of a guest", title_zh="单位到场成本", unit="currency/visit",
        meaning="what each day's coming costs where there are seats: food, a gift", low=0.0,
        high=10_000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip
    day_cost: float = parameter(
        20.0, title="cost of a day", title_zh="活动日成本", unit="currency/day",
        meaning="what each of its own days costs whatever comes of it: people on duty", low=0.0,
        high=1e6, source="none published; user's own", evidence="D",
    )  # fmt: skip
    costs: EventCosts = parameter(
        EventCosts(), title="cost lines", title_zh="费用明细", unit="currency/event",
        meaning="what it costs each time whatever comes of it", source="user's own", evidence="D",
    )  # fmt: skip

    @model_validator(mode="after")
    def _can_be_held(self) -> Self:
        if self.place == "offline" and self.seats is None:
            raise ValueError("an offline event has seats; say how many, as in seats: 60")
        if self.quests and (self.audience is not None or self.seats is not None):
            raise ValueError("quests are for everybody; leave them out, or `for` and seats")
        return self

    @property
    def idle(self) -> bool:
        """Whether it is not held."""
        return not self.lengths[1]

    @property
    def lengths(self) -> tuple[int, int, int]:
        """Days of the warm-up, its own, and those after: all before it comes again."""
        if not self.every_days:
            return self.warm_up_days, self.days, self.return_days
        own = min(self.days, max(self.every_days - self.warm_up_days, 0))
        back = min(self.return_days, max(self.every_days - self.warm_up_days - own, 0))
        return self.warm_up_days, own, back

    @property
    def first_day(self) -> int:
        """Day of the plan on which it is first held."""
        return self.from_day + self.warm_up_days

    @property
    def guests(self) -> str | None:
        """Name of the audience of those who have a seat; None: it is open."""
        return None if self.seats is None or self.idle else f"{self.called} guests"

    @property
    def waiting(self) -> str | None:
        """Name of the audience of those who wait for one."""
        return None if self.guests is None else f"{self.called} waiting"

    @property
    def own_audiences(self) -> Mapping[str, Definition]:
        """Its guests, and who signed up beyond the seats."""
        if self.guests is None or self.waiting is None or self.seats is None:
            return {}
        return {
            name: Guests(
                share=self.interest, of=self.audience, lot=self.called, seats=self.seats,
                waits=name == self.waiting, first=self.first_day, days=self.lengths[1],
                every=self.every_days, heard_days=max(self.warm_up_days, EVERY_DAYS),
            )
            for name in (self.guests, self.waiting)
        }  # fmt: skip

    @property
    def fixed_cents(self) -> float:
        """What one time costs whatever comes of it, in cents."""
        lines = self.costs.total + self.seat_cost * (self.seats or 0)
        daily = self.lengths[1] * (self.day_cost + self.session_cost * self.sessions)
        return 100 * (lines + self.asset_cost * self.assets + daily)

    @property
    def guest_cents(self) -> float:
        """What all seats cost on a day if all are taken, in cents."""
        return 100 * self.guest_cost * (self.seats or 0)

    def times(self, days: int) -> list[Held]:
        """Return when it is held in a plan of so many days."""
        return times(self.window(days), self.lengths, self.every_days, self.to_day)
