"""Units as a reader sees them, in English or Chinese."""

from __future__ import annotations

from typing import Final

UNITS: Final = {
    "1000 items": "千条",
    "1000 visits": "千次访问",
    "30 days": "30 天",
    "answer": "次回复",
    "answers": "次回复",
    "audience": "受众",
    "award": "个奖励",
    "awards": "个奖励",
    "badge": "枚徽章",
    "badges": "枚徽章",
    "channel": "渠道",
    "comments": "条评论",
    "contact": "次触达",
    "contacts": "次触达",
    "currency": "货币",
    "day": "天",
    "day of the plan": "方案第几天",
    "day of year": "年内第几天",
    "days": "天",
    "days without a visit": "未访问天数",
    "departure": "次离开",
    "form": "形式",
    "friends": "位好友",
    "hour": "小时",
    "hour of the day": "点钟",
    "hours": "小时",
    "invitations": "次邀请",
    "item": "条内容",
    "items": "条内容",
    "level": "级",
    "levels": "级",
    "lifetime points": "累计积分",
    "ln(1+years)": "ln(1+年)",
    "look": "次查看",
    "looks": "次查看",
    "member": "人",
    "member-day": "成员日",
    "member-days": "成员日",
    "members": "人",
    "message": "条消息",
    "messages": "条消息",
    "minutes": "分钟",
    "month": "月",
    "order": "单",
    "orders": "单",
    "phase": "阶段",
    "point": "积分",
    "points": "积分",
    "points, -100 to 100": "分，-100 至 100",
    "post": "帖",
    "posts": "帖",
    "probability": "概率",
    "quest": "次任务",
    "quests": "次任务",
    "reader": "位读者",
    "reward": "份奖励",
    "rewards": "份奖励",
    "score": "分",
    "session": "场",
    "set": "套",
    "share": "占比",
    "share of contacts": "占触达",
    "share of feed": "占信息流",
    "share of first posts": "占首帖",
    "share of price": "占价格",
    "share of pull": "占作用",
    "share of toxic comments": "占恶意评论",
    "share of writers": "占发帖者",
    "span": "日期区间",
    "steps": "阶",
    "strength": "强度",
    "text": "文字",
    "tickets": "张工单",
    "tie": "条关系",
    "ties": "条关系",
    "unit": "单位",
    "units": "单位",
    "units of money": "货币单位",
    "unlock": "次解锁",
    "visit": "次访问",
    "visits": "次访问",
    "weekdays": "星期",
    "weight": "权重",
    "weights": "权重",
    "who": "对象",
    "worth": "价值",
    "year": "年",
    "0 to 1": "0 至 1",
    "1": "1",
    "ln": "ln",
    "logit": "logit",
    "": "",
}
"""Parts of units by their English name."""


def unit_in(lang: str, unit: str, currency: str = "") -> str:
    """Return a unit in a language, ``en`` or ``zh``: ``points/visit`` as 积分/次访问.

    Parameters
    ----------
    lang
        The language.
    unit
        As it is declared; a part that is nobody's but a user's own stays as it is.
    currency
        What ``currency`` is called; nothing: by its word.
    """
    own = {"currency": currency} if currency else {}
    words = {**UNITS, **own} if lang == "zh" else own
    return words.get(unit) or "/".join(words.get(part, part) for part in unit.split("/"))
