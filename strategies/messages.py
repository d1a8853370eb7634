"""Messages on some days to an audience, by a channel with its own reach, pull and cost.

A channel reaches a share of those who have messages on, and its message pulls, and tires, as so
many notifications:

| channel | reach | pull | cost of a message sent |
|---|---|---|---|
| `push` | 0.66 (M21: 81 % Android, 51 % iOS) | 1 | 0.001 |
| `group` | 0.3 (assumed: many do not read on) | 1 | 0.0005 |
| `one-to-one` | 0.8 (assumed) | 3 (M76: a volunteer's call is worth 5 mails; halved) | 0.5 |

It acts through messages, fatigue and opting out (M21, M101). Known limit: a few help, many harm;
whoever opts out is never reached again, by any channel, so that next month there are fewer to
write to. A channel may have a capacity, which a person who writes one by one has: what lies beyond
it is left out and told. Sent at an `hour` in which fewer come, they pull and tire less
(`sim.hours`): no hour does better than none said. Money: each message that is sent costs, read or
not; it is a grant, as nobody claims it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.hours import response
from sim.scale import in_currency
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.metered import Metered
from strategies.published import Published, of_use

ChannelName = Literal["push", "group", "one-to-one"]


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to write to members.

    Attributes
    ----------
    reach
        Share of those with messages on whom a message gets to.
    pull
        Notifications that one message pulls, and tires, as much as.
    cost
        What a message that is sent usually costs, in units of money; assumed.
    """

    reach: float
    pull: float
    cost: float


CHANNELS: Final[dict[str, Channel]] = {
    "push": Channel(0.66, 1.0, 0.001),
    "group": Channel(0.3, 1.0, 0.0005),
    "one-to-one": Channel(0.8, 3.0, 0.5),
}
"""Channels by name."""


class Messages(Metered):
    """Messages a day to each member of an audience who has not opted out."""

    kind: ClassVar[str] = "messages"
    title: ClassVar[str] = "Messages"
    title_zh: ClassVar[str] = "消息触达"
    lever_family: ClassVar[str] = "outreach"
    by_day = True
    lever = "push"
    mechanism = "push"
    deed = "messages"
    priced_by = "message_cost"
    booked_as = "grant"
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.3, 0.1,
        "M21: randomised effect small, fewer messages more use after a year; M101: +0.5 % daily "
        "actives by chosen content",
    )  # fmt: skip

    per_day: float = parameter(
        0.2, title="messages per day", title_zh="每日消息数", unit="messages/member/day",
        meaning="messages that each member is sent, mean over days; may be fractional",
        low=0.0, high=10.0, search=Range(0, 1),
        source="M101: three a week give 93 % of what five give; M21", evidence="A",
    )  # fmt: skip
    channel: ChannelName = parameter(
        "push", title="channel", title_zh="渠道", unit="channel",
        meaning="by which they are sent: push, group (a message to a group chat), one-to-one",
        source="M76: person before call before mail before broadcast, per contact", evidence="A",
    )  # fmt: skip
    message_cost: float | None = parameter(
        None, title="cost of a message", title_zh="单条消息成本", unit="currency/message",
        meaning="what a message that is sent costs; none: what the channel usually costs",
        low=0.0, high=1000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip

    capacity: int | None = parameter(
        None, title="capacity", title_zh="每日容量", unit="messages/day",
        meaning="messages that can be sent on a day, to all of the audience together; who is "
        "beyond it is left out; none: no limit", low=1, high=1_000_000_000,
        source="user's own", evidence="D",
    )  # fmt: skip

    hour: int | None = parameter(
        None, title="hour", title_zh="推送时间", unit="hour of the day",
        meaning="at which they are sent, 0 to 23; none: when the sender thinks best", low=0,
        high=23, search=Range(0, 23, 1), source="no figure for what a send time gains",
        evidence="D",
    )  # fmt: skip
    hour_loss: float = parameter(
        0.3, title="loss in an empty hour", title_zh="冷门时段损失", unit="share of pull",
        meaning="of a message's pull, lost where it is sent in an hour in which nobody comes",
        low=0.0, high=1.0, source="no figure for what a send time gains; assumed", evidence="D",
    )  # fmt: skip

    @property
    def most_a_day(self) -> float | None:
        """Messages that can be sent on a day."""
        return self.capacity

    @property
    def idle(self) -> bool:
        """Whether nothing is sent."""
        return self.per_day == 0

    @property
    def depth(self) -> float:
        """Notifications that a day's messages are worth."""
        channel = CHANNELS[self.channel]
        return self.per_day * channel.reach * channel.pull

    def depth_under(self, brief: Brief) -> float:
        """Return the same by the hour at which they are sent."""
        return self.depth * response(self.hour, self.hour_loss, brief.calendar.hours)

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the messages sent: to all who have them on."""
        return self.per_day * seen.daily("reachable").astype(np.float64)

    def price_cents(self, brief: Brief, basket: float) -> float:
        """Return what a message costs."""
        if self.message_cost is not None:
            return super().price_cents(brief, basket)
        return 100 * in_currency(CHANNELS[self.channel].cost, brief.money_unit)
