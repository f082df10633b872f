"""Run-in captions: the short phrase that opens a clause and names it, told from a first short sentence.

``（一）申报条件。企业应当…`` opens with a name, ``4.近三年开展过审计。年用水量…`` with a condition. Taken for a
name, the condition would be left out wherever clauses are shown by their text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.documents.nodes import Node

_RUN_IN = re.compile(r"([^。：:，；、]{2,12})[。：:](?=.)")
_ALONE = re.compile(r"([^。：:，；、]{2,12})。$")
_LONG_NAME = re.compile(r"([^。：:，；]{2,24})。")
_CN = "[一二三四五六七八九十百两]"
# A name may deny something (不予受理情形, 未通过处理): then a noun ends it that only names.
_NAMES = re.compile(
    r"(?:情形|情况|范围|条件|对象|事项|要求|标准|清单|名单|处理|处置|风险|因素|类型|类别|类)$"
)
_DENIES = re.compile(
    r"不(?!断|折不扣|见面|动产|良|同|锈|确定|可抗力|可再生|正当|合格|可靠|平衡|忘)|未(?!来|成年)|"
    r"(?<![有能])无(?!人|线|机|障碍|纸|害|形|偿|缝|废|碳|感|界)|没有"
)
_SAYS = re.compile(
    # What is ordered, allowed or counted as, and who does it.
    r"应当|必须|(?:均|也|还|都)[应须]|可以|[均方]可|可(?=申请|申报|参加|由|按|向|延长|直接|享受|免)|予以|视为|视同|"
    r"由.{2,}(?:负责|承担|组织|牵头|解释|办理|审核|支付)|"
    # What is, what has been, since when, how often.
    r"(?<!求)是(?!否)|(?:期限?|时间|金额|比例|总额|总分|年限|上限|下限|周期|均|一般|仅|只)为|为(?:\d|"
    + _CN
    + r"+[个年月日天次家项名万元分])|"
    r"(?:开展|获得|受到?|发生|承担|参加|入选|制定|享受|申报)过|已(?:经|被|于|获|取得|通过|建|开|完成|接入|列入|纳入)|"
    rf"自.{{1,8}}起|每(?:年|季度?|月|半年|周|[两三]年).{{0,6}}(?:\d|{_CN})次|"
    # How much.
    rf"(?:达到?|满|超过|[高低多少]于|至少|最[多高低少]|限[报推]?)\s*(?:\d|{_CN}+[个年月日天次家项名万元分])|\d.{{0,8}}以[上下内外]$|"
    # Conditions and endings of a predicate.
    r"^(?:具有|具备|拥有|设有|建有|配有|持有|属于)|(?:的|除外|为准|即可|有效|施行|废止)$|"
    # A lead-in goes on to its list.
    r"以下|下列|如下|包括|包含"
)
_FEWEST = 3
"""Siblings needed before one caption among them is the odd one."""

_NAMED_SHARE = 4
"""One article in so many has a name where names are given at all; laws without have one in seven by chance."""


def run_in_caption(rest: str) -> str:
    """The name that opens the text behind a numeral; empty where the first words say something.

    >>> run_in_caption("区县推荐。各区县经信部门要严格把控推荐质量。"), run_in_caption("申报时间：全年。")
    ('区县推荐', '申报时间')
    >>> run_in_caption("近三年未受过处罚。受过的另附说明。"), run_in_caption("以下支出不予补助：土建、培训。")
    ('', '')
    """
    match = _RUN_IN.match(rest)
    caption = match.group(1).strip() if match else ""
    return "" if says_something(caption) else caption


def says_something(phrase: str) -> bool:
    """Whether a short phrase is a sentence or leads into one, and no name.

    >>> says_something("不予受理情形"), says_something("重复申报不予受理")
    (False, True)
    """
    return bool(_SAYS.search(phrase)) or bool(_DENIES.search(phrase) and not _NAMES.search(phrase))


def settle(node: Node) -> None:
    """Go through a grown tree: captions come in series, and what only names its items is a caption.

    One item in a list that opens with a short sentence lists that sentence; articles of a law have names
    throughout or not at all.
    """
    levels = {child.level for child in node.children if child.level and child.level != "article"}
    for level in sorted(levels):
        _settle_series([child for child in node.children if child.level == level])
    if node.parent is None:
        _settle_articles([child for child in _below(node) if child.level == "article"])
    for child in node.children:
        _name_by_line(child)
        settle(child)


def _below(node: Node) -> list[Node]:
    return [found for child in node.children for found in (child, *_below(child))]


def _name_by_line(node: Node) -> None:
    """Give a clause that is nothing but a name above its items (2.重复利用率。) that name as caption."""
    match = _ALONE.match(node.rest)
    if match and not node.caption and any(child.level for child in node.children):
        node.caption = "" if says_something(match.group(1)) else match.group(1).strip()


def _settle_series(siblings: Sequence[Node]) -> None:
    named = [node for node in siblings if node.caption or _may_be_named(node)]
    if len(siblings) >= _FEWEST and len(named) == 1:
        _drop(named[0])


def _settle_articles(articles: Sequence[Node]) -> None:
    named = [node for node in articles if _opens_with_caption(node)]
    if _NAMED_SHARE * len(named) < len(articles):
        for node in named:
            _drop(node)


def _may_be_named(node: Node) -> bool:
    """Whether a name too long for a caption may open a clause."""
    match = _LONG_NAME.match(node.rest)
    return match is not None and not says_something(match.group(1))


def _drop(node: Node) -> None:
    """Take a run-in caption back, unless a colon makes it the label of a value (申报时间：…)."""
    if _opens_with_caption(node):
        node.caption = ""
        if node.kind == "heading":
            node.kind = "item"


def _opens_with_caption(node: Node) -> bool:
    return bool(node.caption) and node.rest.startswith(f"{node.caption}。")
