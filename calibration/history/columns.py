"""Which column is what: headings in the words that people use, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from calibration.history.chinese import simplified
from calibration.history.reading import Note
from sim.errors import InputError
from sim.visible import excerpt, headings

ROLES: Final[dict[str, tuple[str, ...]]] = {
    "member": (
        "member", "member_id", "user", "user_id", "userid", "uid", "customer", "customer_id",
        "customerid", "account", "account_id", "client_id", "visitor_id", "player_id", "username",
        "user_name", "login", "nickname", "author", "author_id", "buyer", "buyer_id", "openid",
        "open_id", "unionid", "sender", "src",
        "会员", "会员id", "会员编号", "会员号", "用户", "用户id", "用户编号", "用户名", "成员",
        "成员id", "客户",
        "客户id", "客户编号", "顾客", "买家", "账号", "作者", "昵称",
    ),
    "timestamp": (
        "timestamp", "time_stamp", "time", "ts", "datetime", "date_time", "created_at",
        "createdat", "created", "created_on", "create_time", "event_time", "event_timestamp",
        "occurred_at", "happened_at",
        "posted_at", "order_date", "order_time", "ordered_at", "purchase_date", "purchased_at",
        "purchase_time", "paid_at", "pay_time", "invoice_date", "transaction_date",
        "transaction_time", "event_date", "date", "day", "when_at",
        "时间", "时间戳", "日期", "日期时间", "创建时间", "发生时间", "事件时间", "下单时间",
        "支付时间", "付款时间",
        "购买时间", "购买日期", "订单时间", "发布时间", "注册时间", "事件日期", "下单日期",
        "支付日期", "付款日期", "发布日期",
    ),
    "clock": (
        "clock", "time_of_day", "time", "hour_minute", "clock_time", "order_time", "event_time",
        "时刻", "时间", "钟点", "下单时刻", "发生时刻",
    ),
    "event": (
        "event", "event_type", "event_name", "eventtype", "eventname", "type", "action",
        "action_type", "activity", "kind", "verb",
        "事件", "事件类型", "事件名", "事件名称", "类型", "行为", "行为类型", "动作", "操作",
    ),
    "value": (
        "value", "amount", "price", "revenue", "total", "order_value", "order_amount",
        "order_total", "total_amount", "total_price", "purchase_amount", "spend", "sales", "gmv",
        "金额", "价格", "价值", "数值", "订单金额", "支付金额", "付款金额", "消费金额",
        "实付金额", "总价", "总额",
    ),
    "date": (
        "date", "day", "ds", "日期", "日", "时间", "week", "week_start", "week_starting",
        "week_beginning", "week_commencing", "week_of", "week_ending", "week_end", "周", "周开始",
        "周起始", "周开始日期", "周起始日", "周次", "周结束", "周结束日期",
    ),
    "active_members": (
        "active_members", "active", "actives", "dau", "daily_active", "daily_active_users",
        "active_users", "daily_actives", "active_customers",
        "活跃", "活跃人数", "日活", "日活跃用户", "活跃用户", "活跃会员", "活跃成员", "活跃用户数",
    ),
    "new_members": (
        "new_members", "new", "new_users", "newcomers", "joined", "joiners", "new_customers",
        "signups", "sign_ups", "registrations", "新增", "新增人数", "新增用户", "新增会员",
        "新成员", "新会员", "新用户", "新增用户数", "注册", "注册数", "注册人数",
    ),
    "weekly_active": (
        "weekly_active", "wau", "weekly_actives", "weekly_active_users", "weekly_active_members",
        "weekly_users", "周活", "周活跃", "周活跃人数", "周活跃用户", "周活跃用户数", "周活跃会员",
        "周活跃成员",
    ),
    "posts": (
        "posts", "post_count", "messages", "message_count", "发帖", "发帖数", "发帖量", "帖子",
        "帖子数", "消息数",
    ),
    "comments": ("comments", "comment_count", "评论", "评论数", "回帖数"),
    "contributions": ("contributions", "贡献", "贡献数"),
    "purchases": (
        "event_purchase", "purchases", "orders", "purchase_count", "order_count", "购买", "购买数",
        "购买次数", "订单", "订单数", "订单量",
    ),
    "revenue": ("revenue", "sales", "gmv", "turnover", "收入", "营收", "销售额", "成交额", "金额"),
    "acts": ("acts", "events", "actions", "event_count", "事件数", "行为数"),
    "total_members": (
        "total_members", "total_users", "cumulative_members", "cumulative_users", "累计会员",
        "累计会员数", "累计用户", "累计用户数", "总会员数", "总用户数",
    ),
    "cohort": ("cohort", "cohort_week", "joined_week", "first_week", "群组", "分群", "同期群",
               "首周"),
    "age": ("age", "week", "week_number", "weeks_after", "period", "weeks", "周", "第几周", "周数"),
    "members": (
        "members", "active", "active_members", "users", "active_users", "count", "n", "人数",
        "活跃人数", "活跃",
    ),
}  # fmt: skip
"""Headings of each role, the surest first."""

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARTS: Final = re.compile(r"[\s\-./]+")


def plain(heading: str) -> str:
    """Return a heading as it is looked up: lower case, parts joined by ``_``, in usual characters.

    ``User ID``, ``user-id``, ``userId`` and ``ＵＳＥＲ＿ＩＤ`` are ``user_id``;
    ``會員`` is ``会员``.
    """
    text = _CAMEL.sub("_", unicodedata.normalize("NFKC", heading).strip())
    text = _PARTS.sub("_", text).lower().strip("_")
    # Chinese headings have no words to part.
    chinese = any("\u4e00" <= c <= "\u9fff" for c in text)
    return simplified(text).replace("_", "") if chinese else text


@dataclass(frozen=True, slots=True)
class Columns:
    """Which heading has which role.

    Attributes
    ----------
    used
        The heading of each role that was found.
    mapped
        Roles that the caller named.
    left
        Headings without a role.
    """

    used: Mapping[str, str]
    mapped: Collection[str]
    left: Sequence[str]

    def __contains__(self, role: str) -> bool:
        return role in self.used

    def __getitem__(self, role: str) -> str:
        return self.used[role]

    def note(self) -> Note:
        """Return the roles with their headings, and what was left."""
        pairs = [
            role if role == heading else f"{role} = {heading}"
            for role, heading in self.used.items()
        ]
        english, chinese = "columns: " + ", ".join(pairs), "列：" + "，".join(pairs)
        guessed = any(
            role != heading and role not in self.mapped for role, heading in self.used.items()
        )
        if guessed:
            english, chinese = english + " (guessed)", chinese + "（推测）"
        if self.left:
            english += f"; left: {headings_short(self.left)}"
            chinese += f"；未用：{headings_short(self.left)}"
        return Note("columns", english, chinese)


def headings_short(names: Sequence[str]) -> str:
    """Return some dozen headings at most."""
    shown = ", ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12:,} more"


def match(
    names: Sequence[str],
    roles: Sequence[str],
    given: Mapping[str, str] | None = None,
    file: str | None = None,
    words: Mapping[str, Sequence[str]] = ROLES,
    line: int = 1,
) -> Columns:
    """Find the roles of headings: as the caller mapped them, else by what they are called.

    Parameters
    ----------
    names
        The headings.
    roles
        The roles looked for, the first served first.
    given
        Heading by role; goes before any guess. An empty one leaves the role without a column.
    file
        Named in errors.
    words
        Headings of each role.
    line
        Of the headings; named in errors.

    Raises
    ------
    InputError
        If a mapping names a role that is not known or a heading that is not there.
    """
    used: dict[str, str] = {}
    given = dict(given or {})
    for role, heading in given.items():
        if role not in words:
            raise InputError(
                f"no role {excerpt(role)} of a column; there are {', '.join(words)}",
                field=f"columns.{role}" if role.isidentifier() else "columns",
            )
        if role not in roles or not heading:
            continue
        found = [name for name in names if name == heading] or [
            name for name in names if plain(name) == plain(heading)
        ]
        if not found:
            raise InputError(
                f"no column {excerpt(heading)}, which columns.{role} names; "
                f"there are {headings(list(names))}",
                file=file,
                line=line,
            )
        used[role] = found[0]
    for role in roles:
        if role in given:
            continue
        free = {plain(name): name for name in reversed(names) if name not in used.values()}
        found = [free[word] for word in words[role] if word in free]
        if found:
            used[role] = found[0]
    ordered = {role: used[role] for role in roles if role in used}
    return Columns(ordered, tuple(given), [n for n in names if n not in used.values()])
