"""One visit: write, buy, ask, redeem, earn, invite, and the record of it all."""

from __future__ import annotations

import numpy as np

from sim.behaviour.buy import (
    buy,
    checkout,
    deal,
    price,
    pull_forward,
    repurchase,
    social_spend,
)
from sim.behaviour.mood import ask
from sim.behaviour.visit import leaning
from sim.behaviour.write import badge, write
from sim.compiled.compile import inlined
from sim.compiled.control import POINTS_PURSE
from sim.compiled.draws import (
    BUY,
    COMPLAINT,
    FILL_TEAM,
    OPEN_TEAM,
    ORDER_AGAIN,
    PULL_FORWARD,
    QUESTION,
    QUIT_BUYING,
    TRAIT_BUY,
    TRAIT_QUIT,
    TRAIT_STEP,
    U,
    uniform,
)
from sim.compiled.layout import (
    AD_FATIGUE,
    AS_EVER,
    ASKED,
    BADGE,
    BADGE_POSTS,
    BELONGS,
    BOUGHT,
    BUY_PROBABILITY,
    COMPLAINED,
    CONTRIBUTION,
    CRAFT,
    DESK,
    DRAWN,
    INVITE_FACTOR,
    MOST_POSTS,
    PAID,
    POINTS_POST,
    POINTS_VISIT,
    PRICE,
    PURCHASE,
    QUIT,
    REFERRED,
    SPEND_ALONE,
    STEPS_LEFT,
    TEAM_BRINGS,
    TEAM_OPENS,
    TEAM_PRICE,
    TEAM_SIZE,
    TEAM_SUCCESS,
    TRUST,
    WRITE_CAP,
)
from sim.compiled.types import (
    Columns,
    Days,
    Effect,
    Effects,
    Flag,
    Member,
    Tallies,
    Theta,
    Today,
    Whole,
    Word,
    Work,
)
from sim.day.deeds import keeps_deeds, note_visit
from sim.day.inviting import perhaps_invite, recruit
from sim.day.leanings import money_counts
from sim.day.progress import is_paying
from sim.day.promises import (
    believes,
    expected_factor,
    learn_from_promises,
    pay_out,
)
from sim.day.redemption import use_points
from sim.day.remember import learn_from_posting, learn_from_visit, remembers
from sim.day.sell import (
    LEVEL,
    OWN,
    OWN_PRICE,
    TEAM,
    TEAM_COSTS,
    sell,
    waits,
)
from sim.day.tally import (
    ACTIVE,
    BADGES,
    BUYERS,
    COMPLAINTS,
    CRAFTED,
    DRAWN_TOGETHER,
    EXPOSURES,
    LEVEL_VISITS,
    POINTS_ISSUED,
    POSTS,
    QUESTIONS,
    TEAM_ORDERS,
    TEAMS,
    VISITS,
    WRITERS,
    level_of,
    mark_active,
)

F = np.float32


@inlined
def _ask(t: Today, theta: Theta, d: Days, tl: Tallies, h: Word, m: Member, day: Whole) -> None:
    """Ask staff or complain, where somebody answers."""
    if uniform(h, t.keys[QUESTION]) < theta.question_rate:
        m.flags = m.flags | ASKED
        tl.counts[day, m.cell, QUESTIONS] += 1
    p = ask.complaint_probability(theta, m.satisfaction) * d.crisis[day, 0]
    if uniform(h, t.keys[COMPLAINT]) < p:
        m.flags = m.flags | COMPLAINED
        tl.counts[day, m.cell, COMPLAINTS] += 1


@inlined
def _has_already(c: Columns, theta: Theta, t: Today, h: Word, row: Whole, anyway: Flag) -> Flag:
    """Return whether a purchase was made before, at a cut price; keep what is made ahead."""
    r = c.memories[row]
    if anyway:
        if r.ahead == np.uint8(0):
            return False
        r.ahead = np.uint8(r.ahead - 1)
        return True
    if r.ahead < np.uint8(255) and pull_forward.only_sooner(
        theta, uniform(h, t.keys[PULL_FORWARD])
    ):
        r.ahead = np.uint8(r.ahead + 1)
    return False


@inlined
def _buy(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    h: Word,
    row: Whole,
    day: Whole,
    effect: Effect,
) -> Flag:
    """Buy, and perhaps stop buying; return whether anything was bought, and not only wanted."""
    m = c.members[row]
    # Whom a plan brings is a visitor first, or every click would be a sale.
    joins = d.rules[PURCHASE] != 0 and m.visits == 0 and (m.flags & (REFERRED | PAID)) == 0
    p = effect[BUY_PROBABILITY]
    if is_paying(c, row):
        p = p * (F(1.0) + effect[BELONGS])
    if remembers(c):
        if c.memories[row].notes & QUIT:
            return False
        if theta.buy_shape > F(0.0):
            p = p * repurchase.quantile(d.buy_rates, uniform(h, t.keys[TRAIT_BUY]))
        p = p * social_spend.factor(theta, F(m.ties))
        if deal.teaches(theta):
            p = p * deal.factor(np.int64(c.memories[row].deal))
        if checkout.has_steps(theta):
            step = repurchase.quantile(d.step_rates, uniform(h, t.keys[TRAIT_STEP]))
            bought = c.memories[row].notes & BOUGHT != 0
            p = p * checkout.passed(theta, step, effect[STEPS_LEFT], effect[TRUST], bought)
    p = p * d.crisis[day, 1]
    usual = p * effect[AS_EVER]
    if leaning.lean(theta) and effect[AS_EVER] < F(1.0):
        p = p * price.more_minded(theta, effect[PRICE], money_counts(c, theta, d, t, row))
    u = uniform(h, t.keys[BUY])
    if not joins:
        if u >= p:
            return False
        anyway = u < usual
        if theta.pull_forward > F(0.0) and _has_already(c, theta, t, h, row, anyway):
            return False
    if deal.teaches(theta):
        r = c.memories[row]
        first = not (r.notes & BOUGHT)
        r.deal = np.int16(deal.after(theta, np.int64(r.deal), effect[PRICE], first))
    if deal.teaches(theta) or checkout.has_steps(theta):
        c.memories[row].notes = c.memories[row].notes | BOUGHT
    orders: Whole = 1
    if theta.order_again > F(0.0):
        orders = buy.orders(theta, uniform(h, t.keys[ORDER_AGAIN]))
    if theta.buy_shape > F(0.0) and not joins:
        stop = repurchase.quantile(d.buy_quits, uniform(h, t.keys[TRAIT_QUIT]))
        if uniform(h, t.keys[QUIT_BUYING]) < stop:
            c.memories[row].notes = c.memories[row].notes | QUIT
    if waits(c):
        c.wanted[row, OWN] = np.int32(orders)
        c.wanted[row, OWN_PRICE] = np.int32(effect[PRICE])
        return False
    sell(c, d, tl, row, day, BUYERS, orders, orders, np.int64(effect[PRICE]), effect)
    return True


@inlined
def _open_team(
    c: Columns,
    t: Today,
    d: Days,
    tl: Tallies,
    h: Word,
    row: Whole,
    cell: Whole,
    day: Whole,
    effect: Effect,
) -> Flag:
    """Open a team, which is filled or not; return whether it is. Who fills it is not known."""
    if uniform(h, t.keys[OPEN_TEAM]) >= effect[TEAM_OPENS] * d.crisis[day, 1]:
        return False
    tl.counts[day, cell, TEAMS] += 1
    if uniform(h, t.keys[FILL_TEAM]) >= effect[TEAM_SUCCESS]:
        return False
    size = d.rules[TEAM_SIZE]
    if waits(c):
        c.wanted[row, TEAM] = np.int32(size)
        c.wanted[row, TEAM_COSTS] = np.int32(effect[TEAM_PRICE])
    else:
        price = np.int64(effect[TEAM_PRICE])
        sell(c, d, tl, row, day, TEAM_ORDERS, size, np.int64(1), price, effect)
    return True


@inlined
def _earn(c: Columns, d: Days, tl: Tallies, row: Whole, day: Whole, points: Whole) -> None:
    """Credit points at once, or claim them for the evening when the purse is limited."""
    if points <= 0:
        return
    if c.control[POINTS_PURSE] < 0:
        credit(c, d, tl, row, day, points)
    else:
        c.claims[row] = points


@inlined
def credit(c: Columns, d: Days, tl: Tallies, row: Whole, day: Whole, points: Whole) -> None:
    """Issue points to a member."""
    m = c.members[row]
    m.points = np.int32(m.points + points)
    if d.rules[SPEND_ALONE] == 0:
        m.lifetime_points = np.int32(m.lifetime_points + points)
    tl.counts[day, m.cell, POINTS_ISSUED] += np.int64(points)


@inlined
def spend(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    w: Work,
    effects: Effects,
    row: Whole,
    day: Whole,
    n: Whole,
) -> None:
    """Live the visit of the member at place `n` of ``w``, who has read and felt."""
    m = c.members[row]
    h = w.identity[n]
    cell = m.cell
    level = level_of(d, m.lifetime_points)
    effect = effects[level, cell]
    counts = tl.counts[day, cell]
    m.satisfaction = w.satisfaction[n]
    m.habit = w.habit[n]
    m.fatigue = w.fatigue[n] + effect[AD_FATIGUE]
    c.here_today[row >> 6] |= U(1) << U(row & 63)
    counts[VISITS] += 1
    counts[EXPOSURES] += np.int64(w.items[n])
    counts[LEVEL_VISITS] += np.int64(level)

    posts: Whole = np.int32(0)
    if write.may_write(w.rate[n], t.caps[WRITE_CAP], w.write_draw[n]):
        posts = write.posts(theta, w.rate[n], m.satisfaction, w.write_draw[n])
        posts = write.allowed(posts, effect[MOST_POSTS])
    contribution = d.rules[CONTRIBUTION] != 0
    if contribution and m.visits == 0 and posts == 0:
        posts = np.int32(1)
    if posts > 0:
        won = d.rules[BADGE_POSTS]
        if badge.is_won(np.int64(m.posts), np.int64(posts), won, effect[BADGE]):
            counts[BADGES] += 1
        m.posts = m.posts + posts
        counts[POSTS] += np.int64(posts)
        counts[CRAFTED] += np.int64(posts) * np.int64(effect[CRAFT])
        counts[DRAWN_TOGETHER] += np.int64(posts) * np.int64(effect[DRAWN])
        counts[WRITERS] += 1
    purchase = d.rules[PURCHASE] != 0
    if not purchase and (posts > 0 or not contribution):
        counts[ACTIVE] += 1
        mark_active(d, tl, m, day)

    if remembers(c):
        if posts > 0:
            paid = expected_factor(c, theta, d, t, m, row, day, effect)
            learn_from_posting(c, theta, d, t, tl, effect, paid, m, row, day, posts)
        if believes(c):
            learn_from_promises(c, theta, d, row, level, effect)
        learn_from_visit(c, theta, d, t, tl, effect, m, row, level, day, w.fatigue[n])
    if keeps_deeds(c):
        note_visit(c, d, row, day, posts)
    if waits(c):
        c.wanted[row, LEVEL] = np.int32(level)
    if effect[BUY_PROBABILITY] > F(0.0):
        bought = _buy(c, theta, d, t, tl, h, row, day, effect)
        if bought and purchase:
            counts[ACTIVE] += 1
            mark_active(d, tl, m, day)
    filled = False
    if effect[TEAM_OPENS] > F(0.0):
        filled = _open_team(c, t, d, tl, h, row, cell, day, effect)
    if d.rules[DESK] != 0:
        _ask(t, theta, d, tl, h, m, day)
    if use_points(t, theta, d, tl, h, m, day, effect):
        pay_out(c, row)
    points = np.int64(effect[POINTS_VISIT]) + posts * np.int64(effect[POINTS_POST])
    _earn(c, d, tl, row, day, points)
    if effect[INVITE_FACTOR] > F(0.0):
        perhaps_invite(c, theta, d, t, tl, h, row, day, effect, w.invite_draw[n])
    if filled and effect[TEAM_BRINGS] > F(0.0):
        recruit(c, d, t, tl, h, row, day, effect)

    m.last_visit = np.int32(day)
    if m.visits < np.uint8(255):
        m.visits = np.uint8(m.visits + 1)
