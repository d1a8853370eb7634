"""Newcomers: does a first reply bring them back to write again? (M11)"""

from __future__ import annotations

import numpy as np

from evidence.studies.contract import Figure, Outcome, Study, Values
from evidence.studies.worlds import Bools, Log, settled, watched, world
from sim.community import Community
from sim.compiled.layout import ANSWERED

_DAYS = 240
_WINDOW = 34


def _measure(seed: int, planted: Values) -> Outcome:
    community, log = _lived(seed, {**planted})
    answered = (community.columns.memories["notes"][: community.size] & ANSWERED) != 0
    newcomer, again = _wrote_again(community, log)
    with_reply = 100.0 * float(again[newcomer & answered].mean())
    without = 100.0 * float(again[newcomer & ~answered].mean())
    shares = {}
    for rate in (0.0, 1.0):
        ablated, its_log = _lived(seed, {**planted, "reply_rate": rate})
        newcomer, again = _wrote_again(ablated, its_log)
        shares[rate] = 100.0 * float(again[newcomer].mean())
    return {
        "unanswered": without,
        "answered": with_reply,
        "difference": with_reply - without,
        "ablation": shares[1.0] - shares[0.0],
    }


def _lived(seed: int, planted: Values) -> tuple[Community, Log]:
    spec = world((), planted, members=300, days=_DAYS, arrivals=40)
    community = settled(spec, seed)
    return community, watched(community, _DAYS)


def _wrote_again(community: Community, log: Log) -> tuple[Bools, Bools]:
    """Return who wrote a first post early enough, and who wrote on a later day of the window."""
    wrote = log.posts > 0
    first = wrote.argmax(axis=0)
    newcomer = wrote.any(axis=0) & (first + _WINDOW < _DAYS) & (community.members["join_day"] > 0)
    until = np.minimum(first + _WINDOW, _DAYS - 1)
    days_written = wrote.cumsum(axis=0)[until, np.arange(community.size)]
    return np.asarray(newcomer, bool), np.asarray(days_written >= 2, bool)


FIRST_REPLY = Study(
    name="first-reply",
    title="A newcomer's first reply",
    title_zh="新人首帖回复",
    evidence="M11",
    grade="B",
    source="Usenet newcomers (Joyce and Kraut 2006, doi:10.1111/j.1083-6101.2006.00033.x)",
    design="Newcomers over 240 days; chance decides whose first post is answered. A second day "
    "with a post within 34 days counts. Ablation: the same worlds in which nobody or "
    "everybody is answered.",
    figures=(
        Figure(
            "unanswered",
            "post again, unanswered",
            "未获回复者再次发帖",
            "%",
            44,
            44,
            "observational",
            level=True,
        ),
        Figure(
            "answered",
            "post again, answered",
            "获回复者再次发帖",
            "%",
            56,
            56,
            "observational",
            sets=("reply_pull",),
        ),
        Figure(
            "difference",
            "difference",
            "差异",
            "points",
            12,
            12,
            "observational",
            sets=("reply_pull",),
        ),
        Figure(
            "ablation",
            "all answered less none answered",
            "全部回复与无人回复之差",
            "points",
            8,
            16,
            "trial",
            sets=("reply_pull",),
        ),
    ),
    measure=_measure,
    seeds=20,
)
STUDIES = (FIRST_REPLY,)
