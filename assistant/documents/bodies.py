"""The body of an official text and what follows it: signature, date, contacts, attachments, forms.

Over 300 lines: one reader goes through the zones of a text, and each of its steps moves the same state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from assistant.documents import tails
from assistant.documents.decimals import bare_captions
from assistant.documents.heads import (
    HeadLine,
    ends_title,
    is_addressees,
    is_issuer,
    is_number_line,
    read_head,
    title_length,
)
from assistant.documents.inline import split_run_on
from assistant.documents.issuers import join_title
from assistant.documents.lines import LogicalLine, is_date_line
from assistant.documents.markers import POINT, Marker, find_marker
from assistant.documents.nodes import Node, Tree
from assistant.documents.tables import by_place, caption_length, is_table, table_node
from assistant.documents.unnumbered import unnumbered_headings
from assistant.documents.value_lines import value_lines
from assistant.domain.documents import ClauseKind, Table

_SHEET = re.compile(r"^附\s*[件表录]\s*(?:\d{1,2}|[一二三四五六七八九十]+)?(?:[\s：:]|$)")
# As the reader of Word files prints them behind the text; 注： in a text is the author's own.
_FOOTNOTE = re.compile(r"^[脚尾]注\d{1,3}[：:]")
_FORM_TITLE = re.compile(r"(?:表|书|单|模板|样式|名单|目录|清单|承诺|函)(?:[（(][^（）]{1,20}[）)])?$")

Zone = Literal["body", "closed", "attachments", "form"]

_CONTACTS = re.compile(r"联系|咨询")


class BodyReader:
    """Reads the lines after the head into the tree, zone by zone."""

    def __init__(
        self,
        tree: Tree,
        original: str,
        *,
        issued_title: str,
        passes_on: bool = False,
        tables: Sequence[Table] = (),
    ) -> None:
        self.tree = tree
        self.original = original
        self.tables = by_place(tables)
        self.issued_title = issued_title
        self.passes_on = passes_on
        self.zone: Zone = "body"
        self.numbered = False
        self.attachment_list: Node | None = None
        self.attachment_names: list[str] = []
        self.form: Node | None = None
        self.bare: Mapping[int, Marker] = {}
        self.among_contacts = False

    def read(self, lines: Sequence[LogicalLine]) -> None:
        """Place every line."""
        self.bare = bare_captions(lines) or unnumbered_headings(lines, self.original)
        index = 0
        while index < len(lines):
            index += self._read_at(lines, index)

    def _read_at(self, lines: Sequence[LogicalLine], index: int) -> int:
        line = lines[index]
        if is_table(line):
            return self._add_table(lines, index, 0)
        if _FOOTNOTE.match(line.text):
            self.tree.add_root(line, "note")
            return 1
        taken = self._begins_issued_text(lines, index) or self._begins_attachment(lines, index)
        if taken:
            return taken
        if caption := caption_length(lines, index):
            return self._add_table(lines, index, caption)
        if self.zone == "form":
            return self._read_form_row(lines, index)
        if self._signs(lines, index):
            self.tree.add_root(line, "date" if is_date_line(line.text) else "signature")
            self._close_after_date(line)
            return 1
        if self._lists_attachments(line):
            return 1
        if self._is_contact(line):
            self._add_contact(line)
            return 1
        self.among_contacts = False
        if self.zone == "closed" and tails.is_note(line.text):
            self.tree.add_root(line, "note")
            return 1
        if self.tree.root.children and tails.is_imprint(line.text):
            self.tree.add_root(line, "note")
            self.zone, self.tree.stack = "closed", []
            return 1
        self._read_text(line)
        return 1

    def _add_table(self, lines: Sequence[LogicalLine], index: int, caption: int) -> int:
        """A table with the ``caption`` lines above it, under the form, heading or article where it stands."""
        table = self.tables[lines[index + caption].spans[0].start]
        node = table_node(table, self.original, lines[index : index + caption], part=self.tree.part)
        inside = self.form if self.zone == "form" else None
        (inside or self.tree.table_parent()).add(node)
        if self.zone == "attachments":
            self.zone = "body" if self.tree.stack else "closed"
        return caption + 1

    def _read_text(self, line: LogicalLine) -> None:
        for part in split_run_on(line, self.original):
            marker = (
                find_marker(part.text) or self.bare.get(part.spans[0].start) or self.tree.bullet(part.text)
            )
            if marker is None:
                self._add_unmarked(part)
            else:
                self.zone = "body"
                self.numbered = True
                self.tree.add_marked(part, marker)

    def _add_unmarked(self, line: LogicalLine) -> None:
        if self.tree.stack:
            self.tree.add_paragraph(line)
        elif self.zone == "closed":
            self.tree.add_root(line, "note")
        else:
            self.tree.add_root(line, "paragraph" if self.numbered else "preamble")

    def _close_after_date(self, line: LogicalLine) -> None:
        if is_date_line(line.text):
            self.zone = "closed"
            self.tree.stack = []

    def _signs(self, lines: Sequence[LogicalLine], index: int) -> bool:
        """Whether a line is a date standing alone, or one of the bodies above such a date."""
        if tails.names_attachment(lines[index].text):
            return False
        if is_date_line(lines[index].text):
            return True
        for ahead in range(index, min(index + 6, len(lines))):
            text = lines[ahead].text
            if is_date_line(text):
                return ahead > index
            if (
                find_marker(text)
                or POINT.match(text)
                or not (is_issuer(text) or (len(text) <= 20 and not re.search(r"[。；：，]", text)))
            ):
                return False
        return index + 1 == len(lines) and is_issuer(lines[index].text) and self.numbered

    def _is_contact(self, line: LogicalLine) -> bool:
        if line.tabbed:
            return False
        if tails.is_contact(line.text):
            return True
        under = self.among_contacts or bool(self.tree.stack and _CONTACTS.search(self.tree.stack[-1].caption))
        return under and tails.goes_on_with_contacts(line.text)

    def _add_contact(self, line: LogicalLine) -> None:
        self.among_contacts = True
        under = next((node for node in reversed(self.tree.stack) if _CONTACTS.search(node.caption)), None)
        if under is not None:
            self.tree.add_paragraph(line, "contact")
        else:
            self.tree.add_root(line, "contact")

    def _lists_attachments(self, line: LogicalLine) -> bool:
        match = tails.names_attachment(line.text)
        if match and self.zone in ("body", "closed", "attachments") and not re.search(r"[。]", line.text):
            self._open_attachments(line)
            return True
        if self.zone != "attachments" or self.attachment_list is None:
            return False
        marker = find_marker(line.text)
        if not (marker and marker.level in ("digit", "digit_bracket")) or re.search(r"。$", line.text):
            self.zone = "body" if self.tree.stack else "closed"
            return False
        self._add_attachment(line, marker)
        return True

    def _open_attachments(self, line: LogicalLine) -> None:
        match = tails.names_attachment(line.text)
        rest = line.text[match.end() :].strip() if match else ""
        self.zone = "attachments"
        if self.attachment_list is None or not rest:
            self.attachment_list = self.tree.add_root(line, "attachment")
        else:
            self.attachment_list.add(Node("attachment", line.text, line.spans, part=self.tree.part))
        name = re.sub(r"^\d{1,2}[.．、](?=\d{4}年|\D)", "", rest)
        if name:
            self.attachment_names.append(_compact(name))

    def _add_attachment(self, line: LogicalLine, marker: Marker) -> None:
        node = Node(
            "attachment", line.text, line.spans, "digit", marker.number, 0, marker.text, part=self.tree.part
        )
        assert self.attachment_list is not None
        self.attachment_list.add(node)
        self.attachment_names.append(_compact(line.text[marker.end :]))

    def _begins_issued_text(self, lines: Sequence[LogicalLine], index: int) -> int:
        """The measure that the notice issues begins where its title stands alone again."""
        if not self.issued_title or self.zone == "form":
            return 0
        whole = ""
        for taken, line in enumerate(lines[index : index + 4], start=1):
            if find_marker(line.text) or line.text.endswith("。"):
                return 0
            whole += _compact(line.text)
            if whole == _compact(self.issued_title):
                return self._open_part(lines, index, taken)
        return 0

    def _begins_attachment(self, lines: Sequence[LogicalLine], index: int) -> int:
        """An attachment printed behind the notice: 附件1 alone, or the name that the list gave."""
        text = lines[index].text
        if taken := self._begins_table_sheet(lines, index):
            return self._open_part(lines, index, taken)
        if self.zone == "body":
            return self._begins_further_attachment(lines, index)
        if index + 1 < len(lines) and self._is_named_attachment(text):
            return self._open_part(lines, index, 1)
        named = _compact(text) in self.attachment_names and (
            self.zone != "attachments" or index + 1 < len(lines)
        )
        # Below a list that has names 附件 alone opens what was listed; above one it opens the list.
        listed = self.zone != "attachments" or bool(self.attachment_names)
        if tails.begins_attachment(text) and index + 1 < len(lines) and listed:
            return self._open_attachment(lines, index)
        if named or (
            self.zone == "closed" and len(text) <= 40 and _FORM_TITLE.search(text) and not find_marker(text)
        ):
            return self._open_part(lines, index, 1)
        if self.zone == "closed" and title_length(lines, index) and self._numbers_follow(lines, index):
            return self._open_part(lines, index, title_length(lines, index))
        return 0

    def _begins_further_attachment(self, lines: Sequence[LogicalLine], index: int) -> int:
        """附件2 alone below the text of 附件1, or below a body that has no date."""
        text = lines[index].text
        known = self.tree.part > 0 or self.attachment_list is not None
        if known and self._is_named_attachment(text) and index + 1 < len(lines):
            return self._open_part(lines, index, 1)
        if (
            not known
            or index + 1 >= len(lines)
            or not tails.begins_attachment(text)
            or text.endswith(("：", ":"))
        ):
            return 0
        return self._open_attachment(lines, index)

    def _is_named_attachment(self, text: str) -> bool:
        """Whether a line is 附件1 with the name that the list of attachments gave it."""
        if tails.names_attachment(text) is None:
            return False
        return _compact(tails.attachment_name(text)) in self.attachment_names

    def _open_attachment(self, lines: Sequence[LogicalLine], index: int) -> int:
        below = lines[index + 1]
        if find_marker(below.text):
            return self._open_part(lines, index, 1)
        return self._open_part(lines, index, 1 + max(1, title_length(lines, index + 1)))

    def _begins_table_sheet(self, lines: Sequence[LogicalLine], index: int) -> int:
        """Lines from 附件2 on to the table that is this attachment; 0 where none is so near."""
        text = lines[index].text
        if (
            not _SHEET.match(text)
            or re.search(r"[。；;：:]$", text)
            or (self.zone == "body" and "：" in text)
        ):
            return 0
        for taken, line in enumerate(lines[index + 1 : index + 4], start=1):
            if is_table(line):
                return taken
            if find_marker(line.text) or len(line.text) > 50 or re.search(r"[。；;：:]", line.text):
                return 0
        return 0

    @staticmethod
    def _numbers_follow(lines: Sequence[LogicalLine], index: int) -> bool:
        return any(find_marker(line.text) for line in lines[index + 1 : index + 8])

    def _open_part(self, lines: Sequence[LogicalLine], index: int, taken: int) -> int:
        self.tree.begin_part()
        self.zone = "body"
        self.numbered = False
        text = "".join(line.text for line in lines[index : index + taken])
        named = bool(self.issued_title) and _compact(self.issued_title) in _compact(text)
        if named:
            self.issued_title = ""
        following = _up_to_attachment(lines[index + taken : index + taken + 12])
        if following and not any(_is_statement(line) for line in following):
            self.zone = "form"
        kind: Literal["form", "title"] = "form" if self.zone == "form" else "title"
        spans = tuple(span for line in lines[index : index + taken] for span in line.spans)
        self.form = self.tree.add_root(LogicalLine(spans, text), kind)
        self.form.caption, self.form.issued = text, named and not self.passes_on
        return taken if self.zone == "form" else taken + self._read_part_head(lines[index + taken :])

    def _read_part_head(self, lines: Sequence[LogicalLine]) -> int:
        """Number and addressees of a text that is printed as attachment, such as one passed on."""
        taken = 0
        for line in lines[:3]:
            if is_number_line(line.text):
                self.tree.add_root(line, "number")
            elif is_addressees(line.text):
                self.tree.add_root(line, "addressees")
            else:
                break
            taken += 1
        return taken

    def _read_form_row(self, lines: Sequence[LogicalLine], index: int) -> int:
        """A row of a form: cells up to the next row, which opens with a tab after a blank line."""
        assert self.form is not None
        if rows := value_lines(lines, index):
            before = sum(1 for child in self.form.children if child.number)
            for number, line in enumerate(lines[index : index + rows], before + 1):
                self.form.add(Node("form", line.text, line.spans, number=number, part=self.tree.part))
            return rows
        taken = 1
        tabbed = lines[index].tabbed
        while index + taken < len(lines) and taken < 16:
            line = lines[index + taken]
            prose = not tabbed and max(len(line.text), len(lines[index].text)) > 30
            named = not tabbed and value_lines(lines, index + taken) > 0
            if prose or named or (line.tabbed and line.blank_before) or is_table(line):
                break
            taken += 1
        spans = tuple(span for line in lines[index : index + taken] for span in line.spans)
        text = " ".join(line.text for line in lines[index : index + taken])
        self.form.add(Node("form", text, spans, part=self.tree.part))
        return taken


def place_head(tree: Tree, head: Sequence[HeadLine]) -> str:
    """Put the head into the tree; returns the title (letterhead included where the title continues it)."""
    first = ""
    for kind, lines in groupby_titles(head):
        spans = tuple(span for line in lines for span in line.spans)
        node = tree.add_root(LogicalLine(spans, join_title([line.text for line in lines])), kind)
        first = first or (_compact(node.text) if kind == "title" else "")
    return first


def groupby_titles(head: Sequence[HeadLine]) -> list[tuple[ClauseKind, list[LogicalLine]]]:
    """Lines of the head, those of one title together."""
    groups: list[tuple[ClauseKind, list[LogicalLine]]] = []
    for item in head:
        if (
            item.kind == "title"
            and groups
            and groups[-1][0] == "title"
            and not ends_title(groups[-1][1][-1].text)
        ):
            groups[-1][1].append(item.line)
        else:
            groups.append((item.kind, [item.line]))
    return groups


def read_all(lines: Sequence[LogicalLine], original: str, tables: Sequence[Table] = ()) -> Tree:
    """Head, body and tail of a text as one tree."""
    tree = Tree()
    head, start = read_head(lines)
    title = place_head(tree, head)
    issued = re.search(
        r"(?:印发|发布|公布|转发)(?:《(.+?)》|(.+?))(?:的|等)(?:通知|公告|通告|函)|征求(?:对)?《(.+?)》",
        title,
    )
    issued_title = next((name for name in issued.groups() if name), "") if issued else ""
    passes_on = bool(issued) and "转发" in title
    reader = BodyReader(tree, original, issued_title=issued_title, passes_on=passes_on, tables=tables)
    reader.read(lines[start:])
    return tree


def _up_to_attachment(lines: Sequence[LogicalLine]) -> Sequence[LogicalLine]:
    """The lines in front of the next attachment."""
    ends = next((i for i, line in enumerate(lines) if tails.begins_attachment(line.text)), len(lines))
    return lines[:ends]


def _is_statement(line: LogicalLine) -> bool:
    return bool(find_marker(line.text)) or (len(line.text) > 25 and line.text.endswith(("。", "；", "：")))


def _compact(text: str) -> str:
    return re.sub(r"[\s　*]+", "", text).rstrip("：:。；;")


__all__ = ["BodyReader", "ends_title", "place_head", "read_all"]
