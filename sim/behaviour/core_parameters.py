"""Parameters of the decisions that every member takes: visit, read, feel, write, buy, invite, leave,
ask.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.parameter import Parameter as _P

CORE: Final[tuple[_P, ...]] = (
    # visit
    _P("visit_base", -3.2, -9.0, 3.0, "logit/day", "assumed", "C",
       "M1: mean daily visit probability 0.05-0.4", "mean propensity to visit", "平均访问倾向"),
    # propensity
    _P("visit_spread", 1.2, 0.0, 4.0, "logit", "assumed", "C",
       "M1: heterogeneous, logit-normal", "spread of that propensity over members", "访问倾向差异",
       neutral=0.0),
    # newcomer
    _P("newcomer_pull", 2.0, 0.0, 8.0, "logit", "assumed", "C",
       "M6: D1 above D7", "extra pull on the day after joining", "新成员初期热情", neutral=0.0),
    _P("newcomer_days", 5.0, 0.5, 120.0, "days", "assumed", "C",
       "M6: D1/D7/D30", "days in which the newcomer's pull falls to 37 %", "新成员热情衰减天数"),
    # habit
    _P("habit_pull", 1.0, 0.0, 6.0, "logit", "assumed", "B",
       "M1, M2", "pull of a full habit", "习惯强度", neutral=0.0),
    _P("habit_gain", 0.045, 0.012, 0.166, "1/visit", "published", "A",
       "M2: 95 % of the asymptote after 18-254 days, mean 66", "habit built by a visit", "习惯形成速度"),
    _P("habit_decay", 0.011, 0.0, 0.2, "1/day", "assumed", "B",
       "M2: one missed day has no material effect, so decay << gain; a quarter of it",
       "habit lost a day away", "习惯衰减速度"),
    # peers
    _P("peer_pull", 0.4, 0.0, 2.0, "logit", "published", "B",
       "M1, M50: half or less of observational peer effects",
       "pull of having all ties active yesterday", "好友活跃的带动", 0.15, neutral=0.0),
    # satisfaction
    _P("satisfaction_pull", 1.0, 0.0, 3.0, "logit", "assumed", "D",
       "M1, M15", "pull of satisfaction above or below one half", "满意度对访问的作用", 0.3, neutral=0.0),
    _P("satisfaction_gain", 0.10, 0.0, 0.5, "1/visit", "assumed", "D", "M15: 0.05-0.3",
       "weight of the latest visit in satisfaction", "满意度更新速度"),
    _P("expectation", 0.28, -0.5, 0.8, "1", "assumed", "D", "M15",
       "worth below which a visit disappoints (satisfaction tends to utility + 0.5 - "
       "expectation)", "期望水平"),
    _P("write_satisfaction", 0.6, 0.0, 3.0, "ln", "assumed", "D", "M15",
       "change of the rate per unit of satisfaction", "满意度对发帖的作用", 0.2, neutral=0.0),
    _P("invite_satisfaction", 1.5, 0.0, 5.0, "ln", "assumed", "B",
       "M62: NPS-referral correlation 0.2-0.4", "change of the rate per unit of satisfaction",
       "满意度对邀请的作用", 0.5, neutral=0.0),
    _P("leave_satisfaction", 2.0, 0.0, 6.0, "ln", "assumed", "D", "M15",
       "change of the hazard per unit of satisfaction lost", "不满对退出的作用", 0.7, neutral=0.0),
    # content
    _P("content_pull", 0.6, 0.0, 3.0, "logit", "assumed", "D",
       "M15", "pull of today's feed, per unit of its utility", "内容吸引力", 0.25, neutral=0.0),
    # season
    _P("weekend_pull", 0.0, -1.0, 1.0, "logit", "assumed", "D",
       "M1: amplitude 5-20 %, sign depends on the product", "shift on Saturday and Sunday", "周末效应",
       typical=-0.10),
    _P("season_pull", 0.0, 0.0, 1.0, "logit", "assumed", "D",
       "none published", "amplitude of the yearly cycle", "年度季节幅度", typical=0.10),
    _P("season_peak", 200.0, 0.0, 366.0, "day of year", "assumed", "D",
       "none published", "day of the yearly peak", "年度高峰日"),
    # ageing
    _P("cohort_slope", 0.0, -2.0, 1.0, "logit/ln(1+years)", "assumed", "C",
       "real histories: early joiners' week-4 retention is 1.4 to 3.6 times late joiners'",
       "shift of those who join a community of that age", "加入时社区年龄的影响", typical=-0.50),
    _P("community_slope", 0.0, -2.0, 2.0, "logit/ln(1+years)", "assumed", "D",
       "none published", "shift of everyone as the community ages", "社区老化的影响", typical=-0.10),
    # reward
    _P("reward_pull", 0.25, 0.0, 1.5, "logit", "published", "A",
       "M28: coupons +31.7 % in campaign; M31: concave", "pull of a reward worth 0.10 a visit, per "
       "natural log", "奖励对访问的作用", 0.10, neutral=0.0),
    _P("reward_patience", 20.0, 1.0, 500.0, "visits", "assumed", "D",
       "M25: effort rises as the reward nears; M32: what is far is not redeemed",
       "visits to the next reward at which the pull of its points is half", "奖励耐心"),
    _P("write_reward", 0.25, 0.0, 2.0, "ln", "published", "A", "M13, M35",
       "change of the rate per natural log of a reward of 0.10", "奖励对发帖的作用", 0.10, neutral=0.0),
    # privilege
    _P("status_pull", 1.0, 0.0, 3.0, "1", "assumed", "A",
       "M13, M30", "weight of the privileges of a level", "等级特权的作用", 0.4, neutral=0.0),
    # goal
    _P("goal_gradient", 0.3, 0.0, 2.0, "logit", "assumed", "A",
       "M25: effort x (1 + g progress^k), k = 2; reset after the reward",
       "extra pull just below the next level", "目标梯度效应", 0.15, neutral=0.0),
    # push
    _P("push_pull", 0.25, 0.0, 2.0, "logit/message", "published", "A",
       "M21: randomised effect small", "pull of one message a day", "推送的作用", 0.10, neutral=0.0),
    # fatigue
    _P("fatigue_pull", 0.015, 0.0, 1.0, "logit/unit", "published", "A",
       "M21: fewer notifications, more use after a year; at one message a day the loss nears the pull", "pull lost per unit of fatigue", "疲劳的作用", 0.005,
       neutral=0.0),
    _P("fatigue_decay", 0.05, 0.005, 1.0, "1/day", "assumed", "C",
       "M21", "fatigue lost a day", "疲劳消退速度"),
    # commercial
    _P("ad_fatigue", 5.0, 0.0, 50.0, "units/share/visit", "assumed", "C",
       "M20", "fatigue per visit and share above tolerance", "广告疲劳", neutral=0.0),
    _P("ad_tolerance", 0.10, 0.0, 1.0, "share of feed", "published", "C",
       "M20: retention fell above 10 % commercial items", "commercial share that tires nobody", "广告容忍度"),
    # read
    _P("prominence", 15.0, 1.0, 50.0, "posts/item", "assumed", "D",
       "M19: visibility decays with rank, and items on top of a feed of a hundred are read by all",
       "ordinary posts that one item of the operator outweighs in the feed", "运营内容曝光权重"),
    _P("off_topic_match", 0.4, 0.0, 1.0, "1", "assumed", "D",
       "M15: match of topics", "worth of an item outside one's interest", "非兴趣内容价值"),
    _P("quality_professional", 0.75, 0.0, 1.0, "1", "assumed", "D", "M18",
       "worth of an item by staff", "专业内容质量", 0.08),
    _P("quality_kol", 0.70, 0.0, 1.0, "1", "assumed", "D", "M18",
       "worth of an item by an opinion leader", "KOL内容质量", 0.08),
    _P("quality_member", 0.55, 0.0, 1.0, "1", "assumed", "D", "M18",
       "worth of an item by a member", "用户内容质量", 0.05),
    _P("read_noise", 0.25, 0.0, 1.0, "1", "assumed", "D", "M15",
       "luck of one visit's reading", "阅读体验波动"),
    # attention
    _P("attention", 8.0, 0.5, 200.0, "items/visit", "assumed", "C",
       "M19: attention is finite", "items that a member reads on a visit, mean", "每次访问注意力"),
    # formats
    _P("format_video", 1.05, 0.5, 2.0, "1", "assumed", "D", "M18: no controlled effect known",
       "worth of a video relative to text", "视频相对价值", 0.08, neutral=1.0),
    _P("format_live", 1.10, 0.5, 2.0, "1", "assumed", "D", "M18: no controlled effect known",
       "worth of a live session relative to text", "直播相对价值", 0.10, neutral=1.0),
    # satiation
    _P("satiation", 0.35, 0.0, 3.0, "1", "assumed", "A",
       "M17: personalisation narrowed individual diversity by 11.5 %",
       "worth lost when one topic fills the feed", "同质化厌倦", 0.15, neutral=0.0),
    # wait
    _P("wait_pain", 0.08, 0.0, 0.5, "1", "published", "B",
       "M55: steep at first, then flat", "satisfaction lost per ln(1 + wait/expected)", "等待的不满", 0.03,
       neutral=0.0),
    _P("wait_expected", 4.0, 0.1, 72.0, "hours", "published", "B",
       "M55: 1-6 h on social channels", "wait that is taken for granted", "预期等待时间"),
    # write
    _P("write_rate", 0.25, 0.0, 20.0, "posts/visit", "assumed", "B", "M10",
       "posts a visit, mean over members", "每次访问发帖"),
    # participation
    _P("write_spread", 1.8, 0.0, 3.0, "ln", "published", "B",
       "M10, V10: 1.7-2.5", "log-normal spread of it over members", "发帖差异", neutral=0.0),
    # buy
    _P("buy_rate", 0.0, 0.0, 1.0, "1/visit", "assumed", "B", "M63",
       "probability of a purchase on a visit at list price", "每次访问购买率"),
    _P("basket", 30.0, 0.0, 100000.0, "currency", "assumed", "D", "user's own",
       "list price of a purchase", "客单价"),
    # price
    _P("price_elasticity", -2.62, -6.0, 0.0, "1", "published", "A",
       "M36: mean of 1,851 elasticities", "change of purchases with price", "价格弹性", 1.0,
       neutral=0.0),
    # invite
    _P("invite_rate", 0.002, 0.0, 1.0, "1/visit", "assumed", "C",
       "M39: 0.5-5 % of active members a month", "probability of inviting on a visit, unrewarded",
       "自发邀请率", 0.001),
    _P("invite_reward", 0.9, 0.0, 4.0, "ln", "assumed", "A",
       "M41: rewards raise referrals", "change of that rate per natural log of a reward of 1",
       "邀请奖励的作用", 0.3),
    # unlock
    _P("invite_gradient", 0.5, 0.0, 3.0, "ln", "published", "D",
       "M42, M25", "extra rate just below the unlock", "邀请目标梯度", 0.25, neutral=0.0),
    # accept
    _P("accept_rate", 0.12, 0.0, 1.0, "1", "published", "C",
       "M40: conversion of a shared link 1.3-17 %", "probability that an invited friend joins, "
       "unrewarded", "邀请接受率", 0.04),
    _P("accept_reward", 0.35, 0.0, 3.0, "logit", "assumed", "B",
       "M40, M41", "pull of an invited reward of 1, per natural log", "受邀奖励的作用", 0.15),
    # hunter
    _P("hunter_share", 0.03, 0.0, 1.0, "1", "assumed", "D",
       "M46: 2-10 % by default", "bounty hunters among the accepted, without a reward", "薅羊毛基准占比",
       0.015, neutral=0.0),
    _P("hunter_reward", 0.6, 0.0, 3.0, "logit", "assumed", "D",
       "M46: 20-40 % under cash", "pull of the rewards on bounty hunters, per natural log",
       "奖励对薅羊毛的作用", 0.25),
    # referred
    _P("referred_stay", 0.20, -1.0, 1.0, "logit", "assumed", "B",
       "M43: churn x 0.82", "propensity of a referred member above others'", "被邀请者留存优势", 0.10,
       neutral=0.0),
    # leave
    _P("leave_rate", 0.0008, 0.0, 0.5, "1/day", "assumed", "B", "M5",
       "hazard of leaving for good on the first day", "退出率"),
    # tenure
    _P("leave_power", 0.5, 0.0, 2.0, "1", "assumed", "B",
       "M5: 0.89-1.02 by contribution; less by calendar age", "power by which the hazard falls with "
       "tenure", "退出率下降幂次", neutral=0.0),
    _P("leave_days", 60.0, 1.0, 1000.0, "days", "assumed", "B", "M5",
       "tenure at which the hazard begins to fall", "退出率下降起点"),
    # protection
    _P("ties_protect", 0.2, 0.0, 1.0, "1", "assumed", "B",
       "M9: 0.1-0.4", "power by which ties lower the hazard", "人际纽带保护", 0.05, neutral=0.0),
    # contagion
    _P("contagion", 0.4, 0.0, 2.0, "1/departure", "published", "B",
       "M49: +80 % observed; M50: use half", "rise of the hazard per tie that has just left", "退出传染", 0.15,
       neutral=0.0),
    _P("contagion_days", 30.0, 1.0, 365.0, "days", "published", "B", "M49: strongest in the first month",
       "days in which that rise falls to 37 %", "退出传染天数"),
    # comeback
    _P("return_rate", 0.0005, 0.0, 0.5, "1/day", "assumed", "C", "M61",
       "chance a day that one who left comes back, at first", "回归率", 0.00025, neutral=0.0),
    _P("return_days", 120.0, 1.0, 2000.0, "days", "assumed", "C", "M61",
       "days in which that chance falls to 37 %", "回归率衰减天数"),
    # ask
    _P("question_rate", 0.02, 0.0, 1.0, "1/visit", "assumed", "D", "M54",
       "probability of asking staff on a visit, when there is a desk", "咨询率"),
    _P("complaint_rate", 0.002, 0.0, 1.0, "1/visit", "assumed", "D", "M54",
       "probability of a complaint on a visit, when there is a desk", "投诉率"),
    # redeem
    _P("redeem_rate", 0.10, 0.0, 1.0, "1/visit", "published", "C",
       "M32: about half of all points are redeemed", "probability of redeeming on a visit when a "
       "reward is affordable", "兑换率", 0.03),
    # survey
    _P("survey_centre", 7.5, 0.0, 10.0, "points", "assumed", "D", "M62",
       "mean recommendation answer at satisfaction one half", "问卷中心分"),
    _P("survey_slope", 6.0, 0.0, 20.0, "points", "assumed", "D", "M62",
       "change of the answer per unit of satisfaction", "满意度对问卷的作用"),
    _P("survey_noise", 1.5, 0.0, 5.0, "points", "assumed", "B", "M62",
       "noise of the recommendation answer, 0 to 10", "问卷噪声"),
)  # fmt: skip
