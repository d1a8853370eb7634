"""What the levers do today to one level of one segment: a row of `sim.response.effects_table`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Effect(NamedTuple):
    """A row of the table, by name; its order is that of `sim.compiled.layout.EFFECTS`."""

    shift: np.float32
    write_factor: np.float32
    points_visit: np.float32
    points_post: np.float32
    push: np.float32
    invite_factor: np.float32
    accept_probability: np.float32
    hunter_probability: np.float32
    inviter_cents: np.float32
    invited_cents: np.float32
    inviter_worth: np.float32
    price: np.float32
    buy_probability: np.float32
    ad_fatigue: np.float32
    ad_share: np.float32
    reward: np.float32
    privilege: np.float32
    access: np.float32
    service: np.float32
    visibility: np.float32
    push_pull: np.float32
    visit_worth: np.float32
    post_worth: np.float32
    earned: np.float32
    level_gives: np.float32
    reply_probability: np.float32
    award_share: np.float32
    toxicity_seen: np.float32
    team_price: np.float32
    team_success: np.float32
    as_ever: np.float32
    badge: np.float32
    challenge: np.float32
    game: np.float32
    symbol: np.float32
    exchange: np.float32
    token: np.float32
    level_step: np.float32
    progress: np.float32
    fee: np.float32
    perks: np.float32
    belongs: np.float32
    team_opens: np.float32
    steps_left: np.float32
    trust: np.float32
    most_posts: np.float32
    gate: np.float32
    rooms: np.float32
    pinned: np.float32
    pinned_worth: np.float32
    sample: np.float32
    team_brings: np.float32
    skill: np.float32
    stocked: np.float32
    craft: np.float32
    drawn: np.float32
