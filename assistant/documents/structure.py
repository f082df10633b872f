"""The structure of an official text: every non-blank character in one clause or one piece of furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents import captions, furniture
from assistant.documents import tables as grids
from assistant.documents.bodies import read_all
from assistant.documents.contents import find_contents
from assistant.documents.labels import freeze
from assistant.documents.lines import LogicalLine, PrintedLine, printed_lines
from assistant.documents.nodes import Node, Tree
from assistant.documents.sidecar import Sidecar
from assistant.documents.whole_lines import lines_of
from assistant.domain.documents import Clause, Span, Table
from assistant.errors import CorpusError, UndeclaredFurniture

PARSER_VERSION = "6"
"""Raised whenever the same text would give other clauses: the index is then built anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Clauses in document order, the furniture set aside, what had to be guessed, tables with headers."""

    clauses: tuple[Clause, ...]
    furniture: tuple[Span, ...]
    warnings: tuple[str, ...]
    tables: tuple[Table, ...] = ()


def parse_structure(
    text: str,
    *,
    page_starts: Sequence[int] = (),
    tables: Sequence[Table] = (),
    whole_lines: bool = False,
    sidecar: Sidecar | None = None,
    strict: bool = False,
) -> Structure:
    """Read the clause tree of a text.

    Args:
        text: The decoded original.
        page_starts: Offsets at which pages begin.
        tables: Tables that the reader found, ascending.
        whole_lines: Whether every line is a paragraph, as in Word files and web pages.
        sidecar: Declared furniture and corrections.
        strict: Refuse undeclared furniture above the threshold instead of keeping it as clauses.

    Raises:
        CorpusError: A declared span or correction does not fit the text.
        UndeclaredFurniture: Only when ``strict``.
    """
    sidecar = sidecar or Sidecar()
    tables = [grids.with_header(table, text) for table in tables]
    lines = grids.set_in(printed_lines(text), tables)
    aside = _furniture_lines(lines, page_starts, _declared(text, sidecar))
    # Where a body sits is printed nowhere else: the line stays citable, as words of the page.
    imprints = {i for i in aside if furniture.is_imprint(lines[i].text)}
    kept_pages = [lines[i] for i in sorted(imprints)]
    spans = [lines[i].span for i in sorted(aside - imprints)]
    warnings: list[str] = []
    if not sidecar.furniture and furniture.share(text, spans) > furniture.DECLARATION_THRESHOLD:
        message = (
            f"页面附属文字占全文 {furniture.share(text, spans):.0%}，超过 5% 且未在旁注中声明，"
            "已作为可引用文字保留。"
        )
        if strict:
            raise UndeclaredFurniture(message)
        warnings.append(message)
        kept_pages = [
            lines[i] for i in sorted(aside) if not furniture.is_page_number(lines[i], paged=bool(page_starts))
        ]
        spans = [s for s in spans if s not in {line.span for line in kept_pages}]
    tree = _read_tree(
        lines_of(
            [x for i, x in enumerate(lines) if i not in aside], whole=whole_lines, paged=bool(page_starts)
        ),
        text,
        tables,
    )
    for line in kept_pages:
        # Words of the page belong to no attachment, wherever they stand.
        tree.add_root(LogicalLine((line.span,), line.text), "page").part = 0
    tree.root.children.sort(key=lambda node: node.spans[0].start)
    _infer_lost_first_numeral(tree)
    captions.settle(tree.root)
    for correction in sidecar.corrections:
        _move(tree, correction.starts_with, correction.parent)
    structure = Structure(
        clauses=freeze(tree.root, page_starts),
        furniture=tuple(spans),
        warnings=tuple(warnings),
        tables=tuple(tables),
    )
    check_conservation(text, structure)
    return structure


def _read_tree(lines: Sequence[LogicalLine], text: str, tables: Sequence[Table]) -> Tree:
    """The tree of a text, its table of contents aside as one clause with an entry a child."""
    contents = find_contents(lines)
    if not contents:
        return read_all(lines, text, tables)
    tree = read_all([*lines[: contents.start], *lines[contents.stop :]], text, tables)
    heading = tree.add_root(lines[contents.start], "contents")
    for line in lines[contents.start + 1 : contents.stop]:
        heading.add(Node("contents", line.text, line.spans))
    return tree


def check_conservation(text: str, structure: Structure) -> None:
    """Every non-blank character lies in exactly one clause or one piece of furniture.

    Raises:
        CorpusError: A character is lost or counted twice; the message shows where.
    """
    counts = bytearray(len(text))
    for span in (*structure.furniture, *(s for clause in structure.clauses for s in clause.spans)):
        for i in range(span.start, span.end):
            counts[i] += 1
    for i, character in enumerate(text):
        if counts[i] > 1 or (
            counts[i] == 0 and not (character.isspace() or character in "\u200b\ufeff\u200c\u200d")
        ):
            problem = "重复" if counts[i] > 1 else "遗漏"
            raise CorpusError(f"解析{problem}了第 {i} 个字符附近的文字“{text[max(0, i - 10) : i + 10]}”。")


def _declared(text: str, sidecar: Sidecar) -> list[Span]:
    spans = []
    for entry in sidecar.furniture:
        if not text[entry.start : entry.end].lstrip().startswith(entry.starts_with):
            raise CorpusError(
                f"旁注声明的页面附属文字（{entry.start}–{entry.end}）不以“{entry.starts_with}”开头，请核对原文。"
            )
        spans.append(Span(entry.start, entry.end))
    return spans


def _furniture_lines(
    lines: Sequence[PrintedLine], page_starts: Sequence[int], declared: Sequence[Span]
) -> set[int]:
    aside = {i for i, line in enumerate(lines) if furniture.is_page_number(line, paged=bool(page_starts))}
    aside |= furniture.running_heads(lines, page_starts)
    aside |= {i for i, line in enumerate(lines) if furniture.is_comment(line)}
    aside |= furniture.bare_page_numbers(lines)
    aside |= furniture.head_lines(lines) | set(range(furniture.tail_start(lines), len(lines)))
    aside |= {
        i
        for i, line in enumerate(lines)
        for s in declared
        if s.start <= line.span.start and line.span.end <= s.end
    }
    return {i for i in aside if not grids.is_table(lines[i])}


def _infer_lost_first_numeral(tree: Tree) -> None:
    """Where the first heading is numbered 二, the short caption before it has lost its 一."""
    headings = [node for node in tree.root.children if node.level == "cn"]
    if not headings or headings[0].number != 2:
        return
    before = tree.root.children[: tree.root.children.index(headings[0])]
    captions = [
        n
        for n in before
        if n.kind == "preamble" and len(n.text) <= 15 and not re.search(r"[。：；，]$", n.text)
    ]
    if len(captions) != 1:
        return
    caption = captions[0]
    caption.kind, caption.level, caption.number, caption.inferred = "heading", "cn", 1, True
    caption.caption = caption.text
    for node in before[before.index(caption) + 1 :]:
        if node.kind in ("preamble", "table"):
            tree.root.children.remove(node)
            node.kind = "table" if node.kind == "table" else "paragraph"
            caption.add(node)


def _move(tree: Tree, starts_with: str, parent_label: str) -> None:
    wanted = re.sub(r"\s+", "", starts_with)
    found = [n for n in _nodes(tree.root) if re.sub(r"\s+", "", n.text).startswith(wanted)]
    parents = [n for n in _nodes(tree.root) if n.level == "cn" and n.marker.rstrip("、．.") == parent_label]
    if len(found) != 1 or len(parents) != 1 or found[0].parent is None:
        raise CorpusError(f"旁注的更正“{starts_with}”→“{parent_label}”在文中找不到唯一对应的条款，请核对。")
    found[0].parent.children.remove(found[0])
    parents[0].add(found[0])


def _nodes(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _nodes(child)
