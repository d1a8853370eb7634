"""Parameters of the mechanisms that a community may have or lack: `sim.behaviour.mechanisms`.

The first of each is its switch. `value` of a switch is neutral: with it the mechanism is absent,
to the bit. `typical` is what the source says, and what a preset that has the mechanism takes.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.parameter import Parameter as _P

FURTHER: Final[tuple[_P, ...]] = (
    # reply
    _P("reply_pull", 0.0, 0.0, 3.0, "logit", "published", "B",
       "M11: 44 % -> 56 % post again when answered", "pull on a member whose first post was "
       "answered", "首帖被回复对回访的作用", typical=0.70),
    _P("reply_rate", 0.61, 0.0, 1.0, "1", "published", "B",
       "M11: 61 % of newcomers' first posts are answered", "probability that members answer a "
       "newcomer's first post", "首帖回复率"),
    # feedback
    _P("feedback_gain", 0.0, 0.0, 3.0, "1/ln", "published", "A",
       "M12: +2 % posts a day on average; most do not change, a few respond strongly",
       "rise of a responsive creator's posting per ln(1 + reactions)", "反馈对创作者的作用", typical=0.55),
    _P("feedback_share", 0.15, 0.0, 1.0, "1", "assumed", "D",
       "M12: a responsive minority", "creators who respond to reactions", "对反馈敏感的创作者占比"),
    _P("feedback_days", 2.0, 0.1, 60.0, "days", "assumed", "D",
       "M12: half-life 1-2 days", "days in which that rise falls to 37 %", "反馈作用天数"),
    _P("reaction_rate", 0.05, 0.0, 1.0, "1/reader", "assumed", "D",
       "none published", "reactions that a reader leaves", "互动率"),
    _P("reach_spread", 0.6626, 0.0, 3.0, "ln", "published", "B",
       "M16: sd of ln attention 0.6626 (Wu and Huberman 2007)",
       "log-normal spread of the readers of a post", "单帖阅读量差异"),
    # award
    _P("award_gain", 0.0, 0.0, 3.0, "1", "published", "A",
       "M13: barnstars to the top 1 % of editors: +60 % productivity over 90 days",
       "rise of posting just after an award", "奖章对产出的作用", typical=1.40),
    _P("award_days", 60.0, 1.0, 1000.0, "days", "assumed", "C",
       "M13: measured over 90 days", "days in which that rise falls to 37 %", "奖章作用天数"),
    _P("award_inflation", 10.0, 0.0, 100.0, "1", "assumed", "D",
       "M13: inflation reduces it", "by which an award is worth less, per share of writers awarded",
       "奖章通胀"),
    # audience
    _P("audience_motive", 0.0, 0.0, 2.0, "1", "published", "A",
       "M14: contributions of the unaffected fell 42.8 % when many readers were cut off",
       "power by which posting follows the audience's size", "受众规模动机", typical=0.50),
    _P("audience_days", 90.0, 5.0, 1000.0, "days", "assumed", "D",
       "none published", "days over which members get used to an audience", "受众适应天数"),
    # novelty and rank
    _P("novelty_days", 0.0, 0.0, 60.0, "days", "assumed", "B",
       "M16: stretched exponential exp(-0.4 t^0.4); 69 minutes on a front page, days in a forum",
       "days in which an item loses half of its attention; 0: only yesterday's posts are read",
       "内容半衰期", typical=1.0),
    _P("rank_decay", 0.0, 0.0, 0.99, "1", "assumed", "B",
       "M19: visibility r^-s, and attention is divided",
       "power by which visibility falls with the rank in the feed; 0: `prominence` instead",
       "排名曝光衰减", typical=0.60),
    # congestion
    _P("congestion_pain", 0.0, 0.0, 2.0, "1", "published", "B",
       "M22: overload brings simpler replies and exit", "worth that a feed loses at twice the posts "
       "that a channel bears", "超载时信息流价值损失", typical=0.15),
    _P("congestion_cap", 400.0, 1.0, 1e6, "posts/day", "assumed", "C",
       "M22: at most 40 posters in 20 minutes however many are present",
       "posts a day that a channel (a group, or the whole community) bears", "频道承载量"),
    # silence
    _P("silence", 0.0, 0.0, 1.0, "1", "assumed", "B",
       "M24: speak if the support that is seen is above a threshold",
       "largest threshold among members", "发声阈值上限", typical=0.60),
    _P("minority_share", 0.3, 0.0, 0.5, "1", "assumed", "D",
       "user's own", "members of the smaller camp", "少数派占比"),
    _P("hard_core", 0.1, 0.0, 1.0, "1", "assumed", "D",
       "M24: hard core 5-20 %", "members who always speak", "铁杆占比"),
    # toxicity
    _P("toxicity_rate", 0.0, 0.0, 1.0, "1/post", "published", "B",
       "M58: about 5 % of comments unwelcoming, fewer toxic",
       "probability that a post draws a toxic comment", "毒性评论率", typical=0.02),
    _P("toxicity_spread", 0.3, 0.0, 0.95, "1", "assumed", "D",
       "M59: toxicity is contagious", "further toxic comments that one draws", "毒性传染"),
    _P("toxicity_pull", 0.35, 0.0, 3.0, "logit", "published", "B",
       "M58: 0.5-2 active days lost per toxic comment", "pull lost just after a toxic comment",
       "毒性对访问的作用"),
    _P("toxicity_leave", 0.8, 0.0, 10.0, "1", "published", "B",
       "M58: early recipients 1.8 times less likely to go on",
       "rise of the hazard of leaving per toxic comment", "毒性对退出的作用"),
    _P("toxicity_early", 1.0, 0.0, 10.0, "1", "assumed", "D",
       "M58: newcomers are hit hardest", "how much more that is in the first 30 days", "新人敏感度"),
    _P("toxicity_days", 30.0, 1.0, 365.0, "days", "assumed", "D",
       "none published", "days in which a hurt falls to 37 %", "毒性影响天数"),
    # trust
    _P("trust_pull", 0.0, 0.0, 5.0, "logit", "assumed", "B",
       "M60: brands lose; no size published", "pull lost when all trust is gone",
       "信任对访问的作用", typical=1.0),
    _P("trust_leave", 1.0, 0.0, 5.0, "ln", "assumed", "D",
       "M60", "rise of the hazard of leaving when all trust is gone", "信任对退出的作用"),
    _P("trust_days", 14.0, 1.0, 365.0, "days", "assumed", "D",
       "M60: 7-30 days", "days in which a loss of trust falls to 37 %", "信任恢复天数"),
    _P("scar_share", 0.4, 0.0, 1.0, "1", "published", "B",
       "M60: 40 % of brands lose in the long run", "probability that a shock leaves a residue",
       "危机后遗症概率", 0.1),
    _P("scar_size", 0.3, 0.0, 1.0, "1", "assumed", "D",
       "none published", "share of the lost trust that then never comes back", "危机后遗症程度"),
    # opt-out
    _P("optout_rate", 0.0, 0.0, 0.5, "1/message", "assumed", "C",
       "M21: 19 % (Android) to 49 % (iOS) have notifications off",
       "probability on a visit of turning notifications off, per message a day", "关闭推送概率",
       typical=0.002),
    _P("optout_fatigue", 0.0005, 0.0, 0.1, "1/unit", "assumed", "D",
       "M21: hazard h0 + h1 F", "rise of that probability per unit of fatigue", "疲劳对关闭推送的作用"),
    # adoption
    _P("adopt_tie", 0.0, 0.0, 1.0, "1/tie/visit", "published", "B",
       "M48: default edge probability 0.1; M51", "probability on a visit of taking up a practice "
       "from one tie who has it", "采纳传播概率", typical=0.10),
    _P("adopt_alone", 0.0, 0.0, 1.0, "1/visit", "assumed", "A",
       "M53: p mean 0.03 a year", "probability on a visit of taking it up without any",
       "自发采纳概率", typical=0.001),
    _P("adopt_seed", 0.01, 0.0, 1.0, "1", "assumed", "D",
       "user's own", "founders who have it from the first day", "初始采纳占比"),
    _P("adopt_least", 1.0, 1.0, 100.0, "ties", "published", "A",
       "M51: simple contagion 1, complex 2 or more",
       "ties who must have it before they count", "采纳所需好友数"),
    _P("adopt_share", 0.0, 0.0, 1.0, "1", "assumed", "B",
       "V27: threshold as a share of ties", "share of ties who must have it before they count",
       "采纳所需好友比例"),
    _P("adopt_pull", 0.2, 0.0, 3.0, "logit", "assumed", "D",
       "user's own", "pull of a practice that is taken up", "采纳后的粘性"),
    # referrers
    _P("referrer_stay", 1.0, 0.05, 1.0, "1", "published", "B",
       "M44: 19 % -> 7 % a year beside matched others",
       "hazard of leaving of one who brought a friend, relative to others'", "推荐者流失风险倍数", typical=0.40),
    # buying
    _P("buy_shape", 0.0, 0.0, 100.0, "1", "published", "B",
       "M63: r = 0.243 (CDNOW)", "shape of the gamma of purchase rates over members; 0: all alike",
       "购买率伽马形状参数", typical=0.243),
    _P("buy_quit_a", 0.793, 0.01, 100.0, "1", "published", "B",
       "M63: a = 0.793 (CDNOW)", "first shape of the beta of the probability to stop buying after a "
       "purchase", "停购参数a"),
    _P("buy_quit_b", 2.426, 0.01, 100.0, "1", "published", "B",
       "M63: b = 2.426 (CDNOW)", "second shape of it", "停购参数b"),
    _P("social_spend", 0.0, 0.0, 2.0, "1", "published", "B",
       "M38: 19 % of revenue after launch, which 0.60 gives at eight ties", "rise of purchases of a member with many ties",
       "社交消费", typical=0.60),
    _P("live_conversion", 0.0, 0.0, 5.0, "1", "assumed", "D",
       "M18: live sessions convert best; no controlled effect known",
       "rise of purchases on a day with a live session", "直播转化", typical=0.20),
    # teams
    _P("team_rate", 0.0, 0.0, 1.0, "1/visit", "assumed", "D",
       "M47: no public numbers", "probability on a visit of opening a team, when there is an offer",
       "开团率", typical=0.02),
    _P("team_asked", 8.0, 0.0, 100.0, "friends", "assumed", "D",
       "M47", "friends asked to join a team", "拼团邀请人数"),
    _P("team_accept", 0.2, 0.0, 1.0, "1", "assumed", "D",
       "M47, V14", "probability that one asked joins", "拼团接受率"),
    # badge
    _P("badge_pull", 0.0, 0.0, 5.0, "1", "assumed", "B",
       "M27: the rewarded action rises before the threshold and falls after",
       "rise of posting just below a badge", "徽章牵引", typical=0.40),
    _P("badge_displaces", 0.3, 0.0, 1.0, "1", "assumed", "D",
       "M27: other actions are displaced", "fall of inviting just below a badge", "徽章挤占"),
    # endowed
    _P("endowed_pull", 0.0, 0.0, 10.0, "logit/share", "published", "A",
       "M26: 34 % against 19 % complete a card of which a fifth is given", "pull of a head start below "
       "the first level, per share of the way that is given", "预赠进度的作用", typical=3.2),
    # game
    _P("game_pull", 0.0, 0.0, 2.0, "logit", "published", "A",
       "M28: badges +21.5 %, leaderboards +22.5 % in the campaign, and they persist",
       "pull of a game layer, such as a leaderboard", "游戏化的作用", typical=0.24),
    _P("game_days", 60.0, 1.0, 1000.0, "days", "assumed", "A",
       "M28: persists after removal", "days in which that falls to 37 % after removal",
       "游戏化持续天数"),
    # streak
    _P("streak_pull", 0.0, 0.0, 3.0, "logit", "assumed", "C",
       "M29: retention rises each day to day 7", "pull of a run of seven days or more, the next day",
       "连续签到的作用", typical=0.30),
    _P("streak_break", 0.2, 0.0, 3.0, "logit", "assumed", "C",
       "M29: shock when a run breaks", "pull lost just after a run of seven days broke", "断签的打击"),
    # status
    _P("demotion_pain", 0.0, 0.0, 5.0, "logit", "assumed", "A",
       "M30: loss weighs twice a gain; the demoted are below the never promoted",
       "pull lost by one who held a higher level", "降级的打击", typical=0.60),
    # crowding out
    _P("crowding", 0.0, 0.0, 2.0, "ln", "published", "A",
       "M33: d = -0.28 to -0.40; contested", "own motive to post lost per paid post and ln of the "
       "reward's factor", "内在动机挤出", typical=0.07),
    _P("crowding_most", 0.50, 0.0, 3.0, "ln", "published", "A",
       "M33: d = -0.36", "most that is lost", "挤出上限"),
    _P("crowding_back", 0.02, 0.0, 1.0, "1/post", "assumed", "D",
       "M33: removal leaves it lower", "share of the loss that an unpaid post brings back",
       "内在动机恢复"),
    _P("crowding_ties", 0.0, 0.0, 5.0, "1", "assumed", "A",
       "M34: paid reviews: less connected +1,400 %, more connected -90 %; so that pay brings posts at the usual eight ties (M13, M35)",
       "by which ties turn the effect of money on posting, per ln(1 + ties)", "社交连接对金钱激励的反转",
       typical=0.30),
    # motives
    _P("status_minded", 0.0, 0.0, 0.9, "1", "assumed", "D",
       "M30, M33: material against status motives", "members whom rewards do not move and privileges "
       "do", "重地位者占比", typical=0.30),
    # kinds of members
    _P("segment_visit", 0.0, 0.0, 3.0, "logit", "assumed", "B",
       "M50: a trait that drives ties and behaviour", "spread of the propensity to visit between "
       "segments", "群体间访问差异", typical=0.30),
    _P("segment_leave", 0.0, 0.0, 3.0, "ln", "assumed", "B",
       "M50: homophily is about half of what looks like influence",
       "spread of the hazard of leaving between segments", "群体间退出差异", typical=0.50),
    # market
    _P("market_size", 0.0, 0.0, 1e9, "members", "assumed", "D",
       "user's own", "people who may ever join; 0: arrivals are as the scenario says", "市场规模",
       typical=20000.0),
    _P("market_innovation", 0.03, 0.0, 100.0, "1/year", "published", "A",
       "M53: p mean 0.03, often below 0.01", "share of those outside who join by themselves",
       "Bass创新系数"),
    _P("market_imitation", 0.38, 0.0, 100.0, "1/year", "published", "A",
       "M53: q mean 0.38, 0.3-0.5", "share of those outside who join as members do", "Bass模仿系数"),
)  # fmt: skip
