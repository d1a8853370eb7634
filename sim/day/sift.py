"""Who of those that passed the screen comes: their own state first, then their ties.

Records are read one by one, exponentials are worked out for the whole block at once. Whoever would
not come if all ties were here is settled before any tie is looked at.
"""

from __future__ import annotations

import numpy as np

from sim.behaviour.leave import comeback
from sim.behaviour.visit import fatigue, habit, newcomer, peers, visit
from sim.compiled.arithmetic import exp32
from sim.compiled.bounds import bound_byte
from sim.compiled.compile import inlined
from sim.compiled.draws import VISIT, U, mix, unit
from sim.compiled.layout import (
    HUNTER,
    LEFT,
    PUSH,
    REWARD,
)
from sim.compiled.prefetch import prefetch
from sim.compiled.types import (
    Columns,
    Days,
    Effects,
    Flag,
    Floats,
    Member,
    Tallies,
    Theta,
    Today,
    Whole,
    Wholes,
    Word,
    Work,
)
from sim.day.part import perhaps_leave
from sim.day.promises import expected_reward, head_start_bound, pull_of_the_next_level
from sim.day.remember import is_muted, recall, remembers
from sim.day.tally import RETURNED, level_now
from sim.day.ties import share_here

F = np.float32
SURE = F(0.99999)
"""Times the probability of coming if no tie was here: below that a draw needs no ties, whatever
the last bits of an exponential."""

OPEN, COMES, STAYS, GONE = np.uint8(0), np.uint8(1), np.uint8(2), np.uint8(3)
"""Fates: the draw decides; comes for certain; stays away for certain; has left before today."""


@inlined
def exponentials(power: Floats, count: Whole) -> None:
    """Replace exponents by exponentials."""
    for n in range(count):
        power[n] = exp32(power[n])


@inlined
def _return(c: Columns, theta: Theta, tl: Tallies, row: Whole, day: Whole, x: Word) -> Flag:
    """Return whether one who left comes back today; the bound of tomorrow is kept if not."""
    m = c.members[row]
    away = F(day - np.int64(m.loss_day))
    back = F(0.0) if m.flags & HUNTER else comeback.probability(theta, away)
    if unit(x) >= back:
        c.visit_bound[row] = bound_byte(back)
        return False
    m.flags = m.flags & ~LEFT
    m.loss = F(0.0)
    c.returned[row >> 6] |= U(1) << U(row & 63)
    tl.present[m.cell] += 1
    if is_muted(c, row):
        tl.muted[m.cell] += 1
    tl.counts[day, m.cell, RETURNED] += 1
    return True


@inlined
def _fate(m: Member) -> Whole:
    if m.visits == 0:
        return COMES
    return STAYS if m.flags & HUNTER else OPEN


@inlined
def _gather(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    w: Work,
    effects: Effects,
    day: Whole,
    found: Whole,
) -> None:
    """Read the records of those who passed."""
    k = t.keys[VISIT]
    remembered = remembers(c)
    for n in range(found):
        row = np.int64(w.queued[n])
        w.rows[n] = np.uint32(row)
        m = c.members[row]
        x = mix(c.identity[row] ^ k)
        w.words[n] = x
        level = level_now(d, m, day)
        w.gap[n] = F(np.int32(day - m.last_visit))
        w.age[n] = F(np.int32(day - m.join_day - 1))
        w.trait[n] = m.visit_trait
        w.habit[n] = m.habit
        w.fatigue[n] = m.fatigue
        w.satisfaction[n] = m.satisfaction
        w.push[n] = effects[level, m.cell, PUSH]
        effect = effects[level, m.cell]
        ahead = pull_of_the_next_level(c, theta, d, m, row, level, effects)
        w.logit[n] = t.pulls[level, m.cell] + ahead
        reward = expected_reward(c, theta, d, m, row, day, effect)
        if remembered:
            recall(c, theta, d, t, w, effect, reward, row, level, day, n)
        else:
            w.extra[n] = F(0.0)
            w.most[n] = F(0.0)
        w.extra[n] = w.extra[n] + (reward - effect[REWARD])
        w.most[n] = w.most[n] + head_start_bound(d, t, level)
        if m.flags & LEFT:
            w.fate[n] = COMES if _return(c, theta, tl, row, day, x) else GONE
        else:
            w.fate[n] = _fate(m)


@inlined
def _weigh(theta: Theta, w: Work, found: Whole) -> None:
    """Let the draws decide that do not depend on ties; `logit` and `bound` are filled too."""
    own = w.power[:found]
    fresh = w.power[found : 2 * found]
    kept = w.power[2 * found : 3 * found]
    for n in range(found):
        own[n] = habit.exponent(theta, w.gap[n])
        fresh[n] = newcomer.exponent(theta, w.age[n])
        kept[n] = fatigue.exponent(theta, w.gap[n])
    exponentials(w.power, 3 * found)
    for n in range(found):
        w.habit[n] = w.habit[n] * own[n]
        w.fatigue[n] = fatigue.now(theta, w.fatigue[n], kept[n], w.push[n])
    for n in range(found):
        pull = visit.own_pull(theta, w.trait[n], w.habit[n], w.satisfaction[n], w.age[n], fresh[n])
        own[n] = -(pull + w.most[n])
        w.logit[n] = (pull + w.extra[n]) + w.logit[n] - fatigue.pull(theta, w.fatigue[n])
    all_here, none_here = fresh, kept
    for n in range(found):
        all_here[n] = -(w.logit[n] + peers.pull(theta, F(1.0)))
        none_here[n] = -w.logit[n]
    exponentials(w.power, 3 * found)
    for n in range(found):
        w.bound[n] = bound_byte(F(1.0) / (F(1.0) + own[n]))
        u = unit(w.words[n])
        is_open = w.fate[n] == OPEN
        sure = u < SURE / (F(1.0) + none_here[n])
        w.come[n] = np.uint8((sure & is_open) | (w.fate[n] == COMES))
        w.ask[n] = np.uint8((u < F(1.0) / (F(1.0) + all_here[n])) & is_open & (not sure))


@inlined
def _split(w: Work, which: Wholes, found: Whole) -> Whole:
    """Put the places where `which` is 1 into ``w.chosen``, the others into ``w.others``."""
    chosen: Whole = 0
    for n in range(found):
        w.chosen[chosen] = np.uint32(n)
        w.others[n - chosen] = np.uint32(n)
        chosen += np.int64(which[n])
    return chosen


@inlined
def _stay_away(
    c: Columns,
    theta: Theta,
    d: Days,
    tl: Tallies,
    w: Work,
    day: Whole,
    count: Whole,
    screened: Flag,
) -> None:
    """Settle those of ``w.others`` who do not come: new bounds, and perhaps they leave."""
    for j in range(count):
        n = np.int64(w.others[j])
        fate = w.fate[n]
        if fate == GONE:
            continue
        row = np.int64(w.rows[n])
        c.visit_bound[row] = np.uint8(0) if fate == STAYS else w.bound[n]
        perhaps_leave(c, theta, d, tl, row, day, w.words[n], screened)


@inlined
def _ask_ties(c: Columns, theta: Theta, w: Work, count: Whole) -> None:
    """Decide in ``w.come`` about those of ``w.chosen``, by the ties that were here yesterday."""
    for j in range(count):
        n = np.int64(w.chosen[j])
        w.power[j] = -(w.logit[n] + peers.pull(theta, share_here(c, np.int64(w.rows[n]))))
    exponentials(w.power, count)
    for j in range(count):
        n = np.int64(w.chosen[j])
        w.come[n] = np.uint8(unit(w.words[n]) < F(1.0) / (F(1.0) + w.power[j]))


@inlined
def _compact(w: Work, visitors: Whole) -> None:
    """Move those who come to the front; places rise, so nothing is overwritten too early."""
    for j in range(visitors):
        n = np.int64(w.chosen[j])
        w.rows[j] = w.rows[n]
        w.words[j] = w.words[n]
        w.trait[j] = w.trait[n]
        w.age[j] = w.age[n]
        w.habit[j] = w.habit[n]
        w.fatigue[j] = w.fatigue[n]


@inlined
def weigh(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    w: Work,
    effects: Effects,
    day: Whole,
    found: Whole,
) -> Whole:
    """Read those of ``w.queued``; return for how many of them the ties decide (`sift`)."""
    _gather(c, theta, d, t, tl, w, effects, day, found)
    _weigh(theta, w, found)
    doubtful = _split(w, w.ask, found)
    for j in range(doubtful):
        prefetch(c.lines, np.int64(w.rows[w.chosen[j]]))
    return doubtful


@inlined
def sift(
    c: Columns,
    theta: Theta,
    d: Days,
    tl: Tallies,
    w: Work,
    day: Whole,
    found: Whole,
    doubtful: Whole,
    screened: Flag,
) -> Whole:
    """Leave in ``w`` the rows, draws and state of those who visit today; return how many."""
    _ask_ties(c, theta, w, doubtful)
    visitors = _split(w, w.come, found)
    _stay_away(c, theta, d, tl, w, day, found - visitors, screened)
    _compact(w, visitors)
    return visitors
