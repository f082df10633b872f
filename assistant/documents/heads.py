"""The head of an official text: letterhead, metadata table, number, title over several lines, addressees.

Source: GB/T 9704-2012, 7.2 (版头) and 7.3 (主体).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.documents.lines import LogicalLine, is_date_line
from assistant.documents.markers import find_marker
from assistant.domain.documents import ClauseKind

_KINDS = (
    "通知|办法|意见|规定|细则|方案|条例|规则|公告|通告|通报|决定|决议|函|批复|指南|措施|标准|规划|计划|纲要|指引|"
    "要点|规范|制度|准则|章程|公报|命令|令|请示|报告|纪要|议案|法|解释|答复|目录|导则|政策|守则|修正案|公约|协定|须知|说明|手册"
)
_TITLE_END = re.compile(rf"(?:{_KINDS})(?:[（(][^（）()]{{1,20}}[）)])?$")
_NUMBER = re.compile(
    r"^[\u4e00-\u9fffA-Za-z]{1,18}\s*(?:[〔\[【（(［]\s*(?:19|20)\d{2}\s*[〕\]】）)］]\s*(?:第\s*)?\d{1,5}\s*号|第?\s*\d{1,5}\s*号|令\s*第\s*[\d一二三四五六七八九十百〇零]+\s*号)$|^[（(]?(?:19|20)\d{2}\s*年\s*第\s*\d{1,4}\s*号[）)]?$"
)
_META = re.compile(
    r"^(?:索\s*引\s*号|发文(?:机关|单位|机构|日期|字号|时间)|(?:制发|发布)(?:机构|单位|机关|日期|时间)|文\s*号|标\s*题|(?:文件)?名\s*称|"
    r"成文日期|印发日期|公开日期|生成日期|生效日期|实施日期|失效日期|废止日期|主题分类|主题词|分\s*类|体裁分类|组配分类|公文种类|"
    r"有\s*效\s*性|效力状态|公开方式|公开范围|公开形式|信息(?:来源|分类|名称)|签发人|来\s*源|统一(?:登记号|编号)|规范性文件编号|关键词)\s*[：:]"
)
_ISSUER_END = re.compile(
    r"(?:委员会|办公厅|办公室|局|厅|部|政府|委|院|署|中心|银行|总社|联合会|协会|领导小组|管委会|秘书处)$"
)
_ADDRESSEES = re.compile(r"[：:]$")
_ANNOUNCES = re.compile(r"(?:公告|通告|令)$")
_TITLE_TAIL = re.compile(
    r"^[（(][^（）()]{0,14}(?:稿|版|试行|暂行|提纲|大纲|样式|样表|式样|模板|样本|范本|格式|草案|节选|摘要|示例|参考)[）)]$"
)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A logical line of the head with what it is."""

    kind: ClauseKind
    line: LogicalLine


def is_number_line(text: str) -> bool:
    """Whether a line is nothing but an official number.

    >>> is_number_line("某经信发〔2023〕12号"), is_number_line("第十二号")
    (True, False)
    """
    return bool(_NUMBER.match(text.strip()))


def ends_title(text: str) -> bool:
    """Whether the words end as the title of an official text ends (…的通知, …办法（试行）)."""
    return bool(_TITLE_END.search(re.sub(r"\s+", "", text).rstrip("》")))


def is_issuer(text: str) -> bool:
    """Whether a line is nothing but the name of a body."""
    compact = re.sub(r"\s+", "", text).removesuffix("文件")
    return (
        3 <= len(compact) <= 40
        and bool(_ISSUER_END.search(compact))
        and not re.search(r"[，。：；]", compact)
    )


def read_head(lines: Sequence[LogicalLine]) -> tuple[list[HeadLine], int]:
    """Read the head; returns its lines with their kinds and the index at which the body begins."""
    found: list[HeadLine] = []
    index = 0
    has_title = False
    while index < len(lines) and index < 40:
        text = lines[index].text
        if find_marker(text) and not (not has_title and ends_title(text)):
            break
        kind, taken = _head_kind(lines, index, has_title=has_title)
        if kind is None:
            break
        found.extend(HeadLine(kind, line) for line in lines[index : index + taken])
        has_title = has_title or kind == "title"
        index += taken
        if kind == "addressees":
            break
    return found, index


def _head_kind(lines: Sequence[LogicalLine], index: int, *, has_title: bool) -> tuple[ClauseKind | None, int]:
    text = lines[index].text
    if _META.match(text):
        return "meta", 1
    if is_number_line(text):
        return "number", 1
    if not has_title and _is_announcing(lines, index):
        return "issuer", 1
    if not has_title or _repeats_title(lines, index):
        taken = title_length(lines, index)
        if taken:
            return "title", taken
    if is_date_line(text):
        return "meta", 1
    if is_addressees(text):
        return "addressees", 1
    if not has_title and is_issuer(text):
        return "issuer", 1
    if not has_title and index < 6 and len(text) < 40 and not re.search(r"[。；]$", text):
        return "meta", 1
    return None, 0


def _repeats_title(lines: Sequence[LogicalLine], index: int) -> bool:
    """A government page prints the title in its table and again above the text."""
    text = re.sub(r"\s+", "", lines[index].text)
    return any(text and text in re.sub(r"\s+", "", line.text) for line in lines[:index]) or (
        is_issuer(lines[index].text) and index + 1 < len(lines) and lines[index + 1].text.startswith("关于")
    )


def _is_announcing(lines: Sequence[LogicalLine], index: int) -> bool:
    """Whether a line is the letterhead of an announcement (某部公告), whose title stands below its number."""
    name = re.sub(r"\s+", "", lines[index].text)
    below = lines[index + 1 : index + 3]
    return (
        bool(_ANNOUNCES.search(name))
        and is_issuer(_ANNOUNCES.sub("", name))
        and len(below) == 2
        and is_number_line(below[0].text)
        and title_length(lines, index + 2) > 0
    )


def is_addressees(text: str) -> bool:
    """Whether a line names those to whom the text is sent."""
    return (
        bool(_ADDRESSEES.search(text))
        and "。" not in text
        and not find_marker(text)
        and bool(re.search(r"各|单位|委|局|部门|企业|政府|公司|中心|院|你|处|厅", text))
        and not re.search(r"如下|下列|以下|包括|通知[：:]", text)
    )


def title_length(lines: Sequence[LogicalLine], index: int) -> int:
    """How many lines from ``index`` on make up a title; 0 where none begins here."""
    whole = ""
    if re.match(r"^[（(][^（）()]*[）)]$", lines[index].text):
        return 0
    for taken, line in enumerate(lines[index : index + 5], start=1):
        text = line.text
        if taken > 1 and (
            find_marker(text) or is_number_line(text) or _META.match(text) or is_date_line(text)
        ):
            return 0
        if re.search(r"[。；：:!?！？]$", text) or len(whole) > 120:
            return 0
        whole += re.sub(r"\s+", "", text)
        if ends_title(whole) and whole.count("《") == whole.count("》"):
            return taken + _has_tail(lines, index + taken) if _is_title(whole) else 0
    return 0


def _has_tail(lines: Sequence[LogicalLine], index: int) -> bool:
    """Whether a line in brackets goes on with the title above it: （征求意见稿）, （2026年版）."""
    return index < len(lines) and bool(_TITLE_TAIL.match(re.sub(r"\s+", "", lines[index].text)))


def _is_title(whole: str) -> bool:
    return 4 <= len(whole) <= 140 and ("关于" in whole or len(whole) <= 60)
