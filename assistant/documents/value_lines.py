"""Tables printed as lines: a name and its figures, one pair a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.documents.lines import LogicalLine

_NAME = r"[\u4e00-\u9fff][\u4e00-\u9fff（）()、·A-Za-z\d]{1,19}"
_FIGURE = r"\d[\d,，.]*\s?(?:[万亿]?[个家项户人名元吨亩条处台套座件分辆]|[%％]|万|亿)?"
_LINE = re.compile(rf"{_NAME}(?:\s+(?:{_FIGURE}|[\u4e00-\u9fff]{{2,10}}))*\s+{_FIGURE}")
_DAY = re.compile(r"\d\s*[年月日]|[年月]\s*\d")
_FEWEST = 3


def value_lines(lines: Sequence[LogicalLine], index: int) -> int:
    """How many lines from ``index`` on give a name and its figures; 0 where they are fewer than three.

    >>> from assistant.domain.documents import Span
    >>> rows = ["东山区 18家", "西山区 9家", "南山县 31家", "填表人：　　电话："]
    >>> value_lines([LogicalLine((Span(i, i + 1),), row) for i, row in enumerate(rows)], 0)
    3
    """
    taken = 0
    for line in lines[index:]:
        if line.tabbed or _DAY.search(line.text) or not _LINE.fullmatch(line.text.strip()):
            break
        taken += 1
    return taken if taken >= _FEWEST else 0
