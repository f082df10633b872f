"""Web pages: the text of the document, its tables and the facts that the page prints about it.

An own walk rather than a general extractor: measured on pages of government sites, those drop short
paragraphs, lose merged cells and the table of facts. Nothing is fetched and no script runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.documents import furniture
from assistant.documents.lines import PrintedLine
from assistant.documents.readers import Original
from assistant.documents.readers.drafting import Draft
from assistant.documents.readers.html_blocks import Block, blocks_of
from assistant.documents.readers.html_facts import fact_lines, named_title, printed, table_facts
from assistant.documents.readers.html_page import Element, drop_silent_parts, parse_page, text_block, title_of
from assistant.domain.documents import Span
from assistant.errors import UnreadableFile

MEDIA_TYPE = "text/html"
_ATTACHED = re.compile(r"^附\s*件|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)$", re.IGNORECASE)
_POINTS_ELSEWHERE = re.compile(
    r"^[【\[]?(?:点击|请)?(?:查看|阅读|下载)?(?:相关|政策){0,2}解读\s*[：:].{0,80}$"
)
_MARK = "\ue000"
_HEAD_LINES = 8
_LONGEST_LINK = 100


def read_html(data: bytes, name: str) -> Original:
    """Read a web page.

    Raises:
        UnreadableFile: It cannot be decoded, or holds no text.
    """
    root = parse_page(data, name)
    title = title_of(root)
    drop_silent_parts(root)
    block = text_block(root)
    inside = _without_furniture(list(blocks_of(block)))
    before, after = _around(root, block)
    facts = fact_lines(before)
    draft = Draft()
    title = named_title(facts) or title
    inside = _with_title_joined(title, inside)
    for line in [*_title(title, inside), *printed(facts)]:
        draft.line(line)
    _write(draft, inside)
    for line in _attached(after, inside):
        draft.line(line)
    original = draft.original(MEDIA_TYPE)
    if not original.text.strip():
        raise UnreadableFile(
            f"网页 {name} 中没有正文文字（内容可能由脚本加载）。请保存完整网页，或复制正文为文本文件再放入。"
        )
    return original


def _write(draft: Draft, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if isinstance(block, str):
            draft.line(block)
        elif facts := table_facts(block):
            for line in printed(facts):
                draft.line(line)
        else:
            draft.table(block)


def _around(root: Element, block: Element) -> tuple[list[str], list[str]]:
    """The lines of the page before and behind the block of the text."""
    parent = block.getparent()
    if parent is None or block.tag == "body":
        return [], []
    holder = block.makeelement("p")
    holder.text, holder.tail = _MARK, block.tail
    parent.replace(block, holder)
    lines = [line for part in blocks_of(root) for line in _lines(part)]
    at = next((i for i, line in enumerate(lines) if _MARK in line), len(lines))
    return lines[:at], lines[at + 1 :]


def _lines(block: Block) -> list[str]:
    return [block] if isinstance(block, str) else [cell.text.replace("\n", " ") for cell in block]


def _without_furniture(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without controls of the page at their head and tail."""
    lines = [
        PrintedLine(Span(0, 0), block if isinstance(block, str) else "\ufffc。", 0, False) for block in blocks
    ]
    aside = furniture.head_lines(lines) | set(range(furniture.tail_start(lines), len(lines)))
    return [
        block
        for i, block in enumerate(blocks)
        if i not in aside and not (isinstance(block, str) and _POINTS_ELSEWHERE.match(block))
    ]


def _title(title: str, blocks: Sequence[Block]) -> list[str]:
    """The title, unless the text opens with it."""
    opening = "".join(_compact(block) for block in blocks[:_HEAD_LINES] if isinstance(block, str))
    return [] if not title or _compact(title) in opening else [title]


def _with_title_joined(title: str, blocks: list[Block]) -> list[Block]:
    """The blocks with the lines over which the title is set made one: the page says where it ends."""
    wanted = _compact(title)
    for start in range(min(_HEAD_LINES, len(blocks)) if wanted else 0):
        whole = ""
        for end, block in enumerate(blocks[start : start + 5], start=start + 1):
            whole += block if isinstance(block, str) else "\n"
            if _compact(whole) == wanted and "\n" not in whole:
                return [*blocks[:start], whole, *blocks[end:]]
    return blocks


def _attached(lines: Sequence[str], blocks: Sequence[Block]) -> list[str]:
    """Names of attachments that the page links below the text."""
    known = {_compact(block) for block in blocks if isinstance(block, str)}
    links = [line for line in lines if len(line) <= _LONGEST_LINK and _ATTACHED.search(line)]
    return [line for line in links if _compact(line) not in known]


def _compact(text: str) -> str:
    return re.sub(r"[\s\u00a0\u3000]+", "", text)
