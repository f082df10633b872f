"""What a government page prints around a text about it: index number, issuer, dates, validity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.documents.readers.drafting import DraftCell

_LABELS = (
    "索引号|发文机关|发文单位|发文机构|发文字号|发文日期|发文时间|制发机关|制发日期|发布机构|发布单位|发布机关|发布日期|发布时间|文号|"
    "成文日期|印发日期|公开日期|生成日期|生效日期|实施日期|失效日期|废止日期|主题分类|主题词|体裁分类|组配分类|公文种类|有效性|"
    "效力状态|公开方式|公开范围|统一登记号|统一编号|规范性文件编号|名称|标题|发表时间|发稿时间|信息来源|来源|浏览次数|浏览量|阅读次数|"
    "访问量|点击数|字体|字号|分类|关键词|作者|编辑|责任编辑|分享到?"
)
# Pages set labels wide: 索 引 号, 文　号.
_SPACED = "|".join(r"[ \u00a0\u3000]*".join(label) for label in _LABELS.split("|"))
_LABEL = re.compile(
    rf"(?:^|(?<=[\s\u00a0\u3000【\[\d】\]）)]))(?P<label>{_SPACED})[ \u00a0\u3000]*(?P<colon>[：:]|(?=\n)|$)"
)
_DROPPED = frozenset(
    [
        "名称",
        "标题",
        "信息来源",
        "来源",
        "浏览次数",
        "浏览量",
        "阅读次数",
        "访问量",
        "点击数",
        "字体",
        "字号",
        "分类",
        "关键词",
        "作者",
        "编辑",
        "责任编辑",
        "分享",
        "分享到",
    ]
)
_SAME = {"发表时间": "发布时间", "发稿时间": "发布时间"}
_TITLES = ("名称", "标题")
_LONGEST = 120


def fact_lines(lines: Iterable[str]) -> dict[str, str]:
    """Label and value of every fact in the lines, in order; the value may stand on the line below."""
    text = "\n".join(lines)
    found: dict[str, str] = {}
    matches = list(_LABEL.finditer(text))
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        label = re.sub(r"[\s\u00a0\u3000]+", "", match.group("label"))
        # A blank line is a blank cell: the fact is not given, and what follows is no value of it.
        here, *below = text[match.end() : end].split("\n")
        value = (here.strip() or (below[0] if below else "")).strip(" \u00a0\u3000【】[]")
        if re.search(r"\w", value) and len(value) <= _LONGEST and value != "无":
            found.setdefault(_SAME.get(label, label), value)
    return found


def printed(facts: dict[str, str]) -> list[str]:
    """The facts as lines ``发文字号：…``, those about the page rather than the text left out."""
    return [f"{label}：{value}" for label, value in facts.items() if label not in _DROPPED]


def named_title(facts: dict[str, str]) -> str:
    """The title that the facts give, or an empty string."""
    return next((facts[label] for label in _TITLES if label in facts), "")


def table_facts(cells: Sequence[DraftCell]) -> dict[str, str] | None:
    """The facts in a table where its labels are facts; None for any other table."""
    words = [cell.text.replace("\n", " ").strip() for cell in cells]
    labels = [word for word in words if _LABEL.fullmatch(word) or re.match(_LABEL.pattern + ".", word)]
    return (
        fact_lines(words)
        if len(labels) >= 3 and 2 * len(labels) + 2 >= len([w for w in words if w])
        else None
    )
