from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents.readers import Original
from assistant.documents.readers.drafting import Draft, DraftCell
from assistant.documents.rows import RowReader, cell_label
from assistant.documents.structure import Structure, check_conservation, parse_structure
from assistant.domain.documents import Clause, Document, Metadata, Proved
from assistant.text.normalise import squeeze
from tests.documents.generated import Made, documents

Rows = Sequence[Sequence[str]]

HEAD = ("云州市工信局关于组织申报专精特新企业的通知", "云工信〔2026〕12号", "各区县工信局：")
TAIL = ("附件：1.企业申报表", "2.推荐汇总表", "云州市工业和信息化局", "2026年3月1日")
SCORES = (("指标", "要求", "分值"), ("研发强度", "不低于3%", "20"), ("营业收入", "1000", "30"))
CONTACTS = (("序号", "单位", "联系人", "电话"), ("1", "市工信局", "张三", "010-88001234"))
FORM = (("企业名称", "", "统一社会信用代码", ""), ("联系人", "", "电话", ""))


def draft(*parts: str | Rows) -> Original:
    made = Draft()
    for part in parts:
        if isinstance(part, str):
            made.line(part)
        else:
            made.table(
                [DraftCell(text=t, row=i, column=j) for i, r in enumerate(part) for j, t in enumerate(r)]
            )
    return made.original("text/plain")


def parsed(original: Original) -> Structure:
    structure = parse_structure(original.text, tables=original.tables)
    check_conservation(original.text, structure)
    return structure


def labelled(*parts: str | Rows) -> dict[str, Clause]:
    return {clause.label: clause for clause in parsed(draft(*parts)).clauses}


def document(original: Original) -> Document:
    structure = parsed(original)
    title = Proved(value="题", clause_id=structure.clauses[0].id, quote="题")
    return Document(
        id="d",
        text=original.text,
        clauses=structure.clauses,
        furniture=(),
        metadata=Metadata(title=title),
        tables=structure.tables,
    )


def test_a_numbered_table_stands_below_the_heading_with_a_clause_for_each_row() -> None:
    found = labelled(
        *HEAD, "一、申报条件", "（一）指标见下表。", "表2 评价指标", "单位：万元", SCORES, "二、要求"
    )
    assert found["一（一）表2"].text == "表2 评价指标 单位：万元"
    assert found["一（一）表2表头"].text == "指标 要求 分值"
    assert found["一（一）表2第2行"].text == "营业收入 1000 30"
    assert found["一（一）表2第2行"].parent_id == found["一（一）表2"].id
    assert found["二"].path == ()


def test_a_table_without_caption_is_counted_within_its_heading() -> None:
    found = labelled(*HEAD, "一、申报条件", "要求如下：", SCORES, "联系如下：", CONTACTS, "二、要求")
    assert found["一、表1第1行"].text == "研发强度 不低于3% 20"
    assert found["一、表2第1行"].text == "1 市工信局 张三 010-88001234"
    assert found["一、表1"].text == ""


def test_a_table_below_an_article_belongs_to_it() -> None:
    found = labelled("某办法", "第一条 目的。", "第二条 指标如下：", SCORES, "第三条 施行。")
    assert found["第二条表1第1行"].path[0].startswith("第二条")
    assert found["第三条"].text == "第三条 施行。"


def test_rows_of_an_attachment_are_cited_by_its_number_and_name() -> None:
    found = labelled(*HEAD, "一、事项", *TAIL, "附件1", "企业申报表", FORM, "附件2", "推荐汇总表", CONTACTS)
    assert found["附件1《企业申报表》第2行"].text == "联系人 电话"
    assert found["附件2《推荐汇总表》第1行"].text == "1 市工信局 张三 010-88001234"
    assert found["附件2《推荐汇总表》第1行"].number == 1


def test_two_tables_of_one_attachment_are_told_apart() -> None:
    found = labelled(*HEAD, "一、事项", *TAIL, "附件2 推荐汇总表", SCORES, "填表人：", CONTACTS)
    assert {"附件2《推荐汇总表》表1第1行", "附件2《推荐汇总表》表2第1行"} <= found.keys()


def test_the_pairs_of_a_form_have_no_header() -> None:
    found = labelled(*HEAD, "一、事项", *TAIL, "附件1", "企业申报表", FORM)
    assert not any(label.endswith("表头") for label in found)


def test_a_heading_or_sentence_above_a_table_is_no_caption() -> None:
    found = labelled(*HEAD, "一、评价指标一览表", SCORES, "各项指标的解释见附表。", "二、要求", SCORES)
    assert found["一、表1"].text == found["二、表1"].text == ""
    assert "一" in found


def test_a_name_set_as_the_first_row_over_all_columns_is_the_caption() -> None:
    made = Draft()
    made.line("一、事项")
    made.table(
        [
            DraftCell(text="附件2\n任务分工表", row=0, column=0, column_span=3),
            *(DraftCell(text=t, row=1 + i, column=j) for i, r in enumerate(SCORES) for j, t in enumerate(r)),
        ]
    )
    found = {clause.label: clause for clause in parsed(made.original("text/plain")).clauses}
    assert found["附件2《任务分工表》"].kind in ("form", "table")
    assert found["附件2《任务分工表》表头"].text == "指标 要求 分值"


def test_a_table_in_an_attachment_with_sentences_is_cited_by_the_attachment() -> None:
    note = "注：本表一式两份，由申报单位填写后报送所在地主管部门审核。"
    found = labelled(*HEAD, "一、事项", *TAIL, "附件2", "推荐汇总表", SCORES, note)
    assert found["附件2《推荐汇总表》第1行"].text == "研发强度 不低于3% 20"


def test_rows_left_blank_are_counted_but_are_no_clause() -> None:
    found = labelled(*HEAD, "一、事项", (*CONTACTS, ("", "", "", ""), ("3", "县局", "李四", "8123456")))
    assert found["一、表1第3行"].text == "3 县局 李四 8123456"
    assert "一、表1第2行" not in found


def test_a_cell_is_cited_by_its_row_and_column() -> None:
    made = document(draft(*HEAD, "一、事项", CONTACTS))
    row = next(clause for clause in made.clauses if clause.label.endswith("第1行"))
    assert cell_label(made, row, "010-88001234") == "一、表1第1行“电话”栏"
    assert cell_label(made, row, row.text) == "一、表1第1行"
    assert RowReader(made).names(row) == ("序号", "单位", "联系人", "电话")


def test_a_merged_cell_speaks_for_every_row_that_it_reaches() -> None:
    made = Draft()
    made.line("一、事项")
    made.table(
        [
            DraftCell(text="类别", row=0, column=0, row_span=2, header=True),
            DraftCell(text="指标", row=0, column=1, column_span=2, header=True),
            DraftCell(text="名称", row=1, column=1, header=True),
            DraftCell(text="分值", row=1, column=2, header=True),
            DraftCell(text="创新", row=2, column=0, row_span=2),
            DraftCell(text="研发", row=2, column=1),
            DraftCell(text="20", row=2, column=2),
            DraftCell(text="专利", row=3, column=1),
            DraftCell(text="10", row=3, column=2),
        ]
    )
    whole = document(made.original("text/plain"))
    row = next(clause for clause in whole.clauses if clause.text == "专利 10")
    assert row.label == "一、表1第2行"
    assert RowReader(whole).names(row) == ("类别", "指标", "名称", "分值", "创新")


def test_footnotes_behind_an_attachment_are_notes_of_the_document() -> None:
    structure = parsed(draft(*HEAD, "一、事项", *TAIL, "附件1", "企业申报表", FORM, "脚注1：指法人企业。"))
    assert (structure.clauses[-1].kind, structure.clauses[-1].parent_id) == ("note", None)


cells = st.text(alphabet="甲乙一、（）1.。：附件表\u3000 年月日", max_size=6)
grids = st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(documents(), grids, st.integers(0, 12))
def test_whatever_a_table_holds_every_character_is_counted_once(made: Made, rows: Rows, place: int) -> None:
    lines = made.text.splitlines()
    original = draft(*lines[:place], rows, *lines[place:])
    structure = parsed(original)
    ids = [clause.id for clause in structure.clauses]
    assert len(ids) == len(set(ids))
    words = squeeze("".join(cell for row in rows for cell in row))
    inside = [clause for clause in structure.clauses if clause.kind == "row"]
    assert squeeze("".join(clause.text for clause in inside)) == words


@settings(max_examples=25, deadline=None, derandomize=True)
@given(documents(), st.integers(6, 30))
def test_a_table_leaves_the_clauses_around_it_as_they_are(made: Made, place: int) -> None:
    lines = [line for line in made.text.splitlines() if line.strip()]
    opening = [
        i for i, line in enumerate(lines) if i >= 5 and line[:1] in "一二三四五第" and "、" in line[:3]
    ]
    at = opening[place % len(opening)] + 1 if opening else len(lines)
    without = [(c.label, c.text) for c in parsed(draft(*lines)).clauses]
    around = parsed(draft(*lines[:at], SCORES, *lines[at:])).clauses
    assert [(c.label, c.text) for c in around if c.kind not in ("table", "row")] == without
