"""Edge lists as tools export them: what is read, what is left and dropped, and that it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.graph import read_edges

GIVEN = {
    # what it is: text, ties by name, what is told of the reading
    "Gephi": ("Source,Target\nann,bob\nbob,cy\n", "ann-bob bob-cy",
              {"headings": ("Source", "Target"), "rows": 2, "left": ()}),
    "Gephi with weights": ("Source,Target,Type,Weight\nann,bob,Undirected,1.0\n", "ann-bob",
                           {"left": ("Type", "Weight"), "rows": 1}),
    "weights": ("Source,Target,Weight\nann,bob,5\nbob,cy,3\n", "ann-bob bob-cy",
                {"left": ("Weight",), "used": ("Source", "Target")}),
    "an index before": (",source,target\n0,ann,bob\n1,bob,cy\n", "ann-bob bob-cy",
                        {"left": ("",), "used": ("source", "target")}),
    "followers": ("follower,followee\nann,bob\nbob,cy\n", "ann-bob bob-cy", {"rows": 2}),
    "friends by id": ("user_id,friend_id\nU1,U2\nU2,U3\n", "U1-U2 U2-U3", {"rows": 2}),
    "who follows": ("user,follows\nann,bob\nbob,cy\n", "ann-bob bob-cy", {"rows": 2}),
    "inviters by number": ("inviter_id,invitee_id\n17,18\n18,-19\n", "17-18 18--19", {"rows": 2}),
    "Chinese invitations": ("邀请人,被邀请人\n小明,小红\n小红,小李\n", "小明-小红 小红-小李",
                            {"headings": ("邀请人", "被邀请人"), "members": 3}),
    "Chinese followers": ("关注者,被关注者\n小明,小红\n", "小明-小红", {"members": 2}),
    "Chinese with a time": ("用户,好友,时间\n小明,小红,2024-01-01 10:00\n", "小明-小红",
                            {"left": ("时间",)}),
    "names that begin with #": ("ann#1234,bob#9\n#cy,ann#1234\nbob#9,#cy\n",
                                "ann#1234-bob#9 ann#1234-#cy bob#9-#cy",
                                {"comments": 0, "members": 3}),
    "a member without a tie": ("1 2\n3\n4 5\n", "1-2 4-5", {"single": 1, "members": 5}),
    "SNAP": ("# FromNodeId\tToNodeId\n0\t1\n1\t2\n", "0-1 1-2", {"comments": 1, "rows": 2}),
    "SNAP with moments": ("9 8 1217567877\n1 1 1217573801\n", "9-8",
                          {"left": ("3",), "loops": 1, "members": 3}),
    "NetworkX": ("1 2 {'weight': 3}\n2 3 {}\n", "1-2 2-3", {"left": ("3",), "rows": 2}),
    "NetworkX with more data": ("a b {'w': 1, 'since': 2}\nb c {'w': 2, 'since': 3}\n", "a-b b-c",
                                {"left": ("3",)}),
    "numbers with a point": ("source,target\n1.0,2.0\n2.0,3.0\n", "1-2 2-3",
                             {"floats": 3, "members": 3}),
    "one column with a point": ("source,target\n1,2.0\n2,3.0\n", "1-2 2-3",
                                {"floats": 2, "members": 3}),
    "a point beside names": ("ann,12\nann,12.0\n", "ann-12 ann-12.0", {"floats": 0, "twins": 1}),
    "nobody": ("source,target\n1,2\n3,\n4,5\n", "1-2 4-5",
               {"nobody": 1, "nobody_line": 3, "rows": 3, "members": 4}),
    "nobody in other words": ("a,b\nc,d\ne,f\ng,nan\nNULL,h\n", "a-b c-d e-f",
                              {"nobody": 2, "nobody_line": 4}),
    "ends of lines of old": ("source,target\rann,bob\rbob,cy\r", "ann-bob bob-cy", {"rows": 2}),
}  # fmt: skip


@pytest.mark.parametrize("form", GIVEN)
def test_a_usual_form_is_read(tmp_path: Path, form: str) -> None:
    text, ties, told = GIVEN[form]
    found = read_edges(written(tmp_path, text))
    names = {frozenset((found.names[a], found.names[b])) for a, b in found.edges.tolist()}
    assert names == {frozenset(_ends(tie)) for tie in ties.split()}
    assert {key: getattr(found.reading, key) for key in told} == told
    assert found.reading.members == len(found.names)
    assert found.reading.ties == len(found.edges)


def written(folder: Path, text: str) -> Path:
    path = folder / "ties.csv"
    path.write_bytes(text.encode())
    return path


def _ends(tie: str) -> tuple[str, str]:
    first, _, second = tie.partition("-")
    return first, second


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("source,target\n1,\n2,3\n", 2, "1 of 2 rows lack a name"),
        ("a,nan\n", 1, "1 of 1 rows lack a name"),
        ("a,b,x y\nc,d,1\ne,f,g\n", 3, "no header that says which two"),
        ("ann,bob\n# a remark\n", 2, "a comment stands before the first row"),
        ("root:*:19000\nbin:*:19001\n", None, "no tie"),
    ],
)
def test_what_is_no_edge_list_is_refused(
    tmp_path: Path, text: str, line: int | None, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_edges(written(tmp_path, text))
    assert caught.value.line == line


def test_what_a_file_holds_is_not_echoed(tmp_path: Path) -> None:
    for text in ("root:$y$secret:19000:0\n", "a,b\nsecret,c,d\n", "a b\nmy secret word\n"):
        with pytest.raises(InputError) as caught:
            read_edges(written(tmp_path, text))
        assert "secret" not in str(caught.value)
