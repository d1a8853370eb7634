"""The morning: who joins, in which order, and with which traits."""

from __future__ import annotations

import numpy as np

from sim.behaviour.join import gate, referred
from sim.behaviour.visit import adoption, belief, consent, propensity
from sim.behaviour.write import participation
from sim.compiled.arithmetic import normal32
from sim.compiled.compile import compiled, entry, inlined
from sim.compiled.control import ACCEPTED_WAITING, JOINED, MEMBERS, ORGANICS, POINTS_PURSE, SPILLED
from sim.compiled.draws import (
    ADOPT_SEED,
    CONSENT,
    DOOR,
    FOUNDER,
    ORGANIC,
    SEGMENT,
    TEAM_HUNTER,
    TRAIT_VISIT,
    TRAIT_WRITE,
    U,
    child,
    key,
    mix,
    open_unit,
    uniform,
)
from sim.compiled.draws import (
    PAID as PAID_DECISION,
)
from sim.compiled.layout import (
    ALWAYS,
    EFFECTS_DAY,
    FOUNDERS,
    GATE,
    HOLD_DAYS,
    HOMOPHILY,
    HUNTER,
    MAKES,
    MUTED,
    NEVER,
    NO_DEBUT,
    PAID,
    REFERRAL_DAY,
    REFERRED,
    TIED,
    UNLOCK_AFTER,
)
from sim.compiled.ration import sort
from sim.compiled.types import Columns, Days, Flag, Floats, Tallies, Theta, Whole, Word
from sim.day.befriend import befriend, founder
from sim.day.drawn import segment_drawn, set_attributes
from sim.day.groups import enter, grouped, line_up_returners, room_for_groups
from sim.day.remember import remembers, take_up
from sim.day.rewards import promise, settle
from sim.day.sell import waits
from sim.day.tally import (
    ADOPTED,
    HUNTERS,
    JOINED_ORGANIC,
    JOINED_PAID,
    JOINED_REFERRED,
    offer_row,
)

F = np.float32
_GOLDEN = U(0x9E3779B97F4A7C15)


@entry
def joiners(c: Columns, d: Days, day: Whole) -> Whole:
    """Return how many join on a day."""
    count = np.int64(d.organic[day]) + np.int64(d.paid[day]) + c.control[ACCEPTED_WAITING]
    return count + d.rules[FOUNDERS] if day == 0 else count


@entry
def waiting(c: Columns, d: Days, day: Whole) -> Whole:
    """Return how many may have to queue on a day, at most: to be born, or for what is scarce."""
    count = max(c.control[ACCEPTED_WAITING], _returners(c))
    due = day - d.rules[HOLD_DAYS]
    if d.rules[UNLOCK_AFTER] > 0 and due > d.rules[REFERRAL_DAY]:
        last = c.born[due + 1] if due < day else c.control[MEMBERS] + joiners(c, d, day)
        count = max(count, last - c.born[due])
    if c.control[POINTS_PURSE] >= 0 or waits(c):
        count = max(count, c.control[MEMBERS] + joiners(c, d, day))
    return count


@inlined
def _returners(c: Columns) -> Whole:
    """Return how many came back yesterday, when they have to find a group."""
    count: Whole = 0
    if grouped(c):
        for word in range((c.control[MEMBERS] + 63) >> 6):
            bits = c.returned[word]
            while bits != U(0):
                bits &= bits - U(1)
                count += 1
    return count


@inlined
def has_lines(c: Columns, graph: Floats) -> Flag:
    """Return whether there is room for the ties that one more member makes."""
    return c.control[SPILLED] + 2 * (np.int64(graph[MAKES]) + 2) <= c.spill.shape[0]


@inlined
def _has_room(c: Columns, graph: Floats) -> Flag:
    """Return whether the columns hold one more member and the ties that it makes."""
    has_row = c.control[MEMBERS] < c.members.shape[0]
    return has_row and has_lines(c, graph) and room_for_groups(c, 1)


@compiled
def join(
    c: Columns,
    theta: Theta,
    graph: Floats,
    d: Days,
    tl: Tallies,
    seed: Word,
    day: Whole,
    row: Whole,
    identity: Word,
    flags: Whole,
    inviter: Whole,
) -> None:
    """Write the record of a new member, without ties."""
    c.identity[row] = identity
    c.inviter[row] = np.int32(inviter)
    c.visit_bound[row] = ALWAYS
    c.leave_bound[row] = ALWAYS
    for k in range(c.lines.shape[1]):
        c.lines[row, k] = np.int32(-1)
    if row < d.given.shape[0]:
        segment = d.given[row]
    else:
        segment = segment_drawn(d, uniform(identity, key(seed, SEGMENT, 0)))
    if inviter >= 0 and uniform(identity, key(seed, SEGMENT, 1)) < graph[HOMOPHILY]:
        segment = c.members[inviter].segment
    if c.attributes.shape[0] > 1:
        set_attributes(c, graph, d, seed, row, inviter)
    trait = theta.visit_base + d.birth_shift[day] + d.segment_visit[segment]
    if flags & REFERRED:
        trait = referred.added(theta, trait)
    if flags & PAID:
        trait = trait + d.paid_trait[day]
    z = normal32(open_unit(mix(identity ^ key(seed, TRAIT_VISIT, 0))))
    w = normal32(open_unit(mix(identity ^ key(seed, TRAIT_WRITE, 0))))
    m = c.members[row]
    m.visit_trait = propensity.trait(theta, trait, z)
    m.write_trait = participation.rate(theta, w)
    m.habit = F(0.0)
    m.satisfaction = F(0.5)
    m.fatigue = F(0.0)
    m.loss = F(0.0)
    m.last_visit = np.int32(day - 1)
    m.last_active = NEVER
    m.join_day = np.int32(day)
    m.loss_day = np.uint16(day)
    m.points = np.int32(0)
    m.lifetime_points = np.int32(0)
    m.posts = np.int32(0)
    m.ties = np.int32(0)
    m.debut = NO_DEBUT
    m.invitations = np.uint16(0)
    m.progress = np.uint8(0)
    m.segment = segment
    m.cell = np.uint16(segment)
    tl.present[segment] += 1
    m.flags = np.uint8(flags)
    m.visits = np.uint8(0)


@inlined
def begin_memory(
    c: Columns, theta: Theta, tl: Tallies, seed: Word, day: Whole, row: Whole, founder: Flag
) -> None:
    """Let a newcomer remember nothing; some founders have the practice from the beginning."""
    r = c.memories[row]
    r.spur = F(0.0)
    r.award = F(0.0)
    r.motive = F(0.0)
    r.hurt = F(0.0)
    r.spur_day = np.uint16(day)
    r.award_day = np.uint16(day)
    r.hurt_day = np.uint16(day)
    r.streak = np.uint16(0)
    r.level_held = np.uint8(0)
    r.trained = np.uint8(0)
    r.belief = belief.remembered(theta.belief_first)
    r.notes = np.uint8(0)
    if consent.asks(theta):
        drawn = uniform(c.identity[row], key(seed, CONSENT, 0))
        if not consent.consents(theta, drawn):
            r.notes = MUTED
            tl.muted[c.members[row].cell] += 1
    u = uniform(c.identity[row], key(seed, ADOPT_SEED, 0))
    if founder and adoption.spreads(theta) and u < theta.adopt_seed:
        take_up(c, row)
        tl.counts[day, c.members[row].cell, ADOPTED] += 1


@inlined
def _enroll(c: Columns, row: Whole) -> None:
    """Enter a member in the roster, from which later newcomers meet it."""
    organics = c.control[ORGANICS]
    if c.members[row].flags & (REFERRED | PAID) == 0:
        c.roster[organics] = np.int32(row)
        c.control[ORGANICS] = organics + 1
    else:
        c.roster[c.roster.shape[0] - 1 - (row - organics)] = np.int32(row)


@compiled
def _line_up(c: Columns, day: Whole) -> None:
    """Queue the inviters of those who accepted yesterday, by the identity of whom they bring."""
    if day == 0 or c.control[ACCEPTED_WAITING] == 0:
        return
    count: Whole = 0
    for row in range(c.control[MEMBERS]):
        recruits = _recruits(c, row)
        # Whom it invited stands before those whom its team brought.
        invited = np.int64((c.accepted[row >> 6] >> U(row & 63)) & U(1))
        for back in range(recruits + invited):
            c.queue[count] = np.int32(row)
            c.priority[count] = _brought(c, row, back)
            count += 1
    sort(c, count)


@inlined
def _recruits(c: Columns, row: Whole) -> Whole:
    """Return how many a member's team of yesterday brings."""
    return np.int64(c.recruits[row]) if c.recruits.shape[0] > 1 else 0


@inlined
def _brought(c: Columns, row: Whole, back: Whole) -> Word:
    """Return the identity of whoever a member's last invitation but `back` reached."""
    return child(c.identity[row], np.int64(c.members[row].invitations) - 1 - back)


@inlined
def _is_hunter(c: Columns, theta: Theta, seed: Word, inviter: Whole, identity: Word) -> Flag:
    """Return whether one who was brought came for the reward, or the cut of a team, alone."""
    recruits = _recruits(c, inviter)
    was_invited = (c.accepted[inviter >> 6] >> U(inviter & 63)) & U(1) != U(0)
    if recruits > 0 and not (was_invited and identity == _brought(c, inviter, recruits)):
        return uniform(identity, key(seed, TEAM_HUNTER, 0)) < theta.team_hunters
    return (c.hunted[inviter >> 6] >> U(inviter & 63)) & U(1) != U(0)


@entry
def let_in(
    c: Columns,
    theta: Theta,
    graph: Floats,
    d: Days,
    tl: Tallies,
    seed: Word,
    day: Whole,
    count: Whole,
) -> Flag:
    """Let the day's joiners in up to the `count`-th; false when a column is full before."""
    for n in range(c.control[JOINED], count):
        if not _has_room(c, graph):
            return False
        _let_in(c, theta, graph, d, tl, seed, day, n)
        c.control[JOINED] = n + 1
    return True


@inlined
def _is_turned_away(theta: Theta, d: Days, seed: Word, day: Whole, identity: Word) -> Flag:
    """Return whether an entry gate turns a newcomer away, whom nobody invited."""
    least = d.effects[offer_row(d, day), 0, 0, GATE]
    if day < d.rules[EFFECTS_DAY] or least <= F(gate.OPEN):
        return False
    z = normal32(open_unit(mix(identity ^ key(seed, TRAIT_VISIT, 0))))
    luck = normal32(open_unit(mix(identity ^ key(seed, DOOR, 0))))
    return not gate.is_let_in(theta, z, luck, least)


@compiled
def _let_in(
    c: Columns,
    theta: Theta,
    graph: Floats,
    d: Days,
    tl: Tallies,
    seed: Word,
    day: Whole,
    n: Whole,
) -> None:
    """Let in the n-th of the day's joiners: founders, organic, paid, referred."""
    founders = d.rules[FOUNDERS] if day == 0 else 0
    way = JOINED_ORGANIC
    inviter: Whole = -1
    flags = np.uint8(0)
    if n < founders:
        identity = founder(key(seed, FOUNDER, 0), n)
    elif n < founders + d.organic[day]:
        identity = mix(key(seed, ORGANIC, day) ^ mix(U(n - founders) + _GOLDEN))
    elif n < founders + d.organic[day] + d.paid[day]:
        ordinal = n - founders - d.organic[day]
        identity = mix(key(seed, PAID_DECISION, day) ^ mix(U(ordinal) + _GOLDEN))
        way = JOINED_PAID
        flags = PAID
    else:
        place = n - founders - d.organic[day] - d.paid[day]
        inviter = np.int64(c.queue[c.order[place]])
        identity = c.priority[c.order[place]]
        way = JOINED_REFERRED
        flags = REFERRED
        if _is_hunter(c, theta, seed, inviter, identity):
            flags = np.uint8(flags | HUNTER)
    if way != JOINED_REFERRED and n >= founders and _is_turned_away(theta, d, seed, day, identity):
        return
    row = c.control[MEMBERS]
    c.control[MEMBERS] = row + 1
    join(c, theta, graph, d, tl, seed, day, row, identity, flags, inviter)
    if inviter >= 0 and c.invited_in.shape[0] > 1:
        # Nobody has been grouped anew yet this morning: it is where the inviter was yesterday.
        c.invited_in[row] = np.uint8(c.members[inviter].cell // d.segment_edges.shape[0])
    if remembers(c):
        begin_memory(c, theta, tl, seed, day, row, n < founders)
    if grouped(c):
        enter(c, row, inviter)
    if n >= founders or d.rules[TIED] == 0:
        befriend(c, graph, seed, np.int64(founders), row, inviter, c.spill[:0])
    _enroll(c, row)
    tl.counts[day, c.members[row].cell, way] += 1
    if flags & HUNTER:
        tl.counts[day, c.members[row].cell, HUNTERS] += 1


@compiled
def morning(
    c: Columns, theta: Theta, graph: Floats, d: Days, tl: Tallies, seed: Word, day: Whole
) -> Flag:
    """Let the day's joiners in and settle the referrals whose hold ends today.

    Returns false when a column is full; called again after it has grown, it goes on.
    """
    # Founders whose ties are given are in before their first morning, and may be queued on it.
    if waiting(c, d, day) > c.queue.shape[0]:
        return False
    if c.control[JOINED] == 0:
        if not room_for_groups(c, _returners(c)):
            return False
        c.born[day] = c.control[MEMBERS]
        if grouped(c):
            for n in range(line_up_returners(c)):
                enter(c, np.int64(c.queue[c.order[n]]), -1)
        _line_up(c, day)
    if not let_in(c, theta, graph, d, tl, seed, day, joiners(c, d, day)):
        return False
    c.control[JOINED] = 0
    first, last = c.born[day], c.control[MEMBERS]
    c.born[day + 1] = last
    accepted = c.control[ACCEPTED_WAITING]
    if accepted > 0:
        c.control[ACCEPTED_WAITING] = 0
        for word in range((first + 63) >> 6):
            c.accepted[word] = U(0)
            c.hunted[word] = U(0)
        if c.recruits.shape[0] > 1:
            for row in range(first):
                c.recruits[row] = np.uint16(0)
    if d.rules[UNLOCK_AFTER] > 0:
        # Whoever joins today accepted yesterday.
        if accepted > 0 and day > d.rules[REFERRAL_DAY]:
            promise(c, d, tl, seed, day, first, last)
        due = day - d.rules[HOLD_DAYS]
        if due > d.rules[REFERRAL_DAY] and c.born[due + 1] > c.born[due]:
            settle(c, d, tl, seed, day, c.born[due], c.born[due + 1])
    return True
