"""How a community lies in memory: one 64-byte record a member, and what is read every day apart.

A member is one row in each array. Rows are in the order of joining and never move.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

MEMBER: Final = np.dtype(
    [
        ("visit_trait", np.float32),  # logit
        ("write_trait", np.float32),  # posts a visit
        ("habit", np.float32),  # after the last visit, 0 to 1
        ("satisfaction", np.float32),  # after the last visit, 0 to 1
        ("fatigue", np.float32),  # after the last visit, units
        ("loss", np.float32),  # ties that left, weighted, on loss_day
        ("last_visit", np.int32),  # day; join_day - 1 before the first
        ("last_active", np.int32),  # day; NEVER before the first
        ("join_day", np.int32),
        ("points", np.int32),  # balance
        ("lifetime_points", np.int32),  # towards levels: earned, less those of levels lost
        ("posts", np.int32),  # since the plan began
        ("ties", np.int32),
        ("loss_day", np.uint16),  # day of `loss`; of leaving, for one who left
        ("cell", np.uint16),  # column of the effects: combination of audiences, and segment
        ("debut", np.uint16),  # day of first activity; NO_DEBUT before
        ("invitations", np.uint16),  # sent; the ordinal of the next
        ("progress", np.uint8),  # qualified invitations since the last unlock
        ("segment", np.uint8),
        ("flags", np.uint8),
        ("visits", np.uint8),  # since joining, at most 255
    ]
)

MEMORY: Final = np.dtype(
    [
        ("spur", np.float32),  # rise of posting by reactions, on spur_day
        ("award", np.float32),  # rise of posting by an award, on award_day
        ("motive", np.float32),  # own motive to post, ln, 0 or less
        ("hurt", np.float32),  # toxic comments, weighted, on hurt_day
        ("spur_day", np.uint16),
        ("award_day", np.uint16),
        ("hurt_day", np.uint16),
        ("streak", np.uint16),  # days in a row up to the last visit
        ("belief", np.uint16),  # in what is promised, of 65,535
        ("level_held", np.uint8),  # highest level on a visit
        ("notes", np.uint8),
        ("deal", np.int16),  # what price cuts have taught; see `sim.behaviour.buy.deal`
        ("ahead", np.uint8),  # purchases that were pulled forward and not yet missed
        ("trained", np.uint8),  # freshness of a course at most, in 255ths
    ]
)
"""What a member remembers where a community has mechanisms beside the core's."""
assert (MEMBER.itemsize, MEMORY.itemsize) == (64, 32)

WROTE: Final = np.uint8(1)
ANSWERED: Final = np.uint8(2)  # the first post was
MUTED: Final = np.uint8(4)  # turned messages off
ADOPTED: Final = np.uint8(8)
QUIT: Final = np.uint8(16)  # buys no more
REFERRER: Final = np.uint8(32)  # brought a friend
PAID_OUT: Final = np.uint8(64)  # was paid what was promised, since the last visit
BOUGHT: Final = np.uint8(128)  # has bought

LEFT: Final = np.uint8(1)
REFERRED: Final = np.uint8(2)
PAID: Final = np.uint8(4)
HUNTER: Final = np.uint8(8)
ASKED: Final = np.uint8(16)
COMPLAINED: Final = np.uint8(32)
PROMISED: Final = np.uint8(64)  # an invited reward is promised and still held
UNCOUNTED: Final = np.uint8(128)  # counts for no inviter: caught hunting, or nobody could check it

NEVER: Final = np.int32(-1_000_000)
NO_DEBUT: Final = np.uint16(65535)
ALWAYS: Final = np.uint8(255)

SLOTS: Final = 15
"""Ties in one line of 16 numbers; the last one links to the next line, -1 for none."""

BLOCK: Final = 2048
"""Members that are screened together: their hashes and bounds stay in cache."""

WINDOW: Final = 28
"""Days of the growth accounting."""

GRAPH: Final = (  # what a newcomer's ties hang on, in one array
    "makes",  # ties that a newcomer makes, mean
    "closure",  # probability that a further tie closes a triangle
    "group_ties",  # probability that a tie is sought in the group
    "homophily",  # probability that a candidate of another segment is refused
    "homophily_first",  # the same of the first attribute
    "homophily_second",
)
MAKES, CLOSURE, GROUP_TIES, HOMOPHILY, HOMOPHILY_FIRST, HOMOPHILY_SECOND = range(len(GRAPH))

CELLS: Final = 64  # combinations of a plan's audiences that members may be in, at most

# Columns of the effects table: what the levers do on a day to a tier and cell.
EFFECTS: Final = (
    "shift",  # logit of the visit
    "write_factor",  # times the posting rate
    "points_visit",
    "points_post",
    "push",  # messages a day
    "invite_factor",  # times the invitation rate
    "accept_probability",
    "hunter_probability",
    "inviter_cents",
    "invited_cents",
    "inviter_worth",  # currency, as it is felt by one whose next friend unlocks
    "price",  # millionths of the list price
    "buy_probability",
    "ad_fatigue",  # fatigue a visit
    "ad_share",  # share of the feed that is commercial
    "reward",  # logit of the visit, part of the shift
    "privilege",  # logit of the visit, part of the shift
    "access",  # worth added to what there is to read
    "service",  # share of the wait for an answer that is saved
    "visibility",  # readers added to one's posts, as a share
    "push_pull",  # logit of the visit, part of the shift
    "visit_worth",  # of the points of a visit, in reference rewards, were they sure
    "post_worth",  # the same of a post
    "earned",  # points a visit, posts included
    "level_gives",  # how much more a level gives than the one below, 0 to 1
    "reply_probability",
    "award_share",  # writers awarded
    "toxicity_seen",  # share of toxic comments that moderation leaves
    "team_price",  # of an order in a team, millionths of the list price
    "team_success",  # probability that a team that is opened is filled
    "as_ever",  # share of purchases that would be made at the list price
    "badge",  # weight of the badge ahead, 0 to 1
    "challenge",  # weight of the challenge to come day by day, 0 to 1
    "game",  # logit of the visit, part of the shift
    "symbol",  # quality of the sign of standing that is worn, 0 to 1
    "exchange",  # share of what members want that partners have, 0 to 1
    "token",  # worth of the day's tokens, in reference rewards
    "level_step",  # millionths of the list price that are a point towards a level; 0: none are
    "progress",  # points towards a level a visit
    "fee",  # of a paid membership, units of money a month
    "perks",  # worth of its perks to a member, units of money a visit
    "belongs",  # rise of purchases while its fee is paid
    "team_opens",  # probability on a visit of opening a team
    "steps_left",  # of a purchase, the payment included
    "trust",  # what signs of trust do, of the most, 0 to 1
    "most_posts",  # of a visit
    "gate",  # score from which newcomers are let in; of cell 0, for all
    "rooms",  # into which the community is divided, 1 or more; of cell 0, for all
    "pinned",  # share of a visit's reading that is for its audience alone
    "pinned_worth",  # that share times its worth
    "sample",  # probability on a visit of taking up the practice from what was sent
    "team_brings",  # probability that one who fills a team joins the community for it
    "skill",  # times the posting rate, which is no reward
    "stocked",  # orders brought in beyond the usual supply; of cell 0, for all
    "craft",  # thousandths by which pay makes a post better
    "drawn",  # thousandths of posts that pay draws to the topic of most posts
)
(
    SHIFT,
    WRITE_FACTOR,
    POINTS_VISIT,
    POINTS_POST,
    PUSH,
    INVITE_FACTOR,
    ACCEPT_PROBABILITY,
    HUNTER_PROBABILITY,
    INVITER_CENTS,
    INVITED_CENTS,
    INVITER_WORTH,
    PRICE,
    BUY_PROBABILITY,
    AD_FATIGUE,
    AD_SHARE,
    REWARD,
    PRIVILEGE,
    ACCESS,
    SERVICE,
    VISIBILITY,
    PUSH_PULL,
    VISIT_WORTH,
    POST_WORTH,
    EARNED,
    LEVEL_GIVES,
    REPLY_PROBABILITY,
    AWARD_SHARE,
    TOXICITY_SEEN,
    TEAM_PRICE,
    TEAM_SUCCESS,
    AS_EVER,
    BADGE,
    CHALLENGE,
    GAME,
    SYMBOL,
    EXCHANGE,
    TOKEN,
    LEVEL_STEP,
    PROGRESS,
    FEE,
    PERKS,
    BELONGS,
    TEAM_OPENS,
    STEPS_LEFT,
    TRUST,
    MOST_POSTS,
    GATE,
    ROOMS,
    PINNED,
    PINNED_WORTH,
    SAMPLE,
    TEAM_BRINGS,
    SKILL,
    STOCKED,
    CRAFT,
    DRAWN,
) = range(len(EFFECTS))

PAID_MONTHS, PAID_UNTIL = range(2)
"""Columns of `Columns.club`: months of the paid membership so far, the one that runs included (0:
never joined, -1: over), and the first day that is no longer paid."""


class Columns(NamedTuple):
    """The members and their ties."""

    members: NDArray[np.void]  # MEMBER, (capacity,)
    identity: NDArray[np.uint64]  # (capacity,)
    visit_bound: NDArray[np.uint8]  # (capacity,) upper bound of the visit probability, as a byte
    leave_bound: NDArray[np.uint8]  # (capacity,) upper bound of the leaving hazard, as a byte
    inviter: NDArray[np.int32]  # (capacity,) row of the inviter, -1
    invited_in: NDArray[np.uint8]  # (capacity or 1,) combination of the inviter on accepting
    recruits: NDArray[np.uint16]  # (capacity or 1,) who join by the team that it opened today
    unlocked: NDArray[np.uint8]  # (capacity or 1,) rewards unlocked, at most 255, where they rise
    roster: NDArray[np.int32]  # (capacity,) rows: organic from the front, a plan's from the back
    lines: NDArray[np.int32]  # (capacity, 16) first ties of each member
    spill: NDArray[np.int32]  # (spill capacity, 16) further ties
    # One bit a member each, (capacity / 64,): blocks of members never share a word.
    here_yesterday: NDArray[np.uint64]
    here_today: NDArray[np.uint64]
    accepted: NDArray[np.uint64]  # whose invitation of today was accepted
    hunted: NDArray[np.uint64]  # of those, by a bounty hunter
    leaving: NDArray[np.uint64]  # who leaves today
    friends_here: NDArray[np.int32]  # (capacity or 1,) ties here yesterday, when they are pushed
    attributes: NDArray[np.uint8]  # (capacity or 1,) two attributes of four bits
    group: NDArray[np.int32]  # (capacity or 1,) group of each member, -1
    group_rows: NDArray[np.int32]  # (groups, cap) rows of those in it
    group_size: NDArray[np.int32]  # (groups,) how many are in it
    open_group: NDArray[np.int32]  # (segments,) group that takes newcomers, -1
    returned: NDArray[np.uint64]  # one bit a member: who came back today
    spent: NDArray[np.int64]  # (capacity or 1,) millionths of the list price towards a level
    club: NDArray[np.int32]  # (capacity or 1, 2) CLUB, where a membership is on offer
    claims: NDArray[np.int64]  # (capacity or 1,) points claimed today on a limited purse
    wanted: NDArray[np.int32]  # (capacity or 1, 5) what is to be bought today, of a limited stock
    queue: NDArray[np.int32]  # (queue capacity,) rows that wait for their turn
    order: NDArray[np.int64]  # (queue capacity,) scratch of `ration`
    priority: NDArray[np.uint64]  # (queue capacity,) scratch of `ration`
    memories: NDArray[np.void]  # MEMORY, (capacity or 1,), where there is something to remember
    deeds: NDArray[np.int64]  # (capacity or 1, 24) DEEDS and weeks, where audiences ask for them
    adopted: NDArray[np.uint64]  # one bit a member, (capacity / 64 or 1,): who had it yesterday
    adopting: NDArray[np.uint64]  # who takes it up today
    paid: NDArray[np.uint64]  # one bit a member, (capacity / 64 or 0,): who was paid yesterday
    paying: NDArray[np.uint64]  # who is paid today
    climate: NDArray[np.float32]  # CLIMATE
    born: NDArray[np.int64]  # (days + 1,) rows in use when each day began
    control: NDArray[np.int64]


# What the community as a whole remembers, in one array.
CLIMATE: Final = (
    "audience",  # visits a day that members are used to
    "support",  # share of the smaller camp in the latest posts
)
USUAL_AUDIENCE, SUPPORT = range(len(CLIMATE))


class Today(NamedTuple):
    """What is the same for everybody on a day; set in the morning, read by all threads."""

    keys: NDArray[np.uint64]  # (KEYS,) of the day's draws
    feeds: NDArray[np.float32]  # (segments,) worth of the feed to one who reads enough of it
    suits: NDArray[np.float32]  # (segments,) items in it that suit
    pulls: NDArray[np.float32]  # (tiers, segments) logit that the day adds to a visit
    caps: NDArray[np.float32]  # (4,) see below
    sums: NDArray[np.int64]  # (2,) items to read, the day's scale of the screen
    posts: NDArray[np.int64]  # (segments,) yesterday's posts
    stock: NDArray[np.float32]  # (segments,) posts that are still read, weighted
    lift: NDArray[np.float32]  # (segments,) by how many ordinary ones they are better than that
    moods: NDArray[np.float32]  # (4,) see below


ITEMS, SCALE = range(2)
WRITE_CAP, INVITE_CAP, LEAVE_SCALE, HEAD_START = range(4)
"""Of `caps`: most that moods raise posting and inviting by, factor of leaving, a head start."""
AUDIENCE, REACH, HURT_SHARE, RARITY = range(4)
"""Of `moods`: factor of posting by the audience, readers an item, writers hurt, a sign's rarity."""


class Days(NamedTuple):
    """What differs from day to day; index 0 is the launch unless said otherwise."""

    shift: NDArray[np.float32]  # (days,) logit: weekday, season, community age
    birth_shift: NDArray[np.float32]  # (days,) logit: what joining on that day does for life
    organic: NDArray[np.int32]  # (days,) joiners
    paid: NDArray[np.int32]  # (days,) joiners
    week: NDArray[np.int32]  # (days,) calendar week
    waits: NDArray[np.float32]  # (days, 2) hours, of tickets asked that day
    effects: NDArray[np.float32]  # (plan days, tiers, cells, EFFECTS); from effects_day on
    supply: NDArray[np.float32]  # (plan days, segments, 3): items, weight, weight x quality
    segment_edges: NDArray[np.float32]  # (segments,) cumulative shares
    attribute_edges: NDArray[np.float32]  # (attributes, 16) cumulative shares
    given: NDArray[np.uint8]  # (founders or 0,) segments that the founders are given
    hazard: NDArray[np.float32]  # (days,) factor of the leaving hazard, 1 or more
    crisis: NDArray[np.float32]  # (days, 2) factors of complaints, 1 or more, and of purchases
    segment_visit: NDArray[np.float32]  # (segments,) logit
    segment_leave: NDArray[np.float32]  # (segments,) factor of the leaving hazard
    leanings: NDArray[np.float32]  # (256 or 1,) mean leaning by the byte of attributes
    buy_rates: NDArray[np.float32]  # (cells or 1,) purchase rate relative to the mean
    buy_quits: NDArray[np.float32]  # (cells or 1,) probability to stop after a purchase
    invite_rates: NDArray[np.float32]  # (cells or 1,) invitation rate relative to the mean
    step_rates: NDArray[np.float32]  # (cells or 1,) probability to take a step of a purchase
    rules: NDArray[np.int64]  # RULES
    paid_trait: NDArray[np.float32]  # (days,) logit: the paid joiners' visits above others', a mean


RULES: Final = (
    "effects_day",
    "reward_points",
    "expiry_days",
    "unlock_after",
    "hold_days",
    "desk",
    "contribution",  # 1: only who writes is active
    "purchase",  # 1: only who buys is active
    "founders",
    "points_on",
    "levels",
    "tied",  # 1: the founders' ties are given, and founders make none
    "badge_posts",
    "endowed",
    "team_size",
    "referral_day",  # from which accepted invitations count
    "level_days",  # without a visit, after each of which a level is lost; 0: levels are kept
    "deeds_phase",  # day of the week, from the launch, on which weeks of deeds begin
    "challenge_days",  # in a row, each time which are rewarded; 0: no challenge
    "exchange_points",  # that a partner asks for at a time; 0: none does
    "spend_alone",  # 1: points do not count towards levels, only what is spent does
    "reward_rise",  # millionths of an inviter's first reward that each further one adds
    "reward_rises",  # how often
    "most_unlocks",  # of a member; 0: no limit
    "one_in",  # unlocks of which one wins; 1: each does
    "check_cents",  # that are spent on each accepted friend
    "caught",  # millionths of the bounty hunters whom that finds
)
(
    EFFECTS_DAY, REWARD_POINTS, EXPIRY_DAYS, UNLOCK_AFTER, HOLD_DAYS, DESK, CONTRIBUTION,
    PURCHASE, FOUNDERS, POINTS_ON, LEVELS, TIED, BADGE_POSTS, ENDOWED, TEAM_SIZE, REFERRAL_DAY,
    LEVEL_DAYS, DEEDS_PHASE, CHALLENGE_DAYS, EXCHANGE_POINTS, SPEND_ALONE, REWARD_RISE,
    REWARD_RISES, MOST_UNLOCKS, ONE_IN, CHECK_CENTS, CAUGHT_SHARE,
) = range(len(RULES))  # fmt: skip
THRESHOLDS: Final = len(RULES)
"""Index in `rules` from which the level thresholds stand, seven of them."""


class Tallies(NamedTuple):
    """What is counted; whole numbers, so that sums do not depend on their order."""

    counts: NDArray[np.int64]  # (days, cells, COUNTS)
    weekly: NDArray[np.int64]  # (days + 32,) change of the distinct actives of 7 days
    monthly: NDArray[np.int64]  # the same of 30 days
    newly: NDArray[np.int64]  # (days + 32,) growth accounting over WINDOW days
    resurrected: NDArray[np.int64]
    churned: NDArray[np.int64]
    triangle: NDArray[np.int32]  # (weeks, weeks)
    population: NDArray[np.int64]  # (days, cells) members who have not left, at day's end
    present: NDArray[np.int64]  # (cells,) members who have not left
    muted: NDArray[np.int64]  # (cells,) of those, who turned messages off
    accepted: NDArray[np.int64]  # (1,) accepted invitations of the day
    moves: NDArray[np.int64]  # (refreshes, CELLS, CELLS) members by combination before and after
