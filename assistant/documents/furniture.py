"""What a page prints around a document: page numbers, navigation, footers. Never policy text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.documents.lines import PrintedLine, clean, is_date_line
from assistant.documents.markers import find_marker
from assistant.domain.documents import Span

DECLARATION_THRESHOLD = 0.05
"""Share of non-blank characters above which furniture must be declared in the sidecar."""

_PAGE_NUMBER = re.compile(
    r"^(?:[—–\-－·•―─_]+\s*\d{1,4}\s*[—–\-－·•―─_]*|\d{1,4}\s*[—–\-－―─]+|第\s*\d{1,4}\s*页(?:\s*[/／,，共]*\s*(?:共\s*)?\d{0,4}\s*页?)?)$"
)
_PAGE, _SHORT_PAGE = 12, 6
_BARE_NUMBER = re.compile(r"^\d{1,4}$")
_WEB = re.compile(
    r"扫一扫|扫描?二维码|打开当前页|^分享|分享到|返回顶部|返回首页|关闭窗口|关闭本页|打印本页|^【?(?:打印|关闭|返回)】?$|"
    r"^相关(?:文章|链接|附件|阅读|稿件|政策|解读|信息)|网站地图|站点地图|^(?:主办|承办|主管|协办|技术支持)(?:单位)?\s*[：:]|"
    r"版权所有|网站标识码|ICP\s*备|公网安备|当前位置|您(?:现)?在的位置|浏览(?:次数|量)\s*[：:]|阅读(?:次数|量)\s*[：:]|访问量\s*[：:]|点击(?:数|量)\s*[：:]|"
    r"^字[体号]\s*[：:]|^上一篇|^下一篇|^联系我们$|^无障碍(?:$|[^\u4e00-\u9fff]|浏览|阅读|版|模式)|^政务微(?:信|博)|^(?:微信公众号|微博)\s*(?:$|[：:])|^责任编辑|^编辑\s*[：:]|^【?字体|"
    r"^\[.{0,12}\]\(#?.{0,80}\)|^!\[|^---+$|^\*\*\*+$|Copyright|©|^[\u4e00-\u9fff]{4,30}(?:门户网站|官方网站|政务网|信息公开网)$|^来源\s*[：:]|中国政府网|一图读懂"
)
_IMPRINT = re.compile(
    r"(?:主办|承办|主管)(?:单位|机构)?\s*[：:]\s*\S.*?(?:地\s*址|邮\s*编|邮政编码)\s*[：:]\s*\S"
)
_PERSON = re.compile(r"联系人|(?:技术支持|技术人员|咨询)[^。]{0,40}?(?:\d{7}|\d{3,4}[-—－ ]\d{3})")
_ATTACHMENT = re.compile(r"附\s*[件表录]")
_NAVIGATION = re.compile(r"[>›»|｜]|^.{1,4}$")


def is_page_number(line: PrintedLine, *, paged: bool) -> bool:
    """Whether a line is nothing but a page number; a bare figure only counts in a paged file.

    A bare figure inside a table is data, so tabbed lines never count.
    """
    text = clean(line.text)
    if line.tabbed:
        return False
    return bool(_PAGE_NUMBER.match(line.text) or (paged and _BARE_NUMBER.match(text)))


def bare_page_numbers(lines: Sequence[PrintedLine]) -> frozenset[int]:
    """Indices of bare figures that count the pages of a text whose page breaks are lost.

    They rise as pages do, with a dozen lines a page between them or more, as no table has them: three
    that leave out no figure, or four where others stand between them or some pages bear none.
    """
    bare = [i for i, line in enumerate(lines) if not line.tabbed and _BARE_NUMBER.match(line.text)]
    numbers = {i: int(lines[i].text) for i in bare}
    chains = [_page_chain(bare[n:], numbers) for n in range(len(bare))]
    best = max((chain for chain in chains if _counts_pages(chain, numbers)), key=len, default=[])
    unbroken = (
        len(best) == len(bare) and numbers[bare[-1]] - numbers[bare[0]] == len(bare) - 1 if best else False
    )
    return frozenset(best) if len(best) >= (3 if unbroken else 4) else frozenset()


def _page_chain(bare: Sequence[int], numbers: Mapping[int, int]) -> list[int]:
    """The figures from the first one on that go on counting; others between them are no page numbers."""
    chain = [bare[0]]
    for index in bare[1:]:
        if 1 <= numbers[index] - numbers[chain[-1]] <= 3 and index - chain[-1] >= _SHORT_PAGE:
            chain.append(index)
    return chain


def _counts_pages(chain: Sequence[int], numbers: Mapping[int, int]) -> bool:
    """Whether as many lines stand between the figures as pages hold on the whole."""
    risen = numbers[chain[-1]] - numbers[chain[0]]
    return risen > 0 and chain[-1] - chain[0] >= _PAGE * risen


def running_heads(lines: Sequence[PrintedLine], page_starts: Sequence[int]) -> frozenset[int]:
    """Indices of lines that open or close at least three pages, and half of all, with the same words."""
    if len(page_starts) < 3:
        return frozenset()
    edges: dict[str, list[int]] = {}
    for number, start in enumerate(page_starts):
        end = page_starts[number + 1] if number + 1 < len(page_starts) else None
        on_page = [
            i for i, x in enumerate(lines) if x.span.start >= start and (end is None or x.span.start < end)
        ]
        for index in {*on_page[:1], *on_page[-1:]}:
            edges.setdefault(re.sub(r"\d+", "#", lines[index].text), []).append(index)
    return frozenset(
        i for found in edges.values() if len(found) >= 3 and 2 * len(found) >= len(page_starts) for i in found
    )


def is_web_furniture(text: str) -> bool:
    """Whether a line is a control or imprint of a web page.

    A clause is never one, nor is a line with somebody's telephone: 技术支持：某人 with a number is a contact.
    """
    if len(text) > 200 or find_marker(text) or not _WEB.search(text):
        return False
    return not (_PERSON.search(text) or (len(text) > 60 and text.endswith(("。", "；"))))


def is_imprint(text: str) -> bool:
    """Whether a line of a page names the body that runs it together with its address or postcode.

    >>> is_imprint("主办单位：某局 地址：某路13号 邮编：400000"), is_imprint("主办单位：某局")
    (True, False)
    """
    return len(text) <= 200 and bool(_IMPRINT.search(text))


def is_comment(line: PrintedLine) -> bool:
    """Whether a line is a comment of Markdown or HTML, which no reader of the page sees."""
    return line.text.startswith("<!--") and line.text.endswith("-->")


def tail_start(lines: Sequence[PrintedLine]) -> int:
    """Index of the first line of the page's footer; ``len(lines)`` where there is none.

    The footer is the last run of short lines that holds no marker, sentence, date, attachment or
    contact person and begins with a web control.
    """
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        text = clean(lines[index].text)
        if is_web_furniture(text):
            start = index
        elif len(text) > 60 or text.endswith(("。", "；")) or _is_policy_line(text):
            break
    return start


def head_lines(lines: Sequence[PrintedLine]) -> frozenset[int]:
    """Indices of the leading lines that are navigation of the page; a title between them is none."""
    found: set[int] = set()
    trail: list[int] = []
    for index, line in enumerate(lines[:12]):
        text = clean(line.text)
        if is_web_furniture(text):
            found.update(trail)
            found.add(index)
            trail = []
        elif find_marker(text) or len(text) > 60 or text.endswith(("：", ":", "。")):
            break
        elif _NAVIGATION.search(text):
            trail.append(index)
    return frozenset(found)


def _is_policy_line(text: str) -> bool:
    return bool(find_marker(text) or is_date_line(text) or _PERSON.search(text) or _ATTACHMENT.match(text))


def share(text: str, furniture: Sequence[Span]) -> float:
    """Share of the non-blank characters of ``text`` that lie in ``furniture``, 0 to 1."""
    total = sum(1 for c in text if not c.isspace())
    aside = sum(1 for span in furniture for c in text[span.start : span.end] if not c.isspace())
    return aside / total if total else 0.0
