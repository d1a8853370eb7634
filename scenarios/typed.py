"""What a Chinese keyboard or a tab key leaves in a scenario file where YAML wants other marks."""

from __future__ import annotations

import re
from typing import Final

from sim.errors import InputError

SLIPS: Final = (
    (
        r"""\s*(?:- +)?["']?[\w.-]+["']?\s*：|[^"'#]*[{\[][^"'#]*\b[\w-]+\s*：""",
        "a full-width colon ： stands there; write : and a space",
        "此处是全角冒号，请改用半角 : 加空格",
    ),
    (
        r"""[^"'#]*[:：\-]\s*[{\[][^"'#]*，""",
        "a full-width comma ， stands there; write , and a space",
        "此处是全角逗号，请改用半角 , 加空格",
    ),
    (
        r"""[^"'#]*(?::|- )\s*[“”‘’＂＇]""",
        "a curly or full-width quote stands there; write \" or '",
        "此处是全角引号，请改用半角引号",
    ),
    (
        r" *\u3000",
        "a full-width space stands before the line; write plain spaces",
        "行首是全角空格，请改用半角空格",
    ),
    (
        r" *\t",
        "a tab stands before the line; YAML wants spaces",
        "行首是制表符，YAML 要求用空格缩进",
    ),
    (
        r"""[^"'#]*[:：]\s*[｛［]""",
        "a full-width bracket stands there; write { or [",
        "此处是全角括号，请改用半角括号",
    ),
    (
        r"\s*－",
        "a full-width dash － stands there; write - and a space",
        "此处是全角短横，请改用半角 - 加空格",
    ),
)
"""Pattern of a line, and what is said of it in English and Chinese."""

NEAR: Final = 3
"""Lines before a fault in which a slip may have caused it: YAML often notices a line later."""


def hinted(error: InputError, text: str) -> InputError:
    """Return an error about a scenario's text with a hint, if a slip of typing stands close by.

    Parameters
    ----------
    error
        What was found.
    text
        The scenario's text.
    """
    fault = error.line or 1
    lines = re.split(r"\r\n|\r|\n", text)[: fault + 1]
    for number in range(len(lines), max(0, fault - NEAR - 1), -1):
        for form, english, chinese in SLIPS:
            if re.match(form, lines[number - 1]):
                where = "" if number == fault else f"line {number}: "
                return InputError(
                    f"{error.message}. Hint: {where}{english} ({chinese})",
                    file=error.file,
                    line=error.line,
                    field=error.field,
                )
    return error
