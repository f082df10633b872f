from __future__ import annotations

from collections.abc import Sequence

from assistant.documents.making import make_document
from assistant.documents.readers.drafting import Draft, DraftCell
from assistant.documents.sidecar import Sidecar
from assistant.domain.documents import Document
from assistant.register.contacts import Contact, find_contacts
from assistant.register.deadlines import find_deadlines


def document(*rows: Sequence[str], merged: int = 1) -> Document:
    draft = Draft()
    for line in ("云州市工信局关于组织申报的通知", "各区县：", "一、申报要求", "按时申报。", "二、联系方式"):
        draft.line(line)
    draft.table(
        [
            DraftCell(text=text, row=r, column=c, row_span=merged if (r, c) == (1, 0) else 1)
            for r, cells in enumerate(rows)
            for c, text in enumerate(cells)
            if not (merged > 1 and c == 0 and 1 < r < 1 + merged)
        ]
    )
    return make_document(
        draft.original("text/plain"), "d", file_name="d.txt", sha256="0" * 64, sidecar=Sidecar()
    )


def contacts(*rows: Sequence[str], merged: int = 1) -> list[Contact]:
    return list(find_contacts(document(*rows, merged=merged)))


def test_each_row_of_a_table_of_contacts_is_one_contact() -> None:
    found = contacts(
        ("序号", "单位", "联系人", "电话", "电子邮箱"),
        ("1", "市工信局节能处", "张三", "010-88001234", "jn@yz.example"),
        ("2", "市水务局", "李四、王五", "13800001234", ""),
    )
    assert [(c.role, c.names, c.phones, c.emails) for c in found] == [
        ("市工信局节能处", ("张三",), ("010-88001234",), ("jn@yz.example",)),
        ("市水务局", ("李四", "王五"), ("13800001234",), ()),
    ]
    assert found[0].quote == "1 市工信局节能处 张三 010-88001234 jn@yz.example"


def test_an_office_merged_over_rows_belongs_to_each_of_them() -> None:
    rows = (
        ("单位", "业务", "联系人", "联系电话"),
        ("市工信局", "材料受理", "张三", "88001234"),
        ("", "平台技术", "李四", "88005678"),
    )
    assert [(c.role, c.purpose, c.names) for c in contacts(*rows, merged=2)] == [
        ("市工信局", "材料受理", ("张三",)),
        ("市工信局", "平台技术", ("李四",)),
    ]


def test_names_and_numbers_in_one_row_belong_to_each_other() -> None:
    found = contacts(("单位", "联系人", "电话"), ("市工信局", "张三 李四", "88001234、88005678"))
    assert [(c.names, c.phones) for c in found] == [(("张三",), ("88001234",)), (("李四",), ("88005678",))]


def test_pairs_of_label_and_value_without_a_header_are_read() -> None:
    found = contacts(("联系人", "张三", "联系电话", "010-88001234"), ("邮箱", "a@yz.example", "", ""))
    assert (found[0].names, found[0].phones) == (("张三",), ("010-88001234",))


def test_blank_forms_and_tables_of_other_things_give_no_contacts() -> None:
    assert contacts(("企业名称", "", "联系人", ""), ("联系电话", "", "邮箱", "")) == []
    assert contacts(("序号", "指标", "分值"), ("1", "营业收入5000万元以上", "20")) == []
    assert contacts(("序号", "企业名称", "联系电话"), ("1", "", "")) == []


def test_limits_in_rows_are_found() -> None:
    rows = (("序号", "工作", "时限", "责任单位"), ("1", "材料提交", "2026年5月10日前", "企业"))
    assert [d.last_day and d.last_day.isoformat() for d in find_deadlines(document(*rows))] == ["2026-05-10"]
