"""Word files (DOCX): paragraphs, automatic numbering and tables in reading order.

Page breaks are not stored in the file, so pages stay unknown. Headers and footers are furniture and
left out. Footnotes follow at the end as 脚注N：…, their marks are no part of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.documents.readers import Original
from assistant.documents.readers.archives import open_archive
from assistant.documents.readers.docx_numbering import Numbering
from assistant.documents.readers.docx_styles import Styles
from assistant.documents.readers.docx_tables import cells_of, inside, is_frame, is_letterhead, rows_in
from assistant.documents.readers.docx_text import Findings, boxes_in, words_of
from assistant.documents.readers.docx_xml import Element, Package, attribute, child, children, local
from assistant.documents.readers.drafting import Draft
from assistant.errors import UnreadableFile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOTES = {"footnotes": "脚注", "endnotes": "尾注"}
_DEEPEST = 40


def read_docx(data: bytes, name: str) -> Original:
    """Read a Word file.

    Raises:
        UnreadableFile: It is damaged, protected, maliciously made, or holds no words.
    """
    package = Package(open_archive(data, name), name)
    reader = _Reader(package)
    try:
        reader.read()
    except RecursionError:
        raise UnreadableFile(
            f"Word 文件 {name} 的内容嵌套过深，不予读取。请用办公软件另存后再放入。"
        ) from None
    original = reader.draft.original(MEDIA_TYPE)
    if not original.text.strip():
        raise UnreadableFile(
            f"Word 文件 {name} 中没有文字（可能只有图片）。请换成有文字的文件，或另存为 PDF 再放入。"
        )
    return original


class _Reader:
    """Walks the body once; numbering counts on the way."""

    def __init__(self, package: Package) -> None:
        self.draft = Draft()
        self._package = package
        self._numbering = Numbering(package.part("numbering"), Styles(package.part("styles")))
        self._findings = Findings()
        self._torn = ""

    def read(self) -> None:
        body = child(self._package.main(), "body")
        self._blocks(body if body is not None else self._package.main(), 0)
        self._notes()
        self._warn()

    def _blocks(self, element: Element, depth: int) -> None:
        for block in element:
            name = local(block)
            if name == "p":
                self.draft.line(self._paragraph(block))
                for box in boxes_in(block):
                    self._blocks(box, depth)
            elif name == "tbl":
                self._table(block, depth)
            elif name == "altChunk":
                self._findings.embedded += 1
            elif name not in ("del", "moveFrom", "sdtPr", "sdtEndPr", "tcPr", "sectPr"):
                self._blocks(block, depth)

    def _paragraph(self, element: Element) -> str:
        """The words of a paragraph behind its numeral; one whose end was deleted goes on in the next."""
        properties = child(element, "pPr")
        words = self._torn + words_of(element, self._findings)
        self._torn = ""
        if child(properties, "rPr", "del") is not None:
            self._torn = words
            return ""
        label = self._numbering.label(properties)
        return label + words.lstrip() if words.strip() else ""

    def _table(self, table: Element, depth: int) -> None:
        if is_frame(table) and depth < _DEEPEST:
            for row in rows_in(table):
                for cell in inside(row, "tc"):
                    self._blocks(cell, depth + 1)
            return
        cells = cells_of(table, self._cell)
        if self.draft.is_empty and is_letterhead(cells):
            self.draft.line("\n".join(cell.text for cell in cells))
        else:
            self.draft.table(cells)

    def _cell(self, element: Element) -> str:
        return "\n".join(text for text in self._lines(element) if text.strip())

    def _lines(self, element: Element) -> Iterator[str]:
        """Paragraphs of a cell; a table inside it is flattened, one line a row."""
        for block in element:
            name = local(block)
            if name == "p":
                yield self._paragraph(block)
                for box in boxes_in(block):
                    yield from self._lines(box)
            elif name == "tbl":
                for row in rows_in(block):
                    yield " ".join(" ".join(self._lines(cell)) for cell in inside(row, "tc"))
            elif name not in ("del", "moveFrom", "sdtPr", "sdtEndPr", "tcPr"):
                yield from self._lines(block)

    def _notes(self) -> None:
        for kind, word in _NOTES.items():
            part = self._package.part(kind) if any(k == kind for k, _ in self._findings.notes) else None
            texts = {attribute(e, "id"): e for e in (part if part is not None else ())}
            wanted = dict.fromkeys(number for k, number in self._findings.notes if k == kind)
            found = [texts[number] for number in wanted if number in texts]
            for place, note in enumerate(found, start=1):
                words = " ".join(words_of(p, self._findings).strip() for p in children(note, "p"))
                self.draft.line(f"{word}{place}：{words.strip()}")

    def _warn(self) -> None:
        found = self._findings
        comments = self._package.part("comments")
        remarks = sum(1 for _ in children(comments, "comment"))
        for count, text in (
            (
                found.insertions + found.deletions,
                f"文件含未接受的修订：插入 {found.insertions} 处已纳入，删除 {found.deletions} 处未纳入。",
            ),
            (remarks, f"文件中的批注 {remarks} 条未纳入。"),
            (found.pictures, f"文件含 {found.pictures} 张图片，图中文字未读取。"),
            (found.unknown_signs, f"有 {found.unknown_signs} 个特殊符号无法识别，已略去。"),
            (found.embedded, f"文件嵌入的其他文件 {found.embedded} 个未读取。"),
        ):
            if count:
                self.draft.warnings.append(text)
