from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.documents.form_fields import FormField, find_forms
from assistant.documents.library import load_library
from assistant.documents.making import make_document
from assistant.documents.readers.drafting import Draft, DraftCell
from assistant.documents.sidecar import Sidecar
from assistant.domain.documents import Document

HEAD = (
    "云州市工信局关于组织申报的通知",
    "各区县：",
    "一、申报要求",
    "企业按时申报。",
    "云州市工信局",
    "2026年3月1日",
)


def with_attachment(title: str, cells: Sequence[DraftCell] = (), lines: Sequence[str] = ()) -> Document:
    draft = Draft()
    for line in (*HEAD, "附件1", title):
        draft.line(line)
    if cells:
        draft.table(cells)
    draft.verbatim("\n".join(lines))
    return make_document(draft.original("text/plain"), "d", file_name="d", sha256="0" * 64, sidecar=Sidecar())


def rows(*texts: Sequence[str]) -> list[DraftCell]:
    return [DraftCell(text=t, row=r, column=c) for r, row in enumerate(texts) for c, t in enumerate(row)]


def fields(document: Document) -> list[FormField]:
    return [field for form in find_forms(document) for field in form.fields]


def test_pairs_of_label_and_blank_are_fields_with_unit_and_kind() -> None:
    made = with_attachment(
        "企业申报表",
        rows(
            ("企业名称", "", "成立日期", "年  月  日"),
            ("营业收入（万元）", "", "职工人数", ""),
            ("是否上市", "□是 □否", "企业性质", "□国有 □民营 □外资 □其他____"),
        ),
    )
    assert [(f.label, f.unit, f.kind, f.options) for f in fields(made)] == [
        ("企业名称", "", "text", ()),
        ("成立日期", "", "date", ()),
        ("营业收入", "万元", "number", ()),
        ("职工人数", "", "number", ()),
        ("是否上市", "", "tick", ("是", "否")),
        ("企业性质", "", "choice", ("国有", "民营", "外资", "其他")),
    ]
    assert find_forms(made)[0].label == "附件1《企业申报表》"


def test_labels_above_blanks_are_fields_of_the_label_beside_them() -> None:
    cells = [
        DraftCell(text="近三年利润（万元）", row=0, column=0, row_span=2),
        *(DraftCell(text=f"{2022 + i}年", row=0, column=i) for i in (1, 2, 3)),
        *(DraftCell(text="", row=1, column=i) for i in (1, 2, 3)),
        *rows_at(2, ("填报人", "", "联系电话", "")),
    ]
    found = fields(with_attachment("企业申报表", cells))
    assert [(f.group, f.label, f.unit, f.kind) for f in found[:3]] == [
        ("近三年利润", "2023年", "万元", "number"),
        ("近三年利润", "2024年", "万元", "number"),
        ("近三年利润", "2025年", "万元", "number"),
    ]
    assert [f.label for f in found[3:]] == ["填报人", "联系电话"]


def rows_at(row: int, texts: Sequence[str]) -> list[DraftCell]:
    return [DraftCell(text=t, row=row, column=c) for c, t in enumerate(texts)]


def test_columns_of_a_summary_are_asked_once_a_row() -> None:
    found = fields(
        with_attachment(
            "推荐汇总表", rows(("序号", "企业名称", "产值（万元）"), ("1", "", ""), ("2", "", ""))
        )
    )
    assert [(f.label, f.unit, f.repeated) for f in found] == [("企业名称", "", True), ("产值", "万元", True)]


def test_blanks_inside_lines_are_fields() -> None:
    made = with_attachment(
        "承诺书样表", lines=("企业名称：____", "负责人签字：（公章）   日期：   年   月   日")
    )
    assert [(f.label, f.kind) for f in fields(made)] == [
        ("企业名称", "text"),
        ("负责人签字", "text"),
        ("日期", "date"),
    ]


def test_the_form_of_the_corpus_is_read_from_its_lines() -> None:
    corpus = Path(__file__).parents[2] / "corpus"
    documents = load_library(corpus).documents
    (form,) = (form for document in documents for form in find_forms(document))
    found = {(f.group, f.label): f for f in form.fields}
    assert len(form.fields) == 24
    assert found["利润总额", "2022年"].unit == "万元"
    assert found["", "统一社会信用代码"].kind == "text"
    assert found["", "单位性质"].options[:3] == ("内资", "国有", "集体")
    assert found["管理体系通过第三方认证情况", "环境管理体系"].kind == "tick"
    assert found["", "日期"].kind == "date"


def test_a_notice_without_a_form_asks_for_nothing() -> None:
    draft = Draft()
    for line in HEAD:
        draft.line(line)
    made = make_document(draft.original("text/plain"), "d", file_name="d", sha256="0" * 64, sidecar=Sidecar())
    assert find_forms(made) == ()
