"""Platforms: ``community: {platform: wechat-group}`` sets what the place of a community fixes.

A platform is data: how many a group holds, whether it shows a feed or a chat, how hard it is to
join and to write, and how far what is published is seen outside. It sets settings that exist: the
cap of groups, and parameters of behaviour, which go before the preset and after what is given by
hand.

Caps of groups are the platforms' own published limits, which change. Of the rest no size is
published of one platform against another: it is assumed (evidence D), so that it orders platforms
and does not measure them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, WithJsonSchema

from sim.behaviour.preset import Behaviour
from sim.behaviour.register import MECHANISM, PARAMETER
from sim.errors import known_name

Shows = Literal["feed", "chat"]


@dataclass(frozen=True, slots=True)
class Platform:
    """A place where communities live.

    Attributes
    ----------
    title, title_zh
        What it is called.
    shows
        A chat in which the latest stands last, or a feed that is ranked.
    cap
        Members that a group holds; None: there are no groups with a cap.
    channels
        Channels of a chat: it bears so many times the posts of one.
    joins
        By what the probability that an invited friend joins is multiplied.
    writes
        By what posts a visit are multiplied: a video takes more than a line.
    reach
        Rise of organic joiners by any amount of what the operator publishes, at most.
    cap_source, source
        Where the cap and the rest come from.
    """

    title: str
    title_zh: str
    shows: Shows
    cap: int | None
    channels: float
    joins: float
    writes: float
    reach: float
    cap_source: str
    source: str


PLATFORMS: Final[dict[str, Platform]] = {
    "wechat-group": Platform(
        "WeChat groups", "微信群", "chat", 500, 1.0, 1.5, 1.2, 0.0,
        "the platform's limit (published, C)",
        "closed: nobody outside sees it; a friend joins by one tap, a line is written as easily",
    ),
    "wecom": Platform(
        "WeCom customer groups", "企业微信客户群", "chat", 500, 1.0, 1.2, 0.8, 0.02,
        "the platform's limit for groups with customers (published, C)",
        "as WeChat groups, with the company in the room: fewer write, and its members' own pages "
        "are hardly seen outside",
    ),
    "discord": Platform(
        "Discord", "Discord", "chat", None, 5.0, 0.7, 1.1, 0.05,
        "a server holds more than any case here",
        "a server of several channels, for which a friend needs an account",
    ),
    "facebook-groups": Platform(
        "Facebook Groups", "Facebook群组", "feed", None, 1.0, 1.1, 0.9, 0.1,
        "no limit that a case here reaches",
        "a ranked feed for members; some groups are found by search",
    ),
    "douyin": Platform(
        "Douyin", "抖音", "feed", None, 1.0, 0.8, 0.3, 1.0,
        "no limit: who follows is no group",
        "a public feed of videos: seen by most outsiders, and a video takes most to make",
    ),
    "xiaohongshu": Platform(
        "Xiaohongshu", "小红书", "feed", None, 1.0, 0.8, 0.5, 0.6,
        "no limit: who follows is no group",
        "a public feed of notes, found by search; a note with pictures takes more than a line",
    ),
}  # fmt: skip
"""Platforms by name."""


def _known(name: str) -> str:
    return known_name("no platform", name, PLATFORMS)


PlatformName = Annotated[
    str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(PLATFORMS)})
]
"""A name of `PLATFORMS`."""

_CHAT: Final = {
    **MECHANISM["silence"].typical,
    **MECHANISM["congestion"].typical,
    **MECHANISM["novelty"].neutral,
    **MECHANISM["rank"].neutral,
}
"""In a chat who is of another mind keeps silent, too much scrolls past, and only the latest is
read."""

_FEED: Final = {
    **MECHANISM["silence"].neutral,
    **MECHANISM["congestion"].neutral,
    **MECHANISM["novelty"].typical,
    **MECHANISM["rank"].typical,
}
"""A feed shows what is on top, an item for days, and to each their own."""


def settings(behaviour: Behaviour, platform: Platform) -> dict[str, float]:
    """Return the parameters that a platform sets, by name, over a preset's behaviour."""
    own = behaviour.values
    accepts = min(own["accept_rate"] * platform.joins, PARAMETER["accept_rate"].high)
    found = dict(_CHAT if platform.shows == "chat" else _FEED)
    if platform.channels > 1:
        found["congestion_cap"] = own["congestion_cap"] * platform.channels
    return {
        **found,
        "accept_rate": accepts,
        "write_rate": own["write_rate"] * platform.writes,
        "reach_most": platform.reach,
    }


def on_platform(behaviour: Behaviour, name: str) -> Behaviour:
    """Return a preset's behaviour on a platform; what the preset does not know stays uncertain."""
    found = settings(behaviour, PLATFORMS[name])
    return behaviour.updated(found, "assumed", f"preset of platform {name}")
