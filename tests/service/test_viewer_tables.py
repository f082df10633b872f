"""Tables and recognised text in the source viewer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from assistant.documents.library import Library
from assistant.documents.making import make_document
from assistant.documents.readers.drafting import Draft, DraftCell
from assistant.documents.sidecar import Sidecar
from assistant.domain.documents import Document, Recognised, Span
from assistant.service.pages.grids import grid_of
from assistant.service.pages.viewing import View, view
from assistant.service.wire.tables import recognised_out, tables_out
from assistant.text.normalise import squeeze
from assistant.wording import say

DAY = date(2026, 3, 10)


def document() -> Document:
    draft = Draft()
    for line in ("云州市工信局关于组织申报的通知", "各区县：", "一、评价指标", "表1 评价指标"):
        draft.line(line)
    draft.table(
        [
            DraftCell(text="类别", row=0, column=0, row_span=2, header=True),
            DraftCell(text="指标", row=0, column=1, column_span=2, header=True),
            DraftCell(text="名称", row=1, column=1, header=True),
            DraftCell(text="分值", row=1, column=2, header=True),
            DraftCell(text="创新", row=2, column=0, row_span=2),
            DraftCell(text="研发投入强度", row=2, column=1),
            DraftCell(text="20", row=2, column=2),
            DraftCell(text="发明专利", row=3, column=1),
            DraftCell(text="30", row=3, column=2),
            DraftCell(text="", row=4, column=0),
        ]
    )
    draft.line("二、其他")
    original = draft.original("text/plain")
    return make_document(original, "d", file_name="d.txt", sha256="0" * 64, sidecar=Sidecar())


def shown(made: Document, quote: str = "", clause: str = "") -> View:
    return view(made, Library((made,)), DAY, say=partial(say, "pages.zh"), quote=quote, clause_id=clause)


def test_a_table_is_drawn_with_its_header_and_merged_cells() -> None:
    (paragraph,) = (p for p in shown(document()).paragraphs if p.grid)
    assert paragraph.clause.label == "一、表1"
    assert paragraph.grid is not None
    assert [[(c.row_span, c.column_span) for c in r.cells] for r in paragraph.grid.head] == [
        [(2, 1), (1, 2)],
        [(1, 1), (1, 1)],
    ]
    assert [r.clause.label if r.clause else "" for r in paragraph.grid.body] == [
        "一、表1第1行",
        "一、表1第2行",
        "",
    ]


def test_rows_are_no_paragraphs_of_their_own_and_nothing_is_lost() -> None:
    made = document()
    drawn = ""
    for paragraph in shown(made).paragraphs:
        assert paragraph.clause.kind != "row"
        drawn += "".join(piece.text for piece in paragraph.pieces)
        for row in (*paragraph.grid.head, *paragraph.grid.body) if paragraph.grid else ():
            drawn += "".join(piece.text for cell in row.cells for piece in cell.pieces)
    assert squeeze(drawn) == squeeze(made.text)


def test_a_quote_is_marked_in_the_cells_where_it_stands() -> None:
    made = document()
    row = next(c for c in made.clauses if c.text == "发明专利 30")

    def marked(quote: str) -> list[str]:
        (grid,) = (p.grid for p in shown(made, quote, row.id).paragraphs if p.grid)
        cells = (cell for r in grid.body for cell in r.cells)
        return [piece.text for cell in cells for piece in cell.pieces if piece.marked]

    assert marked("专利") == ["专利"]
    assert marked("发明专利 30") == ["发明专利", "30"]


def test_a_clause_without_a_table_has_no_grid() -> None:
    assert grid_of(document(), (), (), "") is None


def test_where_recognised_text_begins_its_confidence_is_told_once() -> None:
    made = document()
    made = replace(made, recognised=(Recognised(span=Span(0, len(made.text)), confidence=0.874),))
    told = [p.recognised for p in shown(made).paragraphs if p.recognised is not None]
    assert told == [87]
    assert Library((made,)).cite("d", made.clauses[0].id, made.clauses[0].text, DAY).recognised == 0.874
    assert Library((document(),)).cite("d", "title", made.clauses[0].text, DAY).recognised is None


def test_a_citation_of_one_cell_names_its_column() -> None:
    made = document()
    row = next(c for c in made.clauses if c.text == "发明专利 30")
    assert Library((made,)).cite("d", row.id, "发明专利", DAY).clause_label == "一、表1第2行“名称”栏"


def test_tables_and_recognised_clauses_are_told_over_http() -> None:
    made = document()
    (table,) = tables_out(made, Library((made,)))
    assert (table.label, table.cells[1].text, table.cells[1].column_span) == ("一、表1", "指标", 2)
    assert recognised_out(made) == []
    sure = replace(made, recognised=(Recognised(span=made.clauses[0].spans[0], confidence=0.5),))
    assert [(r.clause_id, r.confidence) for r in recognised_out(sure)] == [(made.clauses[0].id, 0.5)]
