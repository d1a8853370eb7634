"""Every block of README and docs runs, and prints what the page shows."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, Block, agrees, anew, blocks, rewritten
from tests.docs.running import BlockError, run

WRITE = "run python -m tests.docs.write"
MOST_NOT_RUN = 6
MOST_WORDS = 9000
MOST_WORDS_A_PAGE = 600


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def has(page: Path, slow: bool) -> bool:
    return any(block.runs and block.slow == slow for block in blocks(text(page)))


def check(page: Path, folder: Path, slow: bool) -> None:
    for block, printed in run(page, folder, slow):
        shown = block.shown or ""
        if not agrees(shown, printed):
            differs = "\n".join(difflib.ndiff(shown.splitlines(), printed.rstrip().splitlines()))
            pytest.fail(f"{page.name}:{block.line} prints something else: {WRITE}\n{differs}")


# What a newcomer reads first is tried each time, the other pages with the slow tests.
FIRST = ("README", "contributing", "reading-the-figures")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(p, marks=() if p.stem in FIRST else pytest.mark.slow)
        for p in PAGES
        if has(p, False)
    ],
    ids=lambda page: page.stem,
)
def test_blocks_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    check(page, tmp_path, slow=False)


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in PAGES if has(p, True)], ids=lambda page: page.stem)
def test_slow_blocks_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    check(page, tmp_path, slow=True)


def test_hardly_any_block_is_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    left = [(p.name, b.not_run) for p in PAGES for b in blocks(text(p)) if b.not_run is not None]
    with capsys.disabled():
        print(f"\n{len(left)} blocks of the documents are not run:", *left, sep="\n  ")
    assert len(left) <= MOST_NOT_RUN


def test_no_command_hides_outside_a_fence() -> None:
    for page in PAGES:
        for line in text(page).splitlines():
            assert not line.startswith(("    forerun ", "    python ", "    make ")), (page, line)


def test_what_is_read_is_short() -> None:
    """Words by hand: what a command printed is not counted."""
    pages = {page.name: re.sub(r"^```text.*?^```", "", text(page), flags=re.M | re.S)
             for page in (ROOT / "docs").glob("*.md")}  # fmt: skip
    words = {name: len(page.split()) for name, page in pages.items()}
    assert sum(words.values()) <= MOST_WORDS
    assert max(words.values()) <= MOST_WORDS_A_PAGE, max(words, key=lambda name: words[name])


PAGE = """\
<!-- file: a.txt -->
```text
held
```

```sh
cat a.txt
```

```text
held
```

<!-- slow -->
```python
x = 1
```

```python
print("one", __name__)
x = 2
```

<!-- not run: never -->
```sh
exit 1
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def outputs(page: Path, folder: str, slow: bool = False) -> list[tuple[Block, str]]:
    inside = page.parent / folder
    inside.mkdir()
    return list(run(page, inside, slow))


def test_files_shell_and_python_work_in_one_folder(page: Path) -> None:
    found = outputs(page, "fast")
    assert [printed for _, printed in found] == ["held\n", "one __main__\n"]
    assert [block.shown for block, _ in found] == ["held\n", None]
    assert [block.code for block, _ in outputs(page, "slow", slow=True)][1] == "x = 1\n"


def test_python_blocks_share_their_names_and_a_fault_tells_its_place(page: Path) -> None:
    page.write_text("```python\nx = 4\n```\n\n```python\nprint(x)\nraise ValueError('no')\n```\n")
    with pytest.raises(BlockError, match=r"page.md:6\n4\n.*(.|\n)*ValueError: no"):
        outputs(page, "a")
    page.write_text("# A\n\n```sh\necho said\nfalse\necho not reached\n```\n", encoding="utf-8")
    with pytest.raises(BlockError, match=r"page\.md:4: exit code 1\nsaid\n$"):
        outputs(page, "b")


def test_a_page_is_written_with_what_its_blocks_print(page: Path) -> None:
    found = outputs(page, "a")
    new = rewritten(PAGE, found)
    assert new == PAGE.replace("x = 2\n```\n", "x = 2\n```\n\n```text\none __main__\n```\n")
    assert rewritten(new, [(b, p) for b, (_, p) in zip(
        [b for b in blocks(new) if b.runs and not b.slow], found, strict=True)]) == new  # fmt: skip
    first, second = found
    assert (
        "held"
        not in rewritten(PAGE, [(first[0], ""), second])
        .partition("<!-- slow")[0]
        .partition("cat")[2]
    )


def test_an_ellipsis_is_any_number_of_lines() -> None:
    assert agrees("a\n...\nd\n", "a\nb\nc\nd\n")
    assert agrees("a\n...\nd\n", "a\nd\n")
    assert agrees("a\n", "a  \n\n")
    assert not agrees("a\n...\nd\n", "a\nb\n")
    assert not agrees("a\n", "a\nb\n")
    assert not agrees("a.c\n", "abc\n")
    assert not agrees("", "a\n")


def test_an_output_that_changed_is_shown_to_the_same_extent() -> None:
    assert anew("a\n...\nd\n", "1\n2\n3\n4\n") == "1\n...\n4\n"
    assert anew("a\nb\n", "1\n2\n3\n") == "1\n2\n3\n"
    assert anew("a\n...\n", "a\nb\n") == "a\n...\n"
    assert anew("a\n", "\n") is None
    long = "".join(f"{number}\n" for number in range(100))
    shown = anew(None, long)
    assert shown is not None
    assert agrees(shown, long)
    assert len(shown.splitlines()) == 17


def test_a_mark_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="fast"):
        list(blocks("<!-- fast -->\n```sh\ntrue\n```\n"))
