"""Leaving: what spreads between friends, and what only looks like it (M44, M43, M49, M50)."""

from __future__ import annotations

import math

import numpy as np

from evidence.reading import ties
from evidence.studies.contract import Figure, Outcome, Study, Values
from evidence.studies.worlds import lift, settled, watched, world
from sim.behaviour.register import PARAMETER
from sim.compiled.layout import REFERRED, REFERRER
from sim.spec import GraphSpec

_HOMOPHILY = 0.6
_KINDS = ("north", "south", "east", "west")


def _naive_rise(seed: int, planted: Values) -> float:
    """Return by how many per cent the hazard rises per tie that left, by a regression on the log.

    Each tie that left counts exp(-days / 30); the rise is slope over intercept, within members of
    equally many ties.
    """
    level = {"segment_visit": 0.3, "segment_leave": 1.5, "leave_rate": 0.002, "return_rate": 0.0}
    level |= planted
    graph = GraphSpec(homophily=_HOMOPHILY)
    spec = world((), level, members=40000, days=150, past=30, arms=_KINDS, graph=graph)
    community = settled(spec, seed)
    log = watched(community, spec.horizon_days)
    mine, other = ties(community).T
    stratum = np.minimum(community.members["ties"] // 3, 9)
    sums = np.zeros((5, 10))
    here, loss = log.present[0], np.zeros(community.size)
    for after in log.present[1:]:
        left = here & ~after
        x, y = loss, left.astype(float)
        for row, value in enumerate((np.ones_like(x), x, x * x, y, x * y)):
            sums[row] += np.bincount(stratum, value * here, 10)
        felt = np.bincount(mine[left[other]], minlength=len(loss))
        loss, here = (loss + felt) * math.exp(-1 / 30), after
    n, sx, sxx, sy, sxy = sums[:, sums[0] > 0]
    slope = (sxy - sx * sy / n).sum() / (sxx - sx * sx / n).sum()
    return float(100.0 * slope / ((sy.sum() - slope * sx.sum()) / n.sum()))


def _contagion(seed: int, planted: Values) -> Outcome:
    naive = _naive_rise(seed, planted)
    alone = _naive_rise(seed, {**planted, "contagion": 0.0, "peer_pull": 0.0})
    truth = 100.0 * planted.get("contagion", PARAMETER["contagion"].on)
    return {
        "naive": naive,
        "influence-off": alone,
        "share": 100.0 * alone / naive,
        "overstated": lift(naive, truth),
    }


CONTAGION = Study(
    name="churn-contagion",
    title="Leaving among friends",
    title_zh="好友流失的传染",
    evidence="M49, M50",
    grade="B",
    source="Telecom churn: +80 % per neighbour who left (Nitzan and Libai 2011); about half of "
    "it is homophily, and naive estimates are 300 to 700 % too high (Aral, Muchnik and "
    "Sundararajan 2009)",
    design="Four kinds of members who leave at such different rates that the naive rise is the "
    "published one, and tie with their own kind. The "
    "log of 150 days, analysed as a hazard that rises with ties that left (fading over 30 "
    "days), among members of equally many ties; the same with contagion and peers' pull "
    "switched off, which the planted contagion cannot move. Planted: `contagion`, half of the "
    "published rise; overstated: naive rise above it.",
    figures=(
        Figure(
            "naive",
            "rise of leaving after one tie left",
            "一位好友离开后的流失增幅",
            "%",
            80,
            80,
            "observational",
            level=True,
        ),
        Figure(
            "influence-off",
            "the same with influence off",
            "关闭影响后的同一估计",
            "%",
            0,
            math.inf,
            "observational",
        ),
        Figure(
            "share",
            "of the naive rise, left with influence off",
            "其中同质性占比",
            "%",
            50,
            50,
            "observational",
            sets=("contagion",),
        ),
        Figure(
            "overstated",
            "naive rise above the planted one",
            "朴素估计高估",
            "%",
            300,
            700,
            "observational",
        ),
    ),
    measure=_contagion,
    seeds=20,
)


def _referrer(seed: int, planted: Values) -> Outcome:
    level = {"leave_rate": 0.0021, "invite_rate": 0.01, "hunter_share": 0.0}
    spec = world((), {**level, **planted}, members=24000, days=365, past=90)
    community = settled(spec, seed)
    size = community.size
    referrer = (community.columns.memories["notes"][:size] & REFERRER) != 0
    log = watched(community, 365, size)
    here = log.present[0]
    left = ~log.present[-1]
    others = 100.0 * float(left[here & ~referrer].mean())
    theirs = 100.0 * float(left[here & referrer].mean())
    return {"others": others, "referrers": theirs}


REFERRER_STUDY = Study(
    name="referring-binds",
    title="Referring binds the referrer",
    title_zh="推荐者更忠诚",
    evidence="M44",
    grade="B",
    source="Telecom: 19 % a year leave, 7 % of those who recommended (Garnefeld and others 2013)",
    design="Members who had brought a friend by some day, and all others, over the year after "
    "it. Planted: the factor `referrer_stay` of the hazard.",
    figures=(
        Figure(
            "others",
            "leave in a year, others",
            "未推荐者年流失率",
            "%",
            19,
            19,
            "observational",
            level=True,
        ),
        Figure(
            "referrers",
            "leave in a year, referrers",
            "推荐者年流失率",
            "%",
            7,
            7,
            "observational",
            sets=("referrer_stay",),
        ),
    ),
    measure=_referrer,
    seeds=20,
)


def _referred(seed: int, planted: Values) -> Outcome:
    level = {"invite_rate": 0.03, "accept_rate": 0.3, "hunter_share": 0.0}
    spec = world((), {**level, **planted}, members=3000, days=300, past=30, arrivals=100)
    community = settled(spec, seed)
    start = community.today
    log = watched(community, 300)
    joined = community.members["join_day"] - start
    cohort = (joined >= 0) & (joined < 120)
    referred = (community.members["flags"] & REFERRED) != 0
    at = np.where(cohort, joined, 0)
    visits = np.concatenate([np.zeros((1, community.size), np.int64), log.visited.cumsum(axis=0)])
    each = np.arange(community.size)
    active = visits[at + 180, each] - visits[at + 120, each] > 0
    churn = [100.0 * float((~active)[cohort & who].mean()) for who in (referred, ~referred)]
    return {"churn": lift(*churn)}


REFERRED_STUDY = Study(
    name="referred-members",
    title="Referred members stay",
    title_zh="被推荐者留存",
    evidence="M43",
    grade="B",
    source="Bank customers: 18 % less churn of the referred (Schmitt, Skiera and Van den Bulte "
    "2011)",
    design="Members who joined by invitation or by themselves in the same 120 days; churned: no "
    "visit in days 120 to 180 of membership.",
    figures=(
        Figure(
            "churn",
            "churn after four months, referred against others",
            "被推荐者流失率差异",
            "%",
            -18,
            -18,
            "observational",
            sets=("referred_stay",),
        ),
    ),
    measure=_referred,
    seeds=20,
)

STUDIES = (CONTAGION, REFERRER_STUDY, REFERRED_STUDY)
