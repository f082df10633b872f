"""What a cell of a printed form is: a label, a blank to fill, boxes to tick, or blanks inside a sentence."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

FieldKind = Literal["text", "number", "date", "tick", "choice"]

_BOX = "□☐☑☒■○◯"
_BOXES = re.compile(f"[{_BOX}]")
_YES_NO = re.compile(r"^[(（]?\s*(是|有)[)）]?\s*[/／、]?\s*[(（]?\s*(否|无)[)）]?$")
_BLANK = re.compile(r"^(?:[\s_＿/／—-]*|\s*年\s*月\s*日\s*|[（(]\s*(?:盖章|公章|签字|签章)\s*[）)])$")
_DAY = re.compile(r"年\s*月\s*日")
_UNIT = re.compile(
    r"\s*[（(]\s*(?:单位\s*[：:]\s*)?(?P<unit>(?:亿|万)?元(?:/\S{1,6})?|%|％|‰|人|名|个|项|件|家|台|套|年|月|天|吨(?:标准?煤)?|万吨|千?克|"
    r"平方米|㎡|m2|m²|m3|m³|立方米|亩|公顷|千瓦时?|万千瓦时|kWh?|tce|吨?标煤|分|次|小时)\s*[）)]\s*[：:]?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"人数|数量|金额|总额|产值|收入|利润|税收|税额|投资额|投入$|面积|占比|比例|比重|[^频功效]率$|强度|得分|分值|注册资[本金]|资产|能耗|产量|用水量"
)
_DATED = re.compile(r"日期$|时间$|年月$|年月日$|出生年月")
_INLINE = re.compile(
    r"(?P<label>[\u4e00-\u9fffA-Za-z（）()]{2,24})[：:]\s*(?P<blank>_{2,}|＿+|[（(]\s*(?:盖章|公章|签字|签章)\s*[）)]|年\s*月\s*日|(?=\s*$)|(?=\s+[\u4e00-\u9fff]{2,12}[：:]))"
)
_LONGEST_LABEL = 40


class Blank(NamedTuple):
    """A blank inside a line: its label, and whether a day is asked for."""

    label: str
    kind: FieldKind


def is_blank(text: str) -> bool:
    """Whether a cell is left to be filled in.

    >>> [is_blank(t) for t in ("", "____", "   年  月  日", "企业名称")]
    [True, True, True, False]
    """
    return bool(_BLANK.match(text))


def is_label(text: str) -> bool:
    """Whether a cell names what its neighbour asks for, and holds no blank itself."""
    return (
        0 < len(text) <= _LONGEST_LABEL
        and not is_blank(text)
        and not options_in(text)
        and not blanks_in(text)
        and not re.search(r"[。；;]", text)
    )


def options_in(text: str) -> tuple[str, ...]:
    """What may be ticked; empty where a cell offers nothing.

    Boxes that a conversion has turned into opening brackets are seen by their want of closing ones.

    >>> options_in("□国有 □民营 □其他____"), options_in("是  否"), options_in("(甲(乙(丙")
    (('国有', '民营', '其他'), ('是', '否'), ('甲', '乙', '丙'))
    """
    lost = text.count("(") > text.count(")") + 1
    if yes_no := _YES_NO.match(text.strip()):
        return yes_no.group(1), yes_no.group(2)
    if not (_BOXES.search(text) or lost):
        return ()
    parts = re.split(rf"[{_BOX}]" if not lost else rf"[{_BOX}(（)）]", text)
    cleaned = (re.sub(r"[_＿\s：:、，,/（(]+$|^[\s、，,/）)]+", "", part) for part in parts)
    return tuple(dict.fromkeys(part for part in cleaned if 0 < len(part) <= 40))


def kind_of(label: str, unit: str, value: str = "", options: tuple[str, ...] = ()) -> FieldKind:
    """What is to be written: a number where a unit or the label says so, a day, a tick, a choice, text."""
    if options:
        yes_no = len(options) == 1 or set(options) in ({"是", "否"}, {"有", "无"})
        return "tick" if yes_no else "choice"
    if _DAY.search(value) or _DATED.search(label):
        return "date"
    return "number" if unit or _COUNTED.search(label) else "text"


def split_unit(label: str) -> tuple[str, str]:
    """A label without its unit, and the unit.

    >>> split_unit("营业收入（万元）"), split_unit("单位简介（100字左右）")
    (('营业收入', '万元'), ('单位简介（100字左右）', ''))
    """
    match = _UNIT.search(label)
    name = label[: match.start()] if match else label
    return re.sub(r"(?<=[^!-~])\s+(?=[^!-~])", "", name).strip(" ：:*"), match.group("unit") if match else ""


def blanks_in(text: str) -> list[Blank]:
    """Blanks inside a line: 负责人签字：（公章） 日期：  年  月  日."""
    return [
        Blank(
            m.group("label"),
            "date" if "日" in m.group("blank") or _DATED.search(m.group("label")) else "text",
        )
        for m in _INLINE.finditer(text)
    ]
