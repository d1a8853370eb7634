"""Which events of a log make a member active."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

Activity = Literal["visit", "contribution", "purchase"]

REGISTRATION: Final = "registration"
"""The event by which an account is made; it is not an act."""

POSTS: Final = frozenset({"post", "question", "answer", "message", "thread", "reply"})
"""Events counted together as ``posts``."""

COMMENTS: Final = frozenset({"comment"})
BOUNTIES: Final = frozenset({"bounty"})

PURCHASE: Final = "purchase"
"""The event whose value is revenue."""

REFUNDS: Final = frozenset({"refund", "return", "chargeback", "退款", "退货", "退貨"})
"""Events that take a purchase back; their value may be negative."""

GRANTS: Final = BOUNTIES | {"badge", "points", "reward", "coupon", "invitation_sent"}
"""Events about rewards and messages that a log may hold; they make nobody active."""

PASSIVE: Final = frozenset({"visit", "login", "session", "view", "read", "click", "open"})
"""Events that nobody else sees: activity where activity means a visit, but no contribution."""

ALIASES: Final = {
    **dict.fromkeys(
        ("register", "registered", "signup", "sign_up", "sign up", "signed_up", "join", "joined",
         "account_created", "注册", "加入", "入会", "注册会员", "註冊", "入會"),
        REGISTRATION,
    ),
    **dict.fromkeys(
        ("buy", "order", "orders", "payment", "paid", "sale", "购买", "下单", "支付", "付款",
         "消费", "订单", "購買", "下單", "消費", "訂單"),
        PURCHASE,
    ),
    **dict.fromkeys(("发帖", "发布", "发文", "發帖", "發布", "發文", "貼文"), "post"),
    **dict.fromkeys(("评论", "回帖", "評論", "留言"), "comment"),
    **dict.fromkeys(("回复", "回覆"), "reply"),
    **dict.fromkeys(("提问", "提問"), "question"),
    **dict.fromkeys(("回答",), "answer"),
    **dict.fromkeys(("访问", "打开", "訪問", "造訪", "打開"), "visit"),
    **dict.fromkeys(("登录", "登陆", "登入", "登錄"), "login"),
    **dict.fromkeys(("浏览", "阅读", "瀏覽", "閱讀"), "view"),
    **dict.fromkeys(("点击", "點擊"), "click"),
    **dict.fromkeys(("优惠券", "優惠券"), "coupon"),
    **dict.fromkeys(("积分", "積分"), "points"),
}  # fmt: skip
"""Other words for events, as people and exports write them."""

Active = Activity | Collection[str]
"""What counts as activity: one of the three meanings, or the names of the events that count."""


_KNOWN: Final = POSTS | COMMENTS | GRANTS | PASSIVE | REFUNDS | {REGISTRATION, PURCHASE}


def is_known(event: str) -> bool:
    """Whether an event's name is one of those that are told from others."""
    return event in _KNOWN or event in ALIASES


def is_contribution(event: str) -> bool:
    """Whether an event is a visible act: anything but a registration, a grant, a passive event."""
    return event != REGISTRATION and event not in GRANTS and event not in PASSIVE


def is_written(event: str) -> bool:
    """Whether an event is something made for others: a contribution, and no purchase or refund."""
    return is_contribution(event) and event != PURCHASE and event not in REFUNDS


def is_active(event: str, activity: Active) -> bool:
    """Whether an event makes its member active on that day.

    Parameters
    ----------
    event
        Name of the event, lower case.
    activity
        ``"contribution"``: every contribution counts; ``"visit"``: passive events count as well;
        ``"purchase"``: purchases alone; a collection of names: exactly these count.
    """
    if activity == "purchase":
        return event == PURCHASE
    if activity == "contribution":
        return is_contribution(event)
    if activity == "visit":
        return event in PASSIVE or is_contribution(event)
    return event in activity
