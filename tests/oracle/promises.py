"""What a member of the oracle expects of what is promised, and what it learns of how that is kept.

Equations: `belief`, `reward`, `goal`, `endowed` and `invite` in `sim.behaviour`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.oracle.arithmetic import exp, log

if TYPE_CHECKING:
    from tests.oracle.effect import Effect
    from tests.oracle.member import Member

F = np.float32
ONE = F(1.0)
ZERO = F(0.0)
FULL = F(65535.0)


class Promises:
    """What one member makes of promises.

    Attributes
    ----------
    belief
        How far they are believed, of 65,535.
    paid_out
        Whether something was paid since the last visit.
    """

    def __init__(self, member: Member) -> None:
        self.member = member
        self.model = member.model
        self.theta = member.model.theta
        self.belief = int(self.theta["belief_first"] * FULL + F(0.5))
        self.paid_out = False

    def held(self) -> np.float32:
        """Return how far they are believed, 0 to 1."""
        return F(self.belief) / FULL if self.model.believes else ONE

    def _near(self, missing: int, earned: np.float32) -> np.float32:
        if earned <= 0:
            return ZERO
        return ONE / (ONE + F(max(missing, 0)) / earned / self.theta["reward_patience"])

    def _share(self, effect: Effect) -> np.float32:
        missing = self.model.rules.reward_points - self.member.points
        return self._near(missing, effect.earned) * self.held()

    def reward(self, effect: Effect) -> np.float32:
        """Return the pull of a visit's reward, logit."""
        if effect.visit_worth <= 0:
            return effect.reward
        pull = self.theta["reward_pull"] * log(ONE + effect.visit_worth)
        return min(pull * self._share(effect), effect.reward)

    def factor(self, effect: Effect) -> np.float32:
        """Return by what a post's reward multiplies posting."""
        worth, power = effect.post_worth, self.theta["write_reward"]
        if worth <= 0:
            return effect.write_factor
        sure = exp(power * log(ONE + worth) * ONE)
        share = self._share(effect) * self.member.money
        return effect.write_factor * (exp(power * log(ONE + worth) * share) / sure)

    def level_ahead(self, effect: Effect) -> np.float32:
        """Return the pull of the next level and of a head start on the first, logit."""
        thresholds, level = self.model.rules.level_thresholds, self.member.level()
        if level >= len(thresholds) or effect.progress <= 0:
            return ZERO
        gives = self.model.effect(self.member, level=level + 1).level_gives
        if gives <= 0:
            return ZERO
        given = min(self.model.rules.endowed_points, thresholds[0] // 4) if level == 0 else 0
        earned = self.member.lifetime_points
        if earned >= thresholds[level]:
            # That level was lost since the last visit.
            earned, given = thresholds[level - 1] if level else 0, 0
        start = thresholds[level - 1] if level else -given
        progress = F(earned - start) / F(thresholds[level] - start)
        near = self._near(thresholds[level] - earned, effect.progress)
        pull = self.theta["goal_gradient"] * progress * progress
        if given:
            share = min(F(given) / F(given + thresholds[0]), F(0.2))
            visits = F(8.0) * effect.progress / F(thresholds[level] - earned)
            reached = min(visits, ONE)
            pull = pull + self.theta["endowed_pull"] * share * (reached * reached)
        return pull * (near * gives * self.held())

    def invite_factor(self, effect: Effect) -> np.float32:
        """Return by what the reward for the next friend multiplies inviting."""
        reward = effect.inviter_worth
        if reward <= 0:
            return effect.invite_factor
        expected = self._power(self._best_reward(reward), self.member.money)
        return effect.invite_factor * (expected / self._power(reward, ONE))

    def _best_reward(self, reward: np.float32) -> np.float32:
        """Return what the next friend is worth by the reward, of those to come, that is in view."""
        rules, unlocked = self.model.rules, self.member.unlocked
        best = together = ZERO
        rise = F(rules.reward_rise) * F(1e-6)
        further = rules.reward_rises if rules.reward_rise else 0
        if rules.most_unlocks:
            further = min(further, rules.most_unlocks - unlocked - 1)
        for k in range(further + 1):
            together += ONE + rise * F(min(unlocked + k, rules.reward_rises))
            missing = max(rules.unlock_after - self.member.progress, 1) + k * rules.unlock_after
            felt = together * reward
            felt = felt / (ONE + (together - ONE) * reward / self.theta["invite_most"])
            far = F(missing) * (ONE + (F(missing) - ONE) / self.theta["invite_reach"])
            best = max(best, self.held() * felt / far)
        return best

    def _power(self, worth: np.float32, weight: np.float32) -> np.float32:
        return exp(self.theta["invite_reward"] * log(ONE + worth) * weight)

    def pay_out(self) -> None:
        """Remember that something was paid; ties see it from tomorrow on."""
        if self.model.believes:
            self.paid_out = True
            self.model.paying.add(self.member)

    def learn(self, effect: Effect) -> None:
        """Believe more or less after what happened since the last visit."""
        if not self.model.believes:
            return
        worth = effect.visit_worth + effect.post_worth + effect.inviter_worth
        if worth <= 0 and (effect.progress <= 0 or not self.model.rules.level_thresholds):
            return
        if self.member.level() > self.member.memory.level_held and effect.level_gives > 0:
            self.pay_out()
        belief = self.held()
        if self.paid_out:
            belief = belief + self.theta["belief_gain"] * (ONE - belief)
        else:
            belief = belief - self.theta["belief_fade"] * belief
            if any(friend in self.model.paid_yesterday for friend in self.member.ties):
                belief = belief + self.theta["belief_seen"] * (ONE - belief)
        self.paid_out = False
        self.belief = int(belief * FULL + F(0.5))
