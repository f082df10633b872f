"""Forms of other notices: tables, lines, labels above blanks; nothing printed is lost, nothing told goes astray."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents.form_fields import find_forms
from assistant.documents.library import Library
from assistant.documents.making import make_document
from assistant.documents.readers.drafting import Draft, DraftCell
from assistant.documents.sidecar import Sidecar
from assistant.domain.documents import Document
from assistant.eligibility import Checker
from assistant.eligibility.papers.entries import FormEntry
from assistant.eligibility.papers.form import FilledForm, OfficialForm, fill_form, form_of
from assistant.eligibility.papers.form_word import form_docx
from assistant.eligibility.papers.values import Typed
from assistant.text.normalise import squeeze

HEAD = (
    "云州市工信局关于组织申报的通知",
    "各区县：",
    "一、申报要求",
    "企业按时申报。",
    "云州市工信局",
    "2026年3月1日",
)
DAY = date(2026, 4, 1)


def notice(cells: Sequence[DraftCell] = (), lines: Sequence[str] = ()) -> Document:
    draft = Draft()
    for line in (*HEAD, "附件1", "节水企业申报表"):
        draft.line(line)
    if cells:
        draft.table(cells)
    draft.verbatim("\n".join(lines))
    return make_document(draft.original("text/plain"), "d", file_name="d", sha256="0" * 64, sidecar=Sidecar())


def rows(*texts: Sequence[str]) -> list[DraftCell]:
    return [DraftCell(text=t, row=r, column=c) for r, row in enumerate(texts) for c, t in enumerate(row)]


def form_in_notice(document: Document) -> OfficialForm:
    (form,) = find_forms(document)
    return form_of(document, FormEntry(document="d", clause=form.label))


def filled(checker: Checker, form: OfficialForm, typed: Mapping[str, Typed]) -> FilledForm:
    scheme = checker.schemes[0]
    return fill_form(scheme, form, {}, checker.check(scheme.id, {}, DAY), typed)


def pages(checker: Checker, done: FilledForm) -> str:
    """The words of the form itself, without the sheet that is not handed in."""
    report = checker.check(checker.schemes[0].id, {}, DAY)
    word = docx.Document(io.BytesIO(form_docx(done, report, "v")))
    lines = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in word.element.body.iter(qn("w:p"))]
    return "\n".join(lines).split("填表核对单")[0]


def test_a_table_is_set_again_with_what_is_told_beside_its_labels(checker: Checker) -> None:
    document = notice(
        rows(
            ("企业名称", "", "成立日期", "年  月  日"),
            ("营业收入（万元）", "", "职工人数", ""),
            ("是否上市", "□是 □否", "企业性质", "□国有 □民营 □外资 □其他____"),
        )
    )
    typed: dict[str, Typed] = {
        "企业名称": "甲公司",
        "成立日期": "2012-06-08",
        "营业收入": "8,200万元",
        "职工人数": 35,
        "是否上市": False,
        "企业性质": ["民营", "外资"],
    }
    done = filled(checker, form_in_notice(document), typed)
    text = pages(checker, done)
    for words in ("甲公司", "2012年6月8日", "8,200", "35", "□是 ☑否", "□国有 ☑民营 ☑外资 □其他____"):
        assert words in text
    assert not done.blanks


def test_labels_above_blanks_and_merged_cells_find_their_places(checker: Checker) -> None:
    cells = [
        DraftCell(text="近三年利润（万元）", row=0, column=0, row_span=2),
        *(DraftCell(text=f"{2022 + i}年", row=0, column=i) for i in (1, 2, 3)),
        *(DraftCell(text="", row=1, column=i) for i in (1, 2, 3)),
        *(DraftCell(text=t, row=2, column=c) for c, t in enumerate(("填报人", "", "联系电话", ""))),
    ]
    form = form_in_notice(notice(cells))
    slots = {slot.key: slot for slot in form.slots}
    for column in (1, 2, 3):
        slot = slots[f"近三年利润：{2022 + column}年"]
        assert slot.cell is not None and (slot.cell.row, slot.cell.column) == (1, column)
    assert "一二三四" in pages(checker, filled(checker, form, {"填报人": "一二三四"}))


def test_blanks_inside_lines_are_filled_and_signatures_left(checker: Checker) -> None:
    form = form_in_notice(notice(lines=("企业名称：____", "负责人签字：（公章）   日期：   年   月   日")))
    done = filled(checker, form, {"企业名称": "甲公司", "负责人签字": "张三"})
    text = pages(checker, done)
    assert "企业名称：甲公司" in text and "张三" not in text
    assert {field.slot.key for field in done.by_hand} == {"负责人签字", "日期"}
    assert len(done.warnings) == 1


def test_columns_of_a_summary_take_a_value_in_their_first_row(checker: Checker) -> None:
    document = notice(rows(("序号", "企业名称", "产值（万元）"), ("1", "", ""), ("2", "", "")))
    form = form_in_notice(document)
    assert all(slot.how == "blank" and slot.cell and slot.cell.row == 1 for slot in form.slots)


LABELS = (
    "企业名称",
    "通讯地址",
    "主要产品",
    "联系人",
    "邮编",
    "职工人数",
    "注册资本（万元）",
    "传真",
    "主管部门",
)


@settings(max_examples=25, deadline=None)
@given(st.permutations(LABELS), st.integers(1, 3), st.sets(st.integers(0, 8)))
def test_no_printed_word_is_lost_and_no_value_goes_astray(
    checker: Checker, labels: Sequence[str], pairs: int, told: set[int]
) -> None:
    used = labels[: pairs * 3]
    table = [
        [text for label in used[at : at + pairs] for text in (label, "")] for at in range(0, len(used), pairs)
    ]
    form = form_in_notice(notice(rows(*table)))
    assert [slot.how for slot in form.slots] == ["blank"] * len(used)
    typed = {slot.key: f"9{n}" for n, slot in enumerate(form.slots) if n in told}
    done = filled(checker, form, typed)
    text = squeeze(pages(checker, done))
    for n, (label, slot) in enumerate(zip(used, form.slots, strict=True)):
        assert squeeze(f"{label}{typed.get(slot.key, '')}") in text, n
    assert {field.slot.key for field in done.blanks} == {slot.key for slot in form.slots} - set(typed)


def test_every_character_of_the_form_of_the_corpus_is_printed_again(
    checker: Checker, library: Library
) -> None:
    entries = [scheme.file.form for scheme in checker.schemes if scheme.file.form]
    assert entries
    for entry in entries:
        document = library.document(entry.document)
        form = form_of(document, entry)
        text = squeeze(pages(checker, filled(checker, form, {})).replace("□", ""))
        printed = [c for c in document.clauses if c.parent_id == form.clause_id]
        assert len(printed) > 10 and {slot.how for slot in form.slots} <= {"blank", "boxes", "inline"}
        for clause in printed:
            # Boxes came through the conversion as opening brackets.
            for part in squeeze(clause.text).replace("(", " ").replace("（", " ").split():
                assert part in text.replace("（", " "), clause.text


@pytest.mark.parametrize("clause", ["附件2", "没有"])
def test_a_form_that_is_not_printed_is_named_with_those_that_are(clause: str) -> None:
    document = notice(rows(("企业名称", "")))
    with pytest.raises(LookupError, match="附件1《节水企业申报表》"):
        form_of(document, FormEntry(document="d", clause=clause))
