"""Every text of the report, in English and Chinese."""

# ruff: noqa: E501 - a table of sentences reads best one language a line

from __future__ import annotations

from typing import Final

from forerun.report.forecast_texts import FORECAST_TEXT
from forerun.report.group_texts import GROUP_TEXT
from forerun.report.health_texts import HEALTH_TEXT
from forerun.report.plan_texts import PLAN_TEXT
from forerun.report.sweep_texts import SWEEP_TEXT

TEXT: Final[dict[str, tuple[str, str]]] = {
    # the page
    "report": ("Forerun report", "Forerun 报告"),
    "worlds": ("{n} simulated worlds", "{n} 个模拟世界"),
    "offline": (
        "Made by Forerun from simulated worlds: a rehearsal, not a promise.",
        "由 Forerun 模拟生成：是预演，不是承诺。",
    ),
    "answer": ("The answer", "结论"),
    "verdict_gain": ("Clear gain", "明显改善"),
    "verdict_loss": ("Clear loss", "明显变差"),
    "verdict_flat": ("No clear difference", "无明显差异"),
    "verdict_same": ("No difference", "完全相同"),
    "verdict_mixed": ("Mixed", "有得有失"),
    "verdict_fit": ("Calibration", "校准"),
    "verdict_run": ("Outlook", "展望"),
    "gain": (
        "{plan} {verb} {measure} by {change}{relative} against {baseline} (90 % interval {interval}); {chance}.",
        "与 {baseline} 相比，{plan} 使{measure}{verb} {change}{relative}（90% 区间 {interval}）；{chance}。",
    ),
    "raises": ("raises", "提高"),
    "lowers": ("lowers", "降低"),
    "flat": (
        "{plan} makes no clear difference to {measure} against {baseline}: {change}{relative}, 90 % interval {interval}; {chance}.",
        "与 {baseline} 相比，{plan} 对{measure}没有明显影响：{change}{relative}，90% 区间 {interval}；{chance}。",
    ),
    "own": (
        "{plan} has a {measure} of {value} (90 % interval {interval}); {baseline} has none.",
        "{plan} 的{measure}为 {value}（90% 区间 {interval}）；{baseline} 无此值。",
    ),
    "none_own": (
        "{plan} has no {measure}: it is undefined.",
        "{plan} 没有{measure}：无定义。",
    ),
    "chance": ("probability of being better {p}", "更优的概率为 {p}"),
    "chance_few": ("better in {p} worlds", "在 {p} 个世界中更优"),
    "few": ("{k} of {n}", "{k}/{n}"),
    "own_interval": ("{interval} (its own)", "{interval}（自身）"),
    # what is undefined, and what stands on little
    "untold": (
        "Effects are not told by {names}: with so many audiences there is no room for it.",
        "未按 {names} 分别给出效果：受众过多，无法分别统计。",
    ),
    "undefined": ("{measure} is undefined: {why}.", "{measure}无定义：{why}。"),
    "undefined_under": (
        "{measure} is undefined under {plans}: {why}.",
        "{measure}在 {plans} 下无定义：{why}。",
    ),
    "why_horizon": (
        "it needs a horizon of {needed} days, and this one has {days}",
        "需要 {needed} 天的时间范围，现为 {days} 天",
    ),
    "why_cost": (
        "no more was spent than under the baseline, so there is nothing to divide by",
        "支出不多于基线，没有可作分母的数",
    ),
    "why_division": ("there is nothing to divide by", "没有可作分母的数"),
    "why_observed": ("nothing was observed", "没有观测值"),
    "from_worlds": (
        "{measure} is from {n} of {seeds} worlds; the others add nothing to it.",
        "{measure}来自 {seeds} 个世界中的 {n} 个，其余世界对它没有贡献。",
    ),
    "ran_dry": (
        "{measure} is read over the last {last} days, but under {plan} the money of {strategy} was gone from day {day} of {days} on{among}.",
        "{measure}取自最后 {last} 天，但 {plan} 的{strategy}自第 {day} 天（共 {days} 天）起已无资金{among}。",
    ),
    "among": (" in {n} of {worlds} worlds", "（{worlds} 个世界中的 {n} 个）"),
    "same": (
        "{plan} and {baseline} give exactly the same {measure}.",
        "{plan} 与 {baseline} 的{measure}完全相同。",
    ),
    "money": (
        "It costs {cost} more and earns {back} for each {currency} spent{days} (90 % interval {low} to {high}){base}: {verdict}.",
        "多花费 {cost}，{days}每投入 1 {currency} 带回 {back}（90% 区间 {low} 至 {high}）{base}：{verdict}。",
    ),
    "with_base": (
        ", and {back} with what the base at the end is still worth",
        "，计入期末用户价值为 {back}",
    ),
    "in_days": (" within {days} days", "{days} 天内"),
    **PLAN_TEXT,
    **FORECAST_TEXT,
    **HEALTH_TEXT,
    **GROUP_TEXT,
    **SWEEP_TEXT,
    "cost_apart": ("{cost} ({cash} in cash, {owed} still owed)", "{cost}（现金 {cash}，应付 {owed}）"),
    "within_days": ("{title} ({days} d)", "{title}（{days} 天）"),
    "it": ("It", "该方案"),
    "best_compared": (
        "Of the {n} plans compared with {baseline} it does best on {measure}.",
        "在与 {baseline} 对比的 {n} 个方案中，该方案的{measure}最好。",
    ),
    "short_pays": ("pays back", "可回本"),
    "short_loses": ("does not pay back", "不能回本"),
    "short_undecided": ("payback open", "回本不确定"),
    "pays": ("it pays back within the plan", "在方案期内可以回本"),
    "loses": ("it does not pay back within the plan", "在方案期内不能回本"),
    "undecided": ("whether it pays back within the plan is open", "在方案期内能否回本尚不确定"),
    "best_found": ("The best of {trials} plans tried", "所试 {trials} 个方案中的最佳方案"),
    "fitted": (
        "On {weeks} held-out weeks the fitted community misses daily active members by {error} of those who came, the naive forecast by {naive}: {verdict}.",
        "在留出的 {weeks} 周上，校准后的社区对日活跃成员的加权误差为 {error}，朴素预测为 {naive}：{verdict}。",
    ),
    "fitted_week": (
        "On {weeks} held-out weeks the fitted community misses weekly active members by {error} of those who came, the naive forecast by {naive}: {verdict}.",
        "在留出的 {weeks} 周上，校准后的社区对周活跃成员的加权误差为 {error}，朴素预测为 {naive}：{verdict}。",
    ),
    "fit_undefined": (
        "On {weeks} held-out weeks an error is undefined: nobody was active in them.",
        "在留出的 {weeks} 周上误差无定义：这些周没有人活跃。",
    ),
    "beats": ("it beats the naive forecast", "优于朴素预测"),
    "beaten": (
        "the naive forecast is better, so trust levels less than differences",
        "朴素预测更准，因此差异比绝对水平更可信",
    ),
    "level": (
        "Under {plan}, weekly active members end at {mean} (9 of 10 simulated worlds: {low} to {high}).",
        "在 {plan} 下，期末周活跃成员为 {mean}（十个模拟世界中有九个在 {low} 至 {high} 之间）。",
    ),
    "between": ("90 %: {interval}", "90% 区间：{interval}"),
    # what was asked
    "asked": ("What was asked", "问题"),
    "scenario": ("Scenario", "场景"),
    "story": ("Question", "问题"),
    "plans": ("Plans", "方案"),
    "period": ("Period", "时间"),
    "days": ("{start} to {end}, {days} days", "{start} 至 {end}，共 {days} 天"),
    "objective": ("Objective", "目标"),
    "subject_to": ("Subject to", "约束"),
    "scenario_text": ("Scenario file", "场景文件"),
    # comparison
    "comparison": ("Plans compared", "方案对比"),
    "comparison_insight": (
        "{clear} of {n} measures differ clearly between {plan} and {baseline}.",
        "{plan} 与 {baseline} 之间，{n} 项指标中有 {clear} 项差异明显。",
    ),
    "comparison_ranking": ("By {measure}: {ranking}.", "按{measure}排序：{ranking}。"),
    "comparison_note": (
        "Plans met the same worlds, so a difference is caused, not luck. Interval: where the difference falls in 90 % of worlds, drawn over what is not known and over luck; * where it leaves out zero. p(better): share of worlds in which the plan is better, ties counted half; of fewer than 20 worlds their number. A ratio is the sum over worlds of what is divided over the sum of what it is divided by.",
        "各方案经历相同的模拟世界，差异来自方案本身而非运气。区间为 90% 的世界中差异所在范围（含参数未知与运气），不含零时标 *；更优概率为该方案更优的世界占比，持平计一半；不足 20 个世界时给出个数。比率为各世界分子之和除以分母之和。",
    ),
    "measure": ("Measure", "指标"),
    "difference": ("Difference", "差异"),
    "interval": ("90 % interval", "90% 区间"),
    "p_better": ("p(better)", "更优概率"),
    "all_measures": ("All measures", "全部指标"),
    # daily
    "daily": ("Daily active members", "日活跃成员"),
    "daily_insight": (
        "In the last four weeks {plan} has {b} active members a day, {baseline} {a}.",
        "最后四周 {plan} 日均活跃 {b} 人，{baseline} 为 {a} 人。",
    ),
    "daily_one": (
        "In the last four weeks {plan} has {b} active members a day.",
        "最后四周 {plan} 日均活跃 {b} 人。",
    ),
    "daily_insight_short": (
        "Over all its days {plan} has {b} active members a day, {baseline} {a}.",
        "整个期间 {plan} 日均活跃 {b} 人，{baseline} 为 {a} 人。",
    ),
    "daily_one_short": (
        "Over all its days {plan} has {b} active members a day.",
        "整个期间 {plan} 日均活跃 {b} 人。",
    ),
    "daily_note": (
        "Mean of seven days; line: mean over worlds, band: 9 of 10 worlds.",
        "七日均值；线为各世界均值，色带包含十分之九的世界。",
    ),
    "daily_note_pairs": (
        "Below: the difference to {baseline} in the same world, where what plans share cancels.",
        "下图：同一世界中与 {baseline} 之差，共同部分已抵消。",
    ),
    "daily_difference": ("Difference to {baseline}", "与 {baseline} 之差"),
    # retention
    "retention": ("Retention by cohort", "分群留存"),
    "retention_insight": (
        "Of those who start under {plan}, {share} are active {age} weeks later.",
        "在 {plan} 期间加入的成员，{age} 周后有 {share} 仍活跃。",
    ),
    "retention_against": (
        "Of those who start under {plan}, {share} are active {age} weeks later, against {base} under {baseline}.",
        "在 {plan} 期间加入的成员，{age} 周后有 {share} 仍活跃，{baseline} 为 {base}。",
    ),
    "retention_note": (
        "Share of a week's newcomers who are active so many weeks later; mean over worlds. Blank: not observed.",
        "某周新成员在若干周后仍活跃的比例，取各世界均值。空白：未观测到。",
    ),
    "age": ("weeks after the first", "首周之后的周数"),
    "cell": ("{plan}, started {cohort}, week {age}: {share} of {size}", "{plan}，{cohort} 加入，第 {age} 周：{size} 人中的 {share}"),
    # funnel
    "funnel": ("Funnel", "漏斗"),
    "funnel_insight": (
        "The narrowest step under {plan} is from {above} to {stage}: {share} pass.",
        "{plan} 中最窄的一步是从{above}到{stage}：通过率 {share}。",
    ),
    "funnel_moved": (
        "{plan} changes most the step from {above} to {stage}: {share} pass, {base} under {baseline}.",
        "{plan} 改变最大的一步是从{above}到{stage}：通过率 {share}，{baseline} 为 {base}。",
    ),
    "funnel_note": (
        "Bar: share of the step above; figure: total over the plan, mean over worlds. A dash: nobody, or no such programme.",
        "条形：占上一步的比例；数字：方案期内合计，取各世界均值。横杠：无人通过或没有该活动。",
    ),
    "member_days": ("Member-days", "成员日"),
    "visits": ("Visits", "访问"),
    "writers": ("Visits with a post", "发帖"),
    "buyers": ("Orders", "订单"),
    "invitations": ("Invitations", "邀请"),
    "accepted": ("Accepted", "接受"),
    "qualified": ("Stayed", "留下"),
    "unlocks": ("Rewards unlocked", "解锁奖励"),
    # ledger
    "ledger": ("Ledger", "账本"),
    "ledger_insight": (
        "{plan} spends {cost}, {share} of it on {strategy}.",
        "{plan} 支出 {cost}，其中 {share} 用于{strategy}。",
    ),
    "ledger_owes": (
        "{plan} costs {cost}: {cash} in cash and {owed} still owed at the end; {share} of it is {strategy}.",
        "{plan} 成本为 {cost}：现金 {cash}，期末应付 {owed}；其中 {share} 来自{strategy}。",
    ),
    "ledger_nothing": ("{plan} spends nothing.", "{plan} 没有支出。"),
    "ledger_note": (
        "{currency}, mean over worlds; debits equal credits in every world. Grants are paid regardless, redemptions because a member claimed them. Owed is what outstanding points and held rewards are expected to cost after the end; liabilities hold them at face.",
        "单位 {currency}，取各世界均值；每个世界中借贷相等。固定投入无论如何都要支付，兑付支出因成员兑换而发生。期末应付是未兑换积分和待发奖励预计在期末之后的支出，负债科目按全额列示。",
    ),
    "entries": ("All entries", "全部分录"),
    "cost": ("Cost", "成本"),
    "margin": ("Gross margin", "毛利"),
    "profit": ("Profit", "利润"),
    "total": ("total", "合计"),
    "plan": ("Plan", "方案"),
    "strategy": ("Strategy", "策略"),
    "account": ("Account", "科目"),
    "debit": ("Debit", "借方"),
    "credit": ("Credit", "贷方"),
    "operation": ("Operation", "日常运营"),
    "cash": ("Cash", "现金"),
    "revenue": ("Revenue", "收入"),
    "goods": ("Cost of goods", "商品成本"),
    "grant": ("Grants", "固定投入"),
    "redemption": ("Redemptions", "兑付支出"),
    "owed": ("Owed", "期末应付"),
    "owed_liability": ("Liability of what is owed", "期末应付负债"),
    "rewards_liability": ("Reward liability", "奖励负债"),
    "rewards_provision": ("Reward provision", "奖励准备"),
    "coupons": ("Taken off by coupons", "优惠券抵扣"),
    "coupons_liability": ("Coupon liability", "优惠券负债"),
    "coupons_provision": ("Coupon provision", "优惠券准备"),
    "wages": ("Wages", "人力成本"),
    "acquisition": ("Acquisition", "投放"),
    "points_liability": ("Points liability", "积分负债"),
    # search
    "search": ("Search", "寻优"),
    "search_insight": (
        "Of {n} plans tried, {feasible} keep the constraints and {front} are on the front: none is better in everything.",
        "试验的 {n} 个方案中，{feasible} 个满足约束，{front} 个位于前沿：没有方案在所有目标上更优。",
    ),
    "search_insight_best": (
        "Of {n} plans tried, {feasible} keep the constraints, and one of them is best in every objective.",
        "试验的 {n} 个方案中，{feasible} 个满足约束，其中一个在所有目标上最优。",
    ),
    "search_insight_one": (
        "Of {n} plans tried, {feasible} keep the constraints.",
        "试验的 {n} 个方案中，{feasible} 个满足约束。",
    ),
    "risk_q": ("{measure}, {share} % quantile over worlds", "{measure}，各世界的 {share}% 分位数"),
    "risk_c": ("{measure}, worst tenth of worlds", "{measure}，最差十分之一的世界"),
    "search_note": (
        "Trials ran on a small fixed panel of worlds, so the best of them was partly lucky; the table and the plans that are marked hold values from fresh worlds.",
        "试验在固定的少量世界上进行，其中最好的部分靠运气；表格与标出的方案取自新的世界。",
    ),
    "trial": ("trial {number}", "第 {number} 次试验"),
    "trials": ("trials", "试验序号"),
    "feasible": ("feasible", "可行"),
    "infeasible": ("infeasible", "不可行"),
    "front": ("front", "前沿"),
    "status_quo_short": ("status quo", "维持现状"),
    "equal_split_short": ("equal split", "平均分配"),
    "today_short": ("today's plan", "现行方案"),
    "winner_short": ("winner", "最优"),
    "search_none": (
        "No plan tried keeps every constraint.",
        "没有任何试验方案满足全部约束。",
    ),
    "constraint": ("Constraint", "约束"),
    "reached": ("Winner", "最优方案"),
    "bound": ("Bound", "界限"),
    "broken": ("broken", "违反"),
    "within_noise": ("kept, within noise", "噪声范围内满足"),
    "binding": ("binding", "起约束作用"),
    "slack": ("slack", "有余量"),
    "levers": ("What the winner sets", "最优方案的设置"),
    "lever": ("Lever", "杠杆"),
    "stopped_by": ("What stopped it", "停止原因"),
    # calibration
    "calibration": ("Fit to history", "历史拟合"),
    "calibration_insight": (
        "On the {weeks} weeks held out the error is {error}; the naive forecast's is {naive}.",
        "在留出的 {weeks} 周上误差为 {error}；朴素预测为 {naive}。",
    ),
    "calibration_undefined": (
        "On the {weeks} weeks held out the error is undefined: nobody was active in them.",
        "在留出的 {weeks} 周上误差无定义：这些周没有人活跃。",
    ),
    "calibration_note": (
        "Weekly means of daily active members; band: 9 of 10 worlds. Error: sum of absolute errors over sum of actuals, of all weeks held out. Naive: mean of the last four weeks before.",
        "日活跃成员的周均值；色带包含十分之九的世界。误差：全部留出周的绝对误差之和除以实际值之和。朴素预测：之前四周的均值。",
    ),
    "calibration_note_week": (
        "Members active in each week; band: 9 of 10 worlds. Error: sum of absolute errors over sum of actuals, of all weeks held out. Naive: mean of the last four weeks before.",
        "每周活跃成员；色带包含十分之九的世界。误差：全部留出周的绝对误差之和除以实际值之和。朴素预测：之前四周的均值。",
    ),
    "calibration_fit": ("Retention of cohorts: history and fit", "分群留存：历史与拟合"),
    "cohorts": ("{cohorts}, weeks {first} to {last}", "{cohorts}，第 {first} 至 {last} 周"),
    "early": ("early", "早期"),
    "middle": ("middle", "中期"),
    "late": ("late", "近期"),
    "observed": ("observed", "实际"),
    "few_members": ("of fewer than {least} members, not shown", "不足 {least} 人，不显示"),
    "forecast": ("forecast", "预测"),
    "fitted_value": ("fitted", "拟合"),
    "naive": ("naive", "朴素"),
    "held_out": ("held out", "留出"),
    # assumptions
    "assumptions": ("What is assumed", "假设清单"),
    "assumptions_insight": (
        "Of {n} behaviour parameters {assumed} are merely assumed, {published} published and {measured} measured on your history.",
        "{n} 个行为参数中，{assumed} 个仅为假设，{published} 个来自文献，{measured} 个由历史数据测得。",
    ),
    "assumptions_note": (
        "Evidence: A experiment or meta-analysis, B peer-reviewed observation, C practitioner figure, D recall or heuristic. M: row of the evidence table in the docs.",
        "证据等级：A 实验或荟萃分析，B 同行评议观察，C 从业者数据，D 经验判断。M：文档中证据表的行号。",
    ),
    "prior_was": ("{source}; before: {mean} ± {sd}", "{source}；此前：{mean} ± {sd}"),
    "money_unit": (
        "A unit of money, about one US dollar's worth of reward, is {unit} {currency}: {origin}.",
        "一个货币单位（约合 1 美元的奖励）折合 {unit} {currency}：{origin}。",
    ),
    "money_given": ("given in the scenario", "由场景文件给定"),
    "money_table": ("assumed, by the table of currencies", "假设，取自货币表"),
    "money_unknown": (
        "assumed, as the table of currencies does not have it; set money_unit",
        "假设，货币表中没有该货币；请设置 money_unit",
    ),
    "parameter": ("Parameter", "参数"),
    "value": ("Value", "取值"),
    "grade": ("Grade", "级别"),
    "evidence": ("Evidence", "证据"),
    "source": ("Source", "来源"),
    "assumed": ("assumed", "假设"),
    "published": ("published", "文献"),
    "measured": ("measured", "实测"),
    "pp": ("pp", "个百分点"),
    "gap": (" ", ""),
    "joined": ("{a}, {b}", "{a}，{b}"),
    "listed": (", ", "、"),
    "range": ("{low} to {high}", "{low} 至 {high}"),
    "joined_count": ("{a}: {n}", "{a}：{n}"),
    "relative": (" ({share})", "（{share}）"),
}  # fmt: skip
"""By key: English, Chinese; gaps are filled by name."""
