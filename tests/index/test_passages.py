from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.documents.library import Library
from assistant.domain.documents import Cell, Clause, ClauseKind, Document, Metadata, Proved, Span, Table
from assistant.index.passages import MAX_CHARACTERS, make_passages, split_text

Rows = list[tuple[str, int, ClauseKind]]
WORDS = st.text(alphabet="申报企业。；（）\n、ab1", max_size=900)


def clause(number: int, text: str, parent: str | None, kind: ClauseKind = "item") -> Clause:
    return Clause(
        id=f"c{number}",
        kind=kind,
        label=f"第{number}条",
        text=text,
        spans=(Span(0, 0),),
        parent_id=parent,
    )


def document(clauses: tuple[Clause, ...]) -> Document:
    title = Proved(value="某市办法", clause_id="c0", quote="某市办法")
    return Document(id="d", text="", clauses=clauses, furniture=(), metadata=Metadata(title=title))


@given(WORDS)
def test_the_pieces_of_a_text_joined_are_the_text(text: str) -> None:
    assert "".join(split_text(text)).replace("\n", "") == ("" if not text.strip() else text.replace("\n", ""))


@given(WORDS)
def test_no_piece_is_longer_than_the_limit(text: str) -> None:
    assert all(len(piece) <= MAX_CHARACTERS for piece in split_text(text))


@given(
    st.lists(
        st.tuples(WORDS, st.integers(-1, 8), st.sampled_from(["item", "article", "paragraph", "form"])),
        max_size=9,
    )
)
def test_every_clause_with_words_is_covered_by_passages_of_its_own(
    rows: list[tuple[str, int, ClauseKind]],
) -> None:
    clauses = tuple(
        clause(i, text, f"c{parent}" if 0 <= parent < i else None, kind)
        for i, (text, parent, kind) in enumerate(rows)
    )
    passages = make_passages(document(clauses))
    for one in clauses:
        own = "".join(p.text for p in passages if p.clause_ids == (one.id,))
        assert own.replace("\n", "").strip() == one.text.replace("\n", "").strip()


@given(
    st.lists(
        st.tuples(WORDS, st.integers(-1, 8), st.sampled_from(["item", "article", "paragraph"])), max_size=9
    )
)
def test_no_passage_holds_two_articles_and_no_id_stands_twice(
    rows: list[tuple[str, int, ClauseKind]],
) -> None:
    clauses = tuple(
        clause(i, text, f"c{parent}" if 0 <= parent < i else None, kind)
        for i, (text, parent, kind) in enumerate(rows)
    )
    kinds = {one.id: one.kind for one in clauses}
    passages = make_passages(document(clauses))
    assert all(sum(kinds[i] == "article" for i in p.clause_ids) <= 1 for p in passages)
    assert len({p.id for p in passages}) == len(passages)


def test_items_are_joined_with_the_words_that_introduce_them(library: Library) -> None:
    passages = make_passages(library.document("measure"))
    joined = [p for p in passages if p.joined and "弄虚作假" in p.text]
    assert joined and "有下列情形之一" in joined[0].text and "停产" in joined[0].text


def test_the_context_names_the_document_and_the_headings_above(library: Library) -> None:
    passage = next(
        p for p in make_passages(library.document("notice")) if "取水计量" in p.text and not p.joined
    )
    assert "节水企业申报" in passage.context
    assert "申报条件" in passage.context


def test_a_long_clause_is_split_at_a_sentence_end() -> None:
    text = "企业应当如实申报。" * 60
    pieces = split_text(text)
    assert len(pieces) > 1
    assert all(piece.endswith("。") for piece in pieces)


def test_a_row_is_searched_with_the_names_of_its_columns() -> None:
    text = "单位\t联系人\n市工信局\t张三\n市水务局\t李四"
    spans = [Span(0, 2), Span(3, 6), Span(7, 11), Span(12, 14), Span(15, 19), Span(20, 22)]
    cells = tuple(Cell(span=s, row=i // 2, column=i % 2, header=i < 2) for i, s in enumerate(spans))
    rows = [("t1", "table", (Span(0, 0),), ""), ("t1-head", "row", tuple(spans[:2]), "单位 联系人")]
    rows += [
        ("t1-r1", "row", tuple(spans[2:4]), "市工信局 张三"),
        ("t1-r2", "row", tuple(spans[4:]), "市水务局 李四"),
    ]
    clauses = tuple(
        Clause(id=i, kind=k, label="表1", text=t, spans=s, parent_id=None if i == "t1" else "t1")  # type: ignore[arg-type]
        for i, k, s, t in rows
    )
    table = Table(span=Span(0, len(text)), cells=cells)
    title = Proved(value="某市办法", clause_id="t1", quote="某市办法")
    made = Document(
        id="d", text=text, clauses=clauses, furniture=(), metadata=Metadata(title=title), tables=(table,)
    )
    passages = {passage.id: passage for passage in make_passages(made)}
    assert passages["d#t1-r2"].context == "某市办法 单位 联系人"
    assert passages["d#t1+"].text == "单位 联系人 市工信局 张三 市水务局 李四"
    assert "d#t1" not in passages
