"""One member of the oracle: what it is, and what it does on a day.

Written from the equations in `sim.behaviour`. The order of a sum of floats is part of the
specification: it is kept as the equations' docstrings and the engine have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from tests.oracle import addresses as at
from tests.oracle.arithmetic import clip01, exp, log, logistic, normal, poisson, root
from tests.oracle.craft import post
from tests.oracle.inviting import invite, recruit
from tests.oracle.memory import Memory
from tests.oracle.promises import Promises
from tests.oracle.spending import buy, open_team, redeem
from tests.oracle.standing import sign, tokens

if TYPE_CHECKING:
    from sim.spec import Attribute
    from tests.oracle.community import Oracle
    from tests.oracle.effect import Effect
    from tests.oracle.friends import Group

F = np.float32
HALF = F(0.5)
ONE = F(1.0)
ZERO = F(0.0)


class Member(mesa.Agent):
    """One member.

    Parameters
    ----------
    model
        The community.
    identity
        64 bits, fixed at birth.
    inviter
        Who invited it, if anybody did.
    hunter
        Whether it came for the reward alone.
    paid
        Whether it was won by paid acquisition.
    segment
        Its segment, where that is known; drawn otherwise.
    """

    model: Oracle

    def __init__(
        self,
        model: Oracle,
        identity: int,
        inviter: Member | None = None,
        hunter: bool = False,
        paid: bool = False,
        segment: int | None = None,
    ) -> None:
        super().__init__(model)
        self.identity = identity
        self.inviter = inviter
        self.hunter = hunter
        self.paid = paid
        self.organic = inviter is None and not paid
        self.row = len(model.roll)
        self.join_day = model.day
        self.segment = self._draw_segment() if segment is None else segment
        self.audiences: tuple[str, ...] = ()
        self.invited_in: tuple[str, ...] = ()
        self.visited: list[tuple[int, int]] = []
        self.orders: list[tuple[int, int]] = []
        self.attributes = self._draw_attributes()
        self.group: Group | None = None
        theta = model.theta
        trait = theta["visit_base"] + model.birth_shift[model.day]
        trait = trait + model.segment_visit[self.segment]
        if inviter is not None:
            trait = trait + theta["referred_stay"]
        if paid:
            trait = trait + model.paid_trait
        z = normal(at.open_unit(self.bits("trait visit", 0)))
        self.visit_trait = trait + theta["visit_spread"] * z
        spread = theta["write_spread"]
        w = normal(at.open_unit(self.bits("trait write", 0)))
        self.write_trait = theta["write_rate"] * exp(spread * w - HALF * spread * spread)
        self.attention_trait = self.lasting("trait attention")
        self.leaning = self._draw_leaning()
        self.invite_trait = self.lasting("trait invite")
        self.habit = ZERO
        self.satisfaction = HALF
        self.fatigue = ZERO
        self.loss = ZERO
        self.loss_day = model.day
        self.last_visit = model.day - 1
        self.last_active: int | None = None
        self.debut: int | None = None
        self.points = 0
        self.lifetime_points = 0
        self.levels_settled = -1
        self.spent_towards_a_point = 0
        self.paid_months = 0
        self.paid_until = 0
        self.posts = self.visits = self.invitations = 0
        self.progress = self.unlocked = 0
        self.uncounted = False
        self.promised_cents: int | None = None
        self.left = False
        self.asked = False
        self.complained = False
        self.ties: list[Member] = []
        self.memory = Memory(self)
        self.promises = Promises(self)

    def bits(self, decision: str, day: int) -> int:
        """Return the member's 64 bits of a decision on a day."""
        return at.mix(self.identity ^ at.key(self.model.seed, decision, day))

    def draw(self, decision: str) -> np.float32:
        """Return today's draw of a decision, on [0, 1)."""
        return at.unit(self.bits(decision, self.model.day))

    def lasting(self, trait: str) -> np.float32:
        """Return a trait that is drawn for life, on [0, 1)."""
        return at.unit(self.bits(trait, 0))

    def _draw_segment(self) -> int:
        if self.inviter and at.unit(self.bits("segment", 1)) < self.model.homophily:
            return self.inviter.segment
        u = at.unit(self.bits("segment", 0))
        edges = self.model.segment_edges[:-1]
        return next((k for k, edge in enumerate(edges) if u < edge), len(edges))

    def _draw_attributes(self) -> tuple[int, ...]:
        def draw(which: int, attribute: Attribute) -> int:
            same = at.unit(self.bits("attribute", 2 + which)) < F(attribute.homophily)
            if self.inviter and same:
                return self.inviter.attributes[which]
            u = at.unit(self.bits("attribute", which))
            return sum(u >= F(edge) for edge in np.cumsum(attribute.shares)[:-1])

        return tuple(draw(n, attribute) for n, attribute in enumerate(self.model.spec.attributes))

    def _draw_leaning(self) -> np.float32:
        like = sum(
            a.leaning[value] - sum(s * one for s, one in zip(a.shares, a.leaning, strict=True))
            for a, value in zip(self.model.spec.attributes, self.attributes, strict=True)
            if a.leaning
        )
        own = F(2.0) * self.lasting("trait motive") - ONE
        return F(like) + (ONE - abs(F(like))) * own

    @property
    def money(self) -> np.float32:
        """How much money counts for it, 1 for most."""
        return ONE + self.model.theta["leaning_spread"] * self.leaning

    @property
    def standing(self) -> np.float32:
        """How much standing counts for it, 1 for most."""
        return ONE - self.model.theta["leaning_spread"] * self.leaning

    def tie(self, other: Member) -> None:
        """Become friends."""
        self.ties.append(other)
        other.ties.append(self)

    # state on a day

    def level(self) -> int:
        """Return the level that lifetime points have reached, less those lost since the visit."""
        rules = self.model.rules
        reached = sum(self.lifetime_points >= t for t in rules.level_thresholds)
        if not rules.level_days or self.levels_settled == self.model.day:
            return reached
        away = self.model.day - self.last_visit - 1
        return max(reached - max(away, 0) // rules.level_days, 0)

    def _lose_levels(self) -> None:
        """Give up the points of the levels that were lost."""
        kept, thresholds = self.level(), self.model.rules.level_thresholds
        if kept < len(thresholds) and self.lifetime_points >= thresholds[kept]:
            self.lifetime_points = thresholds[kept - 1] if kept else 0
        self.levels_settled = self.model.day

    def _habit_now(self) -> np.float32:
        missed = self.model.day - self.last_visit - 1
        if missed <= 0:
            return self.habit
        return self.habit * exp(-self.model.theta["habit_decay"] * F(missed))

    def _fatigue_now(self, push: np.float32) -> np.float32:
        decay = self.model.theta["fatigue_decay"]
        kept = exp(-decay * F(self.model.day - self.last_visit))
        return self.fatigue * kept + push * (ONE - kept) / decay

    def _loss_now(self) -> np.float32:
        if self.loss <= 0:
            return ZERO
        days = F(self.model.day - self.loss_day)
        return self.loss * exp(-days / self.model.theta["contagion_days"])

    def _peers(self) -> np.float32:
        if not self.ties:
            return ZERO
        here = sum(friend in self.model.here_yesterday for friend in self.ties)
        return F(here) / F(len(self.ties))

    def _visit_probability(self, effect: Effect) -> np.float32:
        theta = self.model.theta
        age = F(self.model.day - self.join_day - 1)
        x = self.visit_trait + theta["habit_pull"] * self._habit_now()
        x = x + theta["satisfaction_pull"] * (self.satisfaction - HALF)
        if age <= F(16.0) * theta["newcomer_days"]:
            x = x + theta["newcomer_pull"] * exp(-age / theta["newcomer_days"])
        day = self.model.day_shift[self.model.day] + effect.shift
        worth = self.model.feed.worth_to(self.segment, effect)
        worth = worth * self.model.feed.gives(self.segment, theta["attention"], effect.pinned)
        day = day + theta["content_pull"] * (worth - HALF)
        day = day + sign(self.model, effect)
        day = day + tokens(self.model, effect)
        reward = self.promises.reward(effect)
        x = x + (self.memory.pull(effect, reward) + (reward - effect.reward))
        x = x + (day + self.promises.level_ahead(effect))
        x = x - theta["fatigue_pull"] * self._fatigue_now(self.memory.push(effect))
        return logistic(x + theta["peer_pull"] * self._peers())

    def _hazard(self) -> np.float32:
        theta = self.model.theta
        age = F(self.model.day - self.join_day)
        x = theta["leave_satisfaction"] * (HALF - self.satisfaction)
        x = x - theta["leave_power"] * log(ONE + age / theta["leave_days"])
        x = x - theta["ties_protect"] * log(ONE + F(len(self.ties)))
        calm = theta["leave_rate"] * exp(x)
        infected = calm * (ONE + theta["contagion"] * self._loss_now())
        return min(infected * self.memory.leave_factor(age), ONE)

    def _comeback(self) -> np.float32:
        theta = self.model.theta
        away = F(self.model.day - self.loss_day)
        return theta["return_rate"] * exp(-away / theta["return_days"])

    # the day

    def live(self) -> None:
        """Live one day: perhaps visit, perhaps leave or come back."""
        bits = self.bits("visit", self.model.day)
        effect = self.model.effect(self)
        if self.left:
            here = not self.hunter and bool(at.unit(bits) < self._comeback())
            if here:
                self.left = False
                self.loss = ZERO
                self.model.count(self, "returned")
                self.model.returners.append(self)
        elif self.visits == 0:
            here = True
        elif self.hunter:
            here = False
        else:
            here = bool(at.unit(bits) < self._visit_probability(effect))
        if here:
            self._visit(effect)
        if not self.left and at.unit_low(bits) < self._hazard():
            self.left = True
            self.forfeit()
            self.loss = ZERO
            self.loss_day = self.model.day
            self.model.count(self, "left")
            self.model.leavers.append(self)

    def forfeit(self) -> None:
        """Lose the points on leaving."""
        if self.points:
            self.model.count(self, "points_clawed_back", self.points)
            self.points = 0

    def mourn(self) -> None:
        """Feel that a tie left today."""
        if not self.left:
            self.loss = self._loss_now() + ONE
            self.loss_day = self.model.day

    def _visit(self, effect: Effect) -> None:
        theta = self.model.theta
        self._lose_levels()
        self._hear_answers(effect)
        habit = self._habit_now()
        fatigue = self._fatigue_now(self.memory.push(effect))
        self.model.here_today.add(self)
        self.model.count(self, "visits")
        self.model.count(self, "level_visits", self.level())
        self._read(effect)
        posts = self._write(effect)
        self.visited.append((self.model.day, posts))
        if posts:
            self.memory.learn_from_posting(effect, self.promises.factor(effect), posts)
        self.promises.learn(effect)
        self.memory.learn_from_visit(effect, fatigue)
        if buy(self, effect) and self.model.spec.activity == "purchase":
            self.act()
        filled = open_team(self, effect)
        if self.model.spec.desk is not None:
            self._ask()
        redeem(self, effect)
        self.model.purses.claim(self, int(effect.points_visit) + posts * int(effect.points_post))
        invite(self, effect)
        if filled:
            recruit(self, effect)
        self.habit = habit + theta["habit_gain"] * (ONE - habit)
        self.fatigue = fatigue + effect.ad_fatigue
        self.last_visit = self.model.day
        self.visits += 1

    def _hear_answers(self, effect: Effect) -> None:
        theta = self.model.theta
        for waited, kind, weight in ((self.asked, 0, ONE), (self.complained, 1, F(2.0))):
            if waited:
                hours = self.model.waits[self.last_visit][kind] * (ONE - effect.service)
                pain = theta["wait_pain"] * log(ONE + hours / theta["wait_expected"])
                self.satisfaction = clip01(self.satisfaction - weight * pain)
        self.asked = self.complained = False

    def _read(self, effect: Effect) -> None:
        theta = self.model.theta
        able = max(int(theta["attention"] * (HALF + self.attention_trait) + HALF), 1)
        own = int(effect.pinned * theta["attention"] + HALF)
        read = min(able, self.model.feed.items + own)
        self.model.count(self, "exposures", read)
        experience = ZERO
        if read > 0:
            u = self.draw("read")
            luck = (u - HALF) * F(2.0) * theta["read_noise"] / root(F(read))
            feed = self.model.feed
            worth = feed.worth_to(self.segment, effect) + effect.access
            experience = worth * feed.gives(self.segment, F(able), effect.pinned) + luck
        target = HALF + experience - theta["expectation"]
        gain = theta["satisfaction_gain"]
        self.satisfaction = clip01(self.satisfaction + gain * (target - self.satisfaction))

    def _write(self, effect: Effect) -> int:
        paid = self.promises.factor(effect)
        rate = self.write_trait * paid * self.memory.skill(effect)
        rate = rate * self.memory.urge(effect, paid)
        rate = rate * exp(self.model.theta["write_satisfaction"] * (self.satisfaction - HALF))
        posts = min(poisson(rate, self.draw("write")), int(effect.most_posts))
        contribution = self.model.spec.activity == "contribution"
        if contribution and self.visits == 0:
            posts = max(posts, 1)
        if posts:
            badge = self.model.rules.badge_posts
            if effect.badge > 0 and self.posts < badge <= self.posts + posts:
                self.model.count(self, "badges")
            self.posts += posts
            post(self, posts, effect)
            self.model.count(self, "writers")
        counts = self.model.spec.activity
        if counts == "visit" or (counts == "contribution" and posts):
            self.act()
        return posts

    def act(self) -> None:
        self.model.count(self, "active")
        self.model.mark_active(self)

    def _ask(self) -> None:
        theta = self.model.theta
        if self.draw("question") < theta["question_rate"]:
            self.asked = True
            self.model.count(self, "questions")
        annoyed = exp(F(2.0) * (HALF - self.satisfaction))
        crisis = self.model.complaints[self.model.day]
        if self.draw("complaint") < theta["complaint_rate"] * annoyed * crisis:
            self.complained = True
            self.model.count(self, "complaints")

    def earn(self, points: int) -> None:
        """Take points that are issued."""
        self.points += points
        if not self.model.rules.spend_alone:
            self.lifetime_points += points
        self.model.count(self, "points_issued", points)

    def let_points_lapse(self) -> None:
        """Lose the points that outlived their time without a visit."""
        limit = self.model.rules.points_expiry_days
        if limit and self.points and self.model.day - self.last_visit > limit:
            self.model.count(self, "points_expired", self.points)
            self.points = 0

    @property
    def priority(self) -> int:
        """The order in which a purse that is too small serves members today."""
        return self.bits("priority", self.model.day)
