"""Chinese texts that are not Unicode: GB18030 told from Big5, and traditional characters."""

from __future__ import annotations

import re
from typing import Final

GB18030: Final = "gb18030"
BIG5: Final = "cp950"
"""Python's codecs; the second is Big5 as Windows writes it."""

LOOKED_AT: Final = 1 << 16
"""Bytes whose words are looked up."""

_PAIRS: Final = 5000
"""Pairs of bytes that are looked at."""

_CHINESE: Final = 0.7
"""In a Chinese text so many of the pairs are of GB 2312, both bytes from 0xA1 on; in Latin-1 hardly
any."""

_COMMON: Final = 0.9
"""In a text in Big5 so many of the pairs begin like its common characters, 0xA4 to 0xC6."""

_BESIDE: Final = 0.5
"""So many pairs stand beside another one; letters of Latin-1 stand alone."""

_DISTINCT: Final = 8
"""Different pairs from which their second bytes tell, where no word does: all eight of a text in
Big5 look like GB 2312 in two texts of a hundred."""

_CELLS: Final = re.compile(r"[,;\t|\r\n\"]+")


def encoding_of(block: bytes, words: frozenset[str]) -> str | None:
    """Return the encoding of a text that is not UTF-8; None where it is neither, or in doubt.

    Where its bytes may be either's, the one counts in which more cells of its beginning are known
    words; and where there are none, GB18030 if the second bytes are all but always GB 2312's: in
    Big5 two of five are below 0x80.

    Parameters
    ----------
    block
        The beginning of the text.
    words
        Headings and names of events that are known, as `calibration.history.columns.plain` has
        them.
    """
    pairs = _pairs(block)
    if not pairs:
        return None
    first, second = [pair[0] for _, pair in pairs], [pair[1] for _, pair in pairs]
    gb = sum(min(pair) >= 0xA1 for _, pair in pairs) >= _CHINESE * len(pairs)
    places = {place for place, _ in pairs}
    beside = sum(place + 2 in places or place - 2 in places for place in places)
    big5 = (
        sum(0xA4 <= byte <= 0xC6 for byte in first) >= _COMMON * len(pairs)
        and beside >= _BESIDE * len(pairs)
        and all(0x40 <= byte <= 0x7E or byte >= 0xA1 for byte in second)
    )
    if gb != big5:
        return GB18030 if gb else BIG5
    if not gb:
        return None
    known = {one: _known(block, one, words) for one in (GB18030, BIG5)}
    if known[GB18030] != known[BIG5]:
        return max(known, key=lambda one: known[one])
    distinct = {pair for _, pair in pairs}
    alike = sum(pair[1] >= 0xA1 for pair in distinct)
    return GB18030 if len(distinct) >= _DISTINCT and alike >= _COMMON * len(distinct) else None


def _pairs(block: bytes) -> list[tuple[int, bytes]]:
    """The pairs of bytes from the first one above ASCII on, with their places."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(block) - 1 and len(found) < _PAIRS:
        if block[at] < 0x80:
            at += 1
            continue
        found.append((at, block[at : at + 2]))
        at += 2
    return found


def _known(block: bytes, encoding: str, words: frozenset[str]) -> int:
    text = block[:LOOKED_AT].decode(encoding, errors="replace")
    return sum(simplified(cell.strip()) in words for cell in _CELLS.split(text))


_TRADITIONAL: Final = str.maketrans(
    "買評論註冊員會戶號帳賬間時創發佈單訂購類為動額價數總實銷費開結週躍貢獻營計訪問瀏覽閱讀點擊優積錄陸"
    "貨組請薦響應復覆決關閉處訴糾紛別稱暱鐘標準誤線試驗樣轉顯預據對後個條於這還產來顧擬變態誰趨貼",
    "买评论注册员会户号账账间时创发布单订购类为动额价数总实销费开结周跃贡献营计访问浏览阅读点击优积录陆"
    "货组请荐响应复复决关闭处诉纠纷别称昵钟标准误线试验样转显预据对后个条于这还产来顾拟变态谁趋帖",
)


def simplified(text: str) -> str:
    """Return words that tables use in simplified characters."""
    return text.translate(_TRADITIONAL)
