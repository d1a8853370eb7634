"""What is worked out before the days are lived: teams, the market, trust, games, kinds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.behaviour.buy import team
from sim.behaviour.join import kinds, market
from sim.behaviour.mood import trust
from sim.behaviour.visit import game
from sim.spec import Shock


@pytest.mark.parametrize("asked", [0.0, 1.0, 7.0, 8.0, 100.0])
@pytest.mark.parametrize("size", [2, 3, 10])
@pytest.mark.parametrize("accept", [0.0, 0.2, 1.0])
def test_a_team_is_filled_by_the_binomial(asked: float, size: int, accept: float) -> None:
    found = team.success({"team_asked": asked, "team_accept": accept}, size)
    assert found == pytest.approx(stats.binom.sf(size - 2, asked, accept), abs=1e-12)


def test_a_fraction_of_a_friend_is_asked_by_chance() -> None:
    low, high, between = (
        team.success({"team_asked": asked, "team_accept": 0.2}, 3) for asked in (8.0, 9.0, 8.25)
    )
    assert between == pytest.approx(0.75 * low + 0.25 * high)


MARKET = {"market_size": 1000.0, "market_innovation": 0.03, "market_imitation": 0.38}


def test_the_market_is_that_of_bass() -> None:
    assert market.joiners(MARKET, 0) == pytest.approx(0.03 * 1000 / 365.25)
    assert market.joiners(MARKET, 250) == pytest.approx((0.03 + 0.38 / 4) * 750 / 365.25)


@pytest.mark.parametrize("joined", [1000, 1500])
def test_a_market_is_exhausted(joined: int) -> None:
    assert market.joiners(MARKET, joined) == 0.0


def test_the_market_grows_fastest_where_bass_says() -> None:
    daily = [market.joiners(MARKET, joined) for joined in range(1001)]
    assert int(np.argmax(daily)) == round(1000 * (1 - 0.03 / 0.38) / 2)
    assert max(daily) == pytest.approx(1000 * (0.03 + 0.38) ** 2 / (4 * 0.38) / 365.25, rel=1e-5)


TRUST = {"trust_pull": 1.0, "trust_days": 14.0, "scar_share": 0.0, "scar_size": 0.3}


def test_two_shocks_add_up() -> None:
    lost = trust.lost(TRUST, (Shock(2, 0.5), Shock(5, 0.2)), 8, 1)
    day = np.arange(8)
    first = np.where(day >= 2, 0.5 * np.exp(-(day - 2) / 14), 0)
    assert lost == pytest.approx(first + np.where(day >= 5, 0.2 * np.exp(-(day - 5) / 14), 0))


def test_a_scar_stays() -> None:
    lost = trust.lost({**TRUST, "scar_share": 1.0}, (Shock(0, 0.5),), 1000, 1)
    assert lost[0] == pytest.approx(0.5)
    assert lost[-1] == pytest.approx(0.5 * 0.3)


def test_no_trust_is_lost_without_the_mechanism_or_after_the_end() -> None:
    assert not trust.lost({**TRUST, "trust_pull": 0.0}, (Shock(0, 0.5),), 10, 1).any()
    assert not trust.lost(TRUST, (Shock(10, 0.5),), 10, 1).any()


def test_a_game_outlasts_its_end() -> None:
    strength = np.zeros((10, 2))
    strength[2:4, 0], strength[6, 0] = 1.0, 0.1
    pull = game.pull({"game_pull": 0.22, "game_days": 5.0}, strength)
    left = math.exp(-1 / 5)
    # Two days make a custom of 1 - left^2; a weaker game than that adds nothing today, and slows
    # its fading by what it makes a custom of itself.
    custom = (1 - left**2) * left**2
    after = 0.1 + (custom - 0.1) * left
    told = [0, 0, 1, 1, 1 - left**2, (1 - left**2) * left, custom, after, after * left]
    assert pull[:, 0] == pytest.approx([0.22 * each for each in (*told, after * left**2)])
    assert not pull[:, 1].any()


def test_kinds_are_normal_scores() -> None:
    assert kinds.scores(1) == [0.0]
    scores = kinds.scores(5)
    assert scores == pytest.approx(stats.norm.ppf([0.1, 0.3, 0.5, 0.7, 0.9]))
    assert sum(scores) == pytest.approx(0.0, abs=1e-12)
