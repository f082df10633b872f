"""The growing clause tree: nodes, where a new numeral nests, and where an unnumbered paragraph goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.documents.captions import run_in_caption
from assistant.documents.lines import LogicalLine, ends_sentence
from assistant.documents.markers import POINT, Marker
from assistant.domain.documents import ClauseKind, Span

_OPENS_TEXT = re.compile(r"如下[：:]$")
_STATUTE = ("part", "chapter", "section", "article")
_CAPTION_LIMIT = 40


@dataclass(slots=True, eq=False)
class Node:
    """A clause while the tree grows.

    ``level`` is the class of its numeral, empty without one; ``issued`` marks the title of the measure
    that the notice itself issues; ``body`` is where the text behind the numeral begins.
    """

    kind: ClauseKind
    text: str = ""
    spans: tuple[Span, ...] = ()
    level: str = ""
    number: int | None = None
    suffix: int = 0
    marker: str = ""
    caption: str = ""
    inferred: bool = False
    issued: bool = False
    part: int = 0
    body: int = 0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, child: Node) -> Node:
        """Append ``child`` and return it."""
        child.parent = self
        self.children.append(child)
        return child

    @property
    def is_caption(self) -> bool:
        """Whether the node is a heading without a sentence of its own."""
        return bool(self.level) and self.level != "article" and not ends_sentence(self.text)

    @property
    def rest(self) -> str:
        """The text behind the numeral."""
        return self.text[self.body :].strip()

    @property
    def opens_list(self) -> bool:
        """Whether the text announces items."""
        return self.text.rstrip("*").endswith(("：", ":"))


def make_node(line: LogicalLine, marker: Marker | None, kind: ClauseKind, *, part: int) -> Node:
    """A node for a line, with its numeral and caption read."""
    node = Node(kind, line.text, line.spans, part=part)
    if marker:
        node.level, node.number, node.suffix, node.marker = (
            marker.level,
            marker.number,
            marker.suffix,
            marker.text,
        )
        node.body = marker.end
        node.caption = caption_of(node.rest)
    return node


def caption_of(rest: str) -> str:
    """The caption that opens a clause: the whole of a heading, or a short run-in title.

    >>> caption_of("区县推荐。各区县经信部门要严格把控推荐质量。")
    '区县推荐'
    >>> caption_of("总 则")
    '总则'
    """
    rest = rest.strip()
    if not ends_sentence(rest) and len(rest) <= _CAPTION_LIMIT:
        return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", rest)
    return run_in_caption(rest)


def _may_list(node: Node, marker: Marker) -> bool:
    """Whether items may belong to a paragraph; to an introduction only ①②③, unless it opens the whole text."""
    if node.kind == "preamble":
        return marker.level == "circled" and not _OPENS_TEXT.search(node.text)
    return node.kind == "paragraph"


class Tree:
    """Clauses in the order of the text, nested by their numerals.

    Heading marks of Markdown are not trusted: web pages put them at wrong depths.
    """

    def __init__(self) -> None:
        self.root = Node("page")
        self.stack: list[Node] = []
        self.part = 0

    def begin_part(self) -> None:
        """Start a text of its own (an issued measure, an attachment): numerals begin anew."""
        self.part += 1
        self.stack = []

    def add_root(self, line: LogicalLine, kind: ClauseKind) -> Node:
        """A clause outside the numbering, such as a title, a signature or a contact line."""
        return self.root.add(make_node(line, None, kind, part=self.part))

    def add_marked(self, line: LogicalLine, marker: Marker) -> Node:
        """A clause that opens with a numeral."""
        parent = self._parent_for(marker)
        kind: ClauseKind = "item"
        if marker.level in ("part", "chapter"):
            kind = "chapter"
        elif marker.level in ("section", "article"):
            kind = "section" if marker.level == "section" else "article"
        elif parent.kind not in ("paragraph", "item") and not any(
            node.level == "article" for node in self.stack
        ):
            kind = "heading"
        node = parent.add(make_node(line, marker, kind, part=self.part))
        if marker.level == "bullet":
            node.kind, node.caption = "item", ""
        if node.kind == "heading" and not node.caption:
            node.kind = "item"
        self.stack.append(node)
        return node

    def bullet(self, text: str) -> Marker | None:
        """The marker of a point set off by a dash or dot, below what announces it or behind another such point."""
        point = POINT.match(text)
        if point is None or not self.stack:
            return None
        above = self.stack[-1]
        if above.level == "bullet":
            return Marker("bullet", (above.number or 0) + 1, point[1], point.end())
        last = above.children[-1] if above.children else None
        announced = above.opens_list if last is None else last.opens_list and not last.level
        named = last is None and (
            above.level == "named" or (above.level in ("cn", "cn_bracket") and above.is_caption)
        )
        return Marker("bullet", 1, point[1], point.end()) if announced or named else None

    def add_paragraph(self, line: LogicalLine, kind: ClauseKind = "paragraph") -> Node:
        """A clause without a numeral, below the heading or article that it continues."""
        while self.stack and not self._takes_paragraphs(self.stack[-1]):
            self.stack.pop()
        parent = self.stack[-1] if self.stack else self.root
        return parent.add(make_node(line, None, kind, part=self.part))

    def table_parent(self) -> Node:
        """Where a table stands: below what announces it, else where a paragraph would."""
        above = (node for node in reversed(self.stack) if node.opens_list or self._takes_paragraphs(node))
        return next(above, self.root)

    def _takes_paragraphs(self, node: Node) -> bool:
        if node.level == "bullet":
            return False
        if any(other.level == "article" for other in self.stack):
            return node.level == "article"
        return (
            node.level in ("part", "chapter", "section", "named", "cn", "cn_bracket", "dotted2", "dotted3")
            or node.is_caption
        )

    def _parent_for(self, marker: Marker) -> Node:
        same = next((node for node in reversed(self.stack) if node.level == marker.level), None)
        if marker.level in _STATUTE:
            self._pop_to_rank(marker)
        elif same is not None:
            while self.stack[-1] is not same:
                self.stack.pop()
            self.stack.pop()
        elif not (marker.number == 1 and self.stack and self._opens_below(self.stack[-1])):
            self._pop_to_rank(marker)
        parent = self.stack[-1] if self.stack else self.root
        last = parent.children[-1] if parent.children else None
        if marker.number == 1 and last is not None and last.opens_list and _may_list(last, marker):
            return last
        if same is not None and marker.number != 1 and same.parent is not None:
            return same.parent
        return parent

    @staticmethod
    def _opens_below(node: Node) -> bool:
        return node.is_caption or node.opens_list

    def _pop_to_rank(self, marker: Marker) -> None:
        from assistant.documents.markers import RANKS

        while self.stack and RANKS[self.stack[-1].level] >= marker.rank:
            self.stack.pop()
