"""The sections of a scenario file that say how members tie: growth, start, groups, attributes."""

from __future__ import annotations

import math
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from scenarios.setting import NAME_PATTERN, Section, limits, setting
from sim.errors import InputError
from sim.ranges import SCENARIO, Bounds
from sim.spec import Attribute, GivenTies, GraphSpec

Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=64)]
"""A name that can stand in a list on the command line: letters of any script, digits, _ and -."""

Share = Annotated[float, Field(**limits(SCENARIO["shares"]))]

Leaning = Annotated[float, Field(**limits(SCENARIO["attributes.leaning"]))]

_GRAPH: Final = GraphSpec()


def check_count(named: dict[str, Any], what: str, allowed: Bounds) -> dict[str, Any]:
    """Return what stands by name, or raise `InputError` if it is too many."""
    if not allowed.hold(len(named)):
        raise InputError(
            f"holds {len(named)} {what}; {allowed.low:g} to {allowed.high:g} are allowed"
        )
    return named


def check_shares(shares: dict[str, float], what: str, allowed: Bounds) -> dict[str, float]:
    """Return shares by name, or raise `InputError` if they are too many or do not add up to 1."""
    check_count(shares, what, allowed)
    total = math.fsum(shares.values())
    if abs(total - 1.0) > 1e-6:
        raise InputError(f"shares add up to {total:g}; they must add up to 1")
    return shares


class Start(Section):
    """How the founders are tied on the launch day: to measure, or as a file says."""

    file: str | None = setting(
        None, "Edge list", "好友边表", "",
        "text with two founders a row (CSV, TSV or spaces; .gz allowed), beside the scenario file; "
        "it must name no more founders than `members`",
    )  # fmt: skip
    degrees: Literal["lognormal", "power_law", "poisson", "regular"] = setting(
        "lognormal", "Degrees", "度分布", "", "distribution of a member's ties; assumed"
    )
    mean_ties: float = setting(
        _GRAPH.mean_ties, "Ties", "人均好友", "ties/member", "ties of a founder, mean; assumed",
        within=SCENARIO["graph.start.mean_ties"],
    )  # fmt: skip
    spread: float = setting(
        0.0, "Spread", "度差异", "1",
        "lognormal: standard deviation of the logarithm of ties, 0 to 2; power_law: exponent of "
        "the tail, 2.05 to 5; the others have none",
        within=SCENARIO["graph.start.spread"],
    )  # fmt: skip
    clustering: float = setting(
        0.0, "Clustering", "聚类系数", "1",
        "of two friends of a founder, the probability that they are tied",
        within=SCENARIO["graph.start.clustering"],
    )  # fmt: skip
    homophily: float = setting(
        0.0, "Homophily", "同质性", "1",
        "assortativity of the founders' ties over segments (Newman's r); attributes have their own",
        within=SCENARIO["graph.start.homophily"],
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        described = self.model_fields_set - {"file"}
        if self.file is not None and described:
            name = sorted(described)[0]
            raise InputError("a file gives the ties; nothing else is allowed", field=name)
        return self


class Groups(Section):
    """Groups with a cap, as chat groups have."""

    cap: int = setting(
        ..., "Cap", "群上限", "members/group", "most members that a group holds; chat groups: "
        "200 or 500", within=SCENARIO["graph.group_cap"],
    )  # fmt: skip
    ties: float = setting(
        _GRAPH.group_ties, "Ties in the group", "群内结友", "1",
        "probability that a newcomer's tie is sought in its group; assumed",
        within=SCENARIO["graph.group_ties"],
    )  # fmt: skip


class AttributeSection(Section):
    """Something beside the segment that members differ in and that ties go by."""

    shares: dict[Name, Share] = setting(
        ..., "Shares", "占比", "share of joiners", "its values and their shares; they add up to 1"
    )
    homophily: float = setting(
        _GRAPH.homophily, "Homophily", "同质性", "1",
        "probability that a candidate with another value is refused; assumed",
        within=SCENARIO["attributes.homophily"],
    )  # fmt: skip

    leaning: dict[Name, Leaning] = setting(
        {}, "Leaning", "价格与地位倾向", "1",
        "mean leaning of its values' members, from -1 (to standing) to 1 (to money), counted from "
        "the mean of all, for the mechanism `leaning`; a value that is not named has 0; user's own",
    )  # fmt: skip

    @field_validator("shares")
    @classmethod
    def _adds_up(cls, shares: dict[str, float]) -> dict[str, float]:
        return check_shares(shares, "values", SCENARIO["attributes.values"])

    @model_validator(mode="after")
    def _leans_by_its_values(self) -> Self:
        for value in self.leaning:
            if value not in self.shares:
                raise InputError(
                    f"no value {value!r}; there are {', '.join(self.shares)}", field="leaning"
                )
        return self

    def attribute(self, name: str) -> Attribute:
        """Return it as a run takes it."""
        leaning = tuple(self.leaning.get(value, 0.0) for value in self.shares)
        shares = tuple(self.shares.values())
        return Attribute(
            name, tuple(self.shares), shares, self.homophily, leaning if self.leaning else ()
        )


class Graph(Section):
    """How members tie."""

    mean_ties: float = setting(
        _GRAPH.mean_ties, "Ties", "人均好友", "ties/member",
        "ties that a member ends up with, mean; assumed", within=SCENARIO["graph.mean_ties"],
    )  # fmt: skip
    closure: float = setting(
        _GRAPH.closure, "Closure", "三角闭合", "1",
        "probability that a new tie closes a triangle; assumed", within=SCENARIO["graph.closure"],
    )  # fmt: skip
    homophily: float = setting(
        _GRAPH.homophily, "Homophily", "同质性", "1",
        "probability that a candidate of another segment is refused; assumed",
        within=SCENARIO["graph.homophily"],
    )  # fmt: skip
    start: Start | None = setting(
        None, "Start", "初始关系", "",
        "how the founders are tied; none: their ties grow like everybody's",
    )  # fmt: skip
    groups: Groups | None = setting(
        None, "Groups", "群组", "", "groups with a cap that members enter; none: there are none"
    )

    def spec(self, attributes: dict[str, AttributeSection], given: GivenTies | None) -> GraphSpec:
        """Return it as a run takes it; `given` are the ties that ``start.file`` holds."""
        from sim.graph import StartGraph

        start: StartGraph | GivenTies | None = given
        if self.start is not None and given is None:
            start = StartGraph(
                degrees=self.start.degrees,
                mean_ties=self.start.mean_ties,
                spread=self.start.spread,
                clustering=self.start.clustering,
                homophily=(self.start.homophily, *(a.homophily for a in attributes.values())),
            )
        return GraphSpec(
            mean_ties=self.mean_ties,
            closure=self.closure,
            homophily=self.homophily,
            group_cap=self.groups.cap if self.groups else 0,
            group_ties=self.groups.ties if self.groups else _GRAPH.group_ties,
            start=start,
        )
