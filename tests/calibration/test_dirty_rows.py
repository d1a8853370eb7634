"""Dirty rows: counted by kind and told, and refused above a stated share."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sim.errors import InputError
from tests.calibration.exports import events, kinds, lines, read, same, told

PLAIN = lines(events())
MANY = lines(events(60))
"""320 rows: sixteen bad ones are a twentieth."""


def with_rows(*rows: str) -> str:
    return MANY + "".join(f"{row}\n" for row in rows)


def test_rows_are_left_out_by_kind(tmp_path: Path) -> None:
    seen = read(
        tmp_path,
        with_rows(
            ",2024-02-01,post", "nan,2024-02-01,post", "None,2024-02-01,post",
            "NULL,2024-02-01,post", "\\N,2024-02-01,post", "  ,2024-02-01,post",
            "x,,post", "x,yesterday,post", "x,2024-02-01,", "x,1812-02-01,post",
            "x,2024-02-01,post,and,more",
        ),
    )  # fmt: skip
    assert seen.reading is not None
    assert seen.reading.dropped == {
        "more fields than the header": 1, "no member": 2, "a member like nan or null": 4,
        "no event": 1, "no time": 1, "not a timestamp": 1, "a time outside 1970 to 2200": 1,
    }  # fmt: skip
    assert same(seen, read(tmp_path, MANY))
    assert "4 rows left out: a member like nan or null" in told(seen)
    assert "4 行未采用：成员为 nan、null 等空值" in "\n".join(seen.reading.told("zh"))


def test_quotes_within_fields_do_no_harm(tmp_path: Path) -> None:
    odd = MANY.replace("m1,", 'm ""1"",', 5).replace("m1,", 'm ""1"",')
    assert same(read(tmp_path, odd), read(tmp_path, MANY))
    with pytest.raises(InputError, match="a quote opens and is not closed in its line") as caught:
        read(tmp_path, odd.replace("m2,", '"m2,', 1))
    assert caught.value.line == odd.split("m2,")[0].count("\n") + 1


def test_above_a_twentieth_the_first_bad_row_is_named(tmp_path: Path) -> None:
    bad = ["x,yesterday,post"] * 17
    with pytest.raises(InputError) as caught:
        read(tmp_path, with_rows(*bad))
    assert caught.value.line == MANY.count("\n") + 1
    assert caught.value.field == "timestamp"
    assert "17 of 337 rows cannot be read; at most 5% may be left out" in str(caught.value)
    read(tmp_path, with_rows(*bad[:15]))


def test_a_value_with_separators_is_refused_though_it_is_one(tmp_path: Path) -> None:
    rows = "".join(f"a,2024-01-{day:02},purchase,10\n" for day in range(1, 29))
    with pytest.raises(InputError, match=r"'1,250\.00' is not a number; write 1250\.5") as caught:
        read(tmp_path, f'member,timestamp,event,value\n{rows}a,2024-01-28,purchase,"1,250.00"\n')
    assert caught.value.line == 30


def test_identities_are_trimmed_and_twins_told(tmp_path: Path) -> None:
    padded = PLAIN.replace("m1,", "  m1 ,").replace("m2,", "m2\u3000,")
    assert same(read(tmp_path, padded), read(tmp_path, PLAIN))
    text = "member,timestamp,event\n12,2024-01-01,post\n12.0,2024-01-02,post\n7.0,2024-01-03,post\n"
    seen = read(tmp_path, text)
    assert seen.counts("new_members").sum() == 3
    assert "1 members are written like 12.0 beside 12" in told(seen)


@pytest.mark.parametrize("order", ["shuffled", "reversed"])
def test_rows_are_sorted(tmp_path: Path, order: str) -> None:
    rows = events()
    if order == "shuffled":
        random.Random(1).shuffle(rows)
    else:
        rows.reverse()
    seen = read(tmp_path, lines(rows))
    assert same(seen, read(tmp_path, PLAIN))
    assert "sorted" in kinds(seen)


def test_what_was_exported_twice_counts_once(tmp_path: Path) -> None:
    body = PLAIN.split("\n", 1)[1]
    seen = read(tmp_path, PLAIN + body)
    assert same(seen, read(tmp_path, PLAIN))
    assert seen.reading is not None
    assert seen.reading.dropped == {"exported twice": body.count("\n")}


def test_a_day_that_was_exported_twice_counts_once(tmp_path: Path) -> None:
    rows = [(f"m{k}", datetime(2024, 1, day, 1 + k, 7, 3), "post") for day in (1, 2, 3)
            for k in range(12)]  # fmt: skip
    seen = read(tmp_path, lines(rows + rows[12:24]))
    assert same(seen, read(tmp_path, lines(rows)))
    assert "1 days stood twice or more" in told(seen)


def test_single_repeats_are_kept_and_told_or_left_out(tmp_path: Path) -> None:
    text = PLAIN + PLAIN.splitlines()[-1] + "\n"
    seen, once = read(tmp_path, text), read(tmp_path, text, repeats="drop")
    assert seen.counts("posts").sum() == PLAIN.count("post") + 1
    assert "1 rows repeat another word for word and count" in told(seen)
    assert same(once, read(tmp_path, PLAIN))
    # With a number of its own each row is another.
    numbered = "member,timestamp,event,id\na,2024-01-01,post,1\na,2024-01-01,post,2\n"
    assert "repeated" not in kinds(read(tmp_path, numbered))


@pytest.mark.parametrize("stray", ["1970-01-01", "2099-12-31"])
def test_a_stray_date_is_refused_unless_allowed(tmp_path: Path, stray: str) -> None:
    text = f"{PLAIN}m1,{stray}T00:00:00,post\n"
    with pytest.raises(InputError, match=f"{stray} lies .* empty days from the rest") as caught:
        read(tmp_path, text)
    assert caught.value.line == text.count("\n")
    dropped = read(tmp_path, text, stray="drop")
    assert same(dropped, read(tmp_path, PLAIN))
    assert dropped.reading is not None
    assert dropped.reading.dropped == {"stray date": 1}


def test_a_stray_date_may_be_kept(tmp_path: Path) -> None:
    kept = read(tmp_path, f"{PLAIN}m1,2022-12-01T00:00:00,post\n", stray="keep")
    assert kept.start == date(2022, 12, 1)
    assert "1 events kept: 395 empty days from the rest" in told(kept)


def test_a_pause_is_no_stray_date_and_is_told(tmp_path: Path) -> None:
    later = [(m, at + timedelta(days=500), e) for m, at, e in events()]
    seen = read(tmp_path, lines(events() + later))
    assert seen.days == 530
    assert "no event at all for 28 days or more, 1 times: from 2024-01-31 (470 d)" in told(seen)


def steady(end: datetime) -> str:
    """Return five weeks of a member who posts every hour, up to a moment."""
    start = datetime(2023, 1, 2, 0, 9)
    hours = int((end - start).total_seconds() // 3600) + 1
    return lines([(f"m{k % 40}", start + timedelta(hours=k), "post") for k in range(hours)])


def test_the_last_day_counts_only_if_the_log_reaches_its_end(tmp_path: Path) -> None:
    whole = read(tmp_path, steady(datetime(2023, 2, 5, 23, 30)))
    assert (whole.end, whole.weeks) == (date(2023, 2, 6), 5)
    cut = read(tmp_path, steady(datetime(2023, 2, 5, 1, 0)))
    assert (cut.end, cut.weeks) == (date(2023, 2, 5), 4)
    assert "the log ends on 2023-02-05 at 00:09" in told(cut)
    assert read(tmp_path, steady(datetime(2023, 2, 5, 1, 0)), last_day="keep").weeks == 5


def test_a_few_who_act_before_they_register_join_with_their_first_act(tmp_path: Path) -> None:
    joined = "".join(f"n{k},2024-01-02T00:00:00,registration\n" for k in range(9))
    late = "m1,2024-01-20T00:00:00,registration\n"
    seen = read(tmp_path, PLAIN + joined + late)
    assert "1 members act before they register" in told(seen)
    assert (
        seen.counts("new_members").tolist() == read(tmp_path, PLAIN).counts("new_members").tolist()
    )


def test_purchases_need_no_event_and_refunds_are_negative(tmp_path: Path) -> None:
    text = (
        "customer,date,amount\n1,1997-01-01,11.77\n2,1997-01-01,20\n1,1997-01-02,-11.77\n"
        "3,1997-01-03,5\n"
    )
    seen = read(tmp_path, text)
    assert seen.reading is not None
    assert seen.reading.kind == "purchases"
    assert seen.counts("event_purchase").tolist() == [2, 0, 1]
    assert seen.counts("event_refund").tolist() == [0, 1, 0]
    assert seen.daily["revenue"].to_list() == pytest.approx([31.77, -11.77, 5.0])


def test_a_value_that_is_no_money_may_be_negative(tmp_path: Path) -> None:
    """Ratings go from -10 to 10: all of them happened, and none of them was paid."""
    rows = [f"{row},{k % 21 - 10}" for k, row in enumerate(lines(events(60)).splitlines()[1:])]
    text = "\n".join(["member,timestamp,event,value", *rows]).replace(",post,", ",rating,")
    seen = read(tmp_path, text)
    assert seen.counts("event_rating").sum() == len(rows)
    assert "revenue" not in seen.daily.columns
    below = sum(row.rpartition(",")[2].startswith("-") for row in rows)
    assert f"{below} negative values of events" in told(seen)
    assert "(rating)" in told(seen)
    paid = text.replace(",rating,10", ",buy,10")
    assert read(tmp_path, paid).daily["revenue"].sum() == 10 * paid.count(",buy,")


def test_refunds_take_back_whichever_way_they_are_signed(tmp_path: Path) -> None:
    text = "member,timestamp,event,value\na,2024-01-01,purchase,20\na,2024-01-02,refund,{}\n"
    for value in ("20", "-20"):
        assert read(tmp_path, text.format(value)).daily["revenue"].to_list() == [20.0, -20.0]


def test_events_in_other_words(tmp_path: Path) -> None:
    text = "会员,时间,事件,金额\n甲,2024-01-01,注册,\n甲,2024-01-02,购买,30\n甲,2024-01-03,发帖,\n"
    seen = read(tmp_path, text)
    assert seen.counts("registrations").tolist() == [1, 0, 0]
    assert seen.daily["revenue"].to_list() == [0.0, 30.0, 0.0]
    assert "购买 = purchase" in told(seen)


def test_one_member_and_ten_days(tmp_path: Path) -> None:
    one = read(tmp_path, lines([("a", datetime(2024, 1, 1, 9), "post")]))
    assert (one.days, one.weeks, one.counts("new_members").tolist()) == (1, 0, [1])
    ten = read(tmp_path, lines(events(10)))
    assert (ten.days, ten.weeks) == (10, 1)
