"""What a member of the oracle remembers beside the core, and what it does to its days.

Equations: the mechanisms in `sim.behaviour`. The order in which they are put together is that of
`sim.day.remember`: sums and products of floats depend on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.oracle import addresses as at
from tests.oracle.arithmetic import exp, log, normal
from tests.oracle.standing import sign

if TYPE_CHECKING:
    from tests.oracle.effect import Effect
    from tests.oracle.member import Member

F = np.float32
ONE = F(1.0)
ZERO = F(0.0)
WEEK = F(7.0)
EARLY_DAYS = F(30.0)


class Memory:
    """The memory of one member, empty at first.

    Parameters
    ----------
    member
        Whose it is.

    Attributes
    ----------
    spur, award, hurt
        Rise of posting by reactions and by an award, toxic comments met with; each as it was on
        `spur_day`, `award_day`, `hurt_day`.
    motive
        Own motive to post, ln, 0 or less.
    streak
        Days in a row up to the last visit.
    level_held
        Highest level on a visit.
    deal, ahead
        What price cuts have taught, in 8,192nds; purchases pulled forward and not yet missed.
    trained
        How fresh a course was at most that it had a place on, in 255ths.
    wrote, answered, muted, adopted, quit, brought, bought
        Has written; was answered; has no messages; has the practice; buys no more; has brought a
        friend; has bought.
    """

    def __init__(self, member: Member) -> None:
        self.member = member
        self.model = member.model
        self.theta = member.model.theta
        self.spur = self.award = self.hurt = self.motive = ZERO
        self.spur_day = self.award_day = self.hurt_day = self.model.day
        self.streak = 0
        self.deal = self.ahead = self.level_held = 0
        self.wrote = self.answered = self.muted = self.adopted = self.quit = self.brought = False
        self.bought = False
        self.trained = 0

    # what is left of what happened

    def _days_since(self, day: int) -> np.float32:
        return F(self.model.day - day)

    def _spur_now(self) -> np.float32:
        return _rise_now(self.spur, self._days_since(self.spur_day), self.theta["feedback_days"])

    def _award_now(self) -> np.float32:
        return _rise_now(self.award, self._days_since(self.award_day), self.theta["award_days"])

    def _hurt_now(self) -> np.float32:
        if self.hurt <= 0:
            return ZERO
        return self.hurt * exp(-self._days_since(self.hurt_day) / self.theta["toxicity_days"])

    # does it come?

    def pull(self, effect: Effect, reward: np.float32) -> np.float32:
        """Return the pull on today's visit, logit, of one who expects a reward's pull."""
        theta = self.theta
        pull = theta["reply_pull"] if self.answered else ZERO
        pull = pull + self._streak_pull(effect)
        pull = pull - theta["toxicity_pull"] * self._hurt_now()
        if self.adopted:
            pull = pull + theta["adopt_pull"]
        if self.member.level() < self.level_held:
            pull = pull + (-theta["demotion_pain"] * self.member.standing)
        if self.muted:
            pull = pull - effect.push_pull
        return pull + self._motives(effect, reward)

    def push(self, effect: Effect) -> np.float32:
        """Return the messages that reach the member a day."""
        return ZERO if self.muted else effect.push

    def _streak_pull(self, effect: Effect) -> np.float32:
        if self.streak == 0:
            return ZERO
        weight = min(F(self.streak), WEEK) / WEEK
        gap = self._days_since(self.member.last_visit)
        if gap <= 1:
            pull = self.theta["streak_pull"] * weight
            days = self.model.rules.challenge_days
            if days == 0:
                return pull
            done = F(self.streak % days) / F(days)
            return pull + self.theta["streak_pull"] * effect.challenge * done * done
        return -self.theta["streak_break"] * weight * exp(-(gap - F(2.0)) / WEEK)

    def _motives(self, effect: Effect, reward: np.float32) -> np.float32:
        spread, s = self.theta["leaning_spread"], self.theta["status_minded"]
        if spread > 0:
            standing = effect.privilege + effect.game + sign(self.model, effect)
            return spread * self.member.leaning * (reward - standing)
        if s == 0:
            return ZERO
        if self.member.lasting("trait motive") < s:
            return effect.privilege * (ONE / s - ONE) - reward
        return reward * (ONE / (ONE - s) - ONE) - effect.privilege

    # does it leave?

    def leave_factor(self, age: np.float32) -> np.float32:
        """Return by what the day, the segment and what is remembered multiply the hazard."""
        theta, model = self.theta, self.model
        rise = theta["toxicity_leave"] * self._hurt_now()
        if age < EARLY_DAYS:
            rise = rise * (ONE + theta["toxicity_early"])
        factor = F(model.day_hazard[model.day] * model.segment_leave[self.member.segment])
        factor = factor * (ONE + rise)
        if self.motive < 0:
            offered = model.effect(self.member).write_factor
            lost = -self.motive - log(offered) if offered > 1 else -self.motive
            factor = factor * exp(theta["crowding_leave"] * max(lost, ZERO))
        return factor * theta["referrer_stay"] if self.brought else factor

    # does it write?

    def urge(self, effect: Effect, paid: np.float32) -> np.float32:
        """Return by what a posting rate is multiplied that the levers multiply by `paid`."""
        if self._is_silent():
            return ZERO
        urge = self.model.climate.audience
        urge = urge * (ONE + self._spur_now())
        urge = urge * (ONE + self._award_now())
        urge = urge * self._crowding(paid)
        near = self._badge_nearness(effect) * self.member.standing
        return urge * (ONE + self.theta["badge_pull"] * near)

    @property
    def _in_minority(self) -> bool:
        return bool(self.member.lasting("trait camp") < self.theta["minority_share"])

    def _is_silent(self) -> bool:
        theta = self.theta
        if theta["silence"] == 0 or self.member.lasting("trait core") < theta["hard_core"]:
            return False
        support = self.model.climate.support
        seen = support if self._in_minority else ONE - support
        return bool(seen < theta["silence"] * self.member.lasting("trait threshold"))

    def _crowding(self, paid: np.float32) -> np.float32:
        theta = self.theta
        exponent = self.motive
        if paid > 1:
            ties = log(ONE + F(len(self.member.ties)))
            exponent = exponent - theta["crowding_ties"] * ties * log(paid)
        return exp(exponent)

    def _badge_nearness(self, effect: Effect) -> np.float32:
        badge = self.model.rules.badge_posts
        if self.member.posts >= badge:
            return ZERO
        progress = F(self.member.posts) / F(badge)
        return progress * progress * effect.badge

    def invite_factor(self, effect: Effect) -> np.float32:
        """Return by what a badge ahead multiplies inviting."""
        if self.theta["badge_pull"] == 0:
            return ONE
        near = min(self._badge_nearness(effect) * self.member.standing, ONE)
        return ONE - self.theta["badge_displaces"] * near

    # lessons of a day's posting

    def learn_from_posting(self, effect: Effect, paid: np.float32, posts: int) -> None:
        """Be answered, read, awarded, hurt and paid."""
        theta, member = self.theta, self.member
        if theta["reply_pull"] > 0 and not self.wrote:
            self.wrote = True
            self.model.count(self.member, "first_posts")
            if member.draw("reply") < effect.reply_probability:
                self.answered = True
                self.model.count(member, "answered")
        if theta["feedback_gain"] > 0:
            self._be_read(effect)
        if theta["award_gain"] > 0 and member.draw("award") < effect.award_share:
            fresh = theta["award_gain"] * exp(-theta["award_inflation"] * effect.award_share)
            self.award = fresh * member.standing
            self.award_day = self.model.day
            self.model.count(member, "awarded")
        if theta["toxicity_rate"] > 0:
            self._perhaps_be_hurt(effect.toxicity_seen)
        if paid > 1:
            loss = theta["crowding"] * log(paid)
            self.motive = max(self.motive - loss, -theta["crowding_most"])
        else:
            self.motive = self.motive * (ONE - theta["crowding_back"])
        if theta["silence"] > 0 and self._in_minority:
            self.model.count(member, "minority_posts", posts)

    def _be_read(self, effect: Effect) -> None:
        theta = self.theta
        if self.member.lasting("trait respond") >= theta["feedback_share"]:
            return
        spread = theta["reach_spread"]
        z = normal(at.open_unit(self.member.bits("react", self.model.day)))
        reach = self.model.climate.reach * (ONE + effect.visibility)
        readers = reach * exp(spread * z - F(0.5) * spread * spread)
        rise = theta["feedback_gain"] * log(ONE + theta["reaction_rate"] * readers)
        self.spur = max(self._spur_now(), rise)
        self.spur_day = self.model.day

    def _perhaps_be_hurt(self, seen: np.float32) -> None:
        theta = self.theta
        toxic = theta["toxicity_rate"] + theta["toxicity_spread"] * self.model.climate.hurt_share
        if self.member.draw("hurt") < min(toxic * seen, ONE):
            self.hurt = self._hurt_now() + ONE
            self.hurt_day = self.model.day
            self.model.count(self.member, "hurt")

    def skill(self, effect: Effect) -> np.float32:
        """Return by what training multiplies posting, now or for good."""
        kept = self.theta["training_gain"] * self.theta["training_kept"]
        return max(effect.skill, ONE + kept * (F(self.trained) / F(255.0)))

    # lessons of a visit

    def learn_from_visit(self, effect: Effect, fatigue: np.float32) -> None:
        """Go on with a streak, hold a level, turn messages off, take up a practice."""
        theta, member = self.theta, self.member
        if theta["streak_pull"] > 0:
            goes_on = self.model.day - member.last_visit == 1
            self.streak = self.streak + 1 if goes_on else 1
            days = self.model.rules.challenge_days
            if effect.challenge > 0 and days and self.streak % days == 0:
                self.model.count(member, "challenges")
        self.level_held = max(self.level_held, member.level())
        if effect.skill > 1:
            fresh = (effect.skill - ONE) / theta["training_gain"]
            self.trained = max(self.trained, int(fresh * F(255.0) + F(0.5)))
        if theta["optout_rate"] > 0 and not self.muted:
            tired = theta["optout_rate"] + theta["optout_fatigue"] * fatigue
            if member.draw("mute") < tired * effect.push:
                self.muted = True
                self.model.count(member, "muted")
        may_adopt = self.model.spreads and not self.adopted
        if may_adopt and member.draw("adopt") < self._adopts(effect.sample):
            self.take_up()

    def _adopts(self, sample: np.float32) -> np.float32:
        chance = self._adopt_probability()
        return ONE - (ONE - chance) * (ONE - sample) if sample > 0 else chance

    def _adopt_probability(self) -> np.float32:
        theta, ties = self.theta, self.member.ties
        having = F(sum(friend in self.model.having for friend in ties))
        enough = having >= theta["adopt_least"] and having >= theta["adopt_share"] * F(len(ties))
        none = ONE - theta["adopt_alone"]
        if not enough:
            return ONE - none
        if theta["adopt_tie"] == 1:
            return ONE
        return ONE - none * exp(having * log(ONE - theta["adopt_tie"]))

    def take_up(self) -> None:
        """Have the practice; ties see it from tomorrow on."""
        self.adopted = True
        self.model.adopting.add(self.member)
        self.model.count(self.member, "adopted")


def _rise_now(rise: np.float32, days: np.float32, span: np.float32) -> np.float32:
    """Return what is left of a rise of posting; nothing after 16 spans."""
    if rise <= 0 or days > F(16.0) * span:
        return ZERO
    return rise * exp(-days / span)
