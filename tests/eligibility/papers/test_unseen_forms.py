"""Forms attached to invented notices of other places, in formats that offices use: every field finds its place."""

from __future__ import annotations

import pytest

from assistant.documents.form_fields import find_forms
from assistant.eligibility import Checker
from assistant.eligibility.papers.entries import FormEntry
from assistant.eligibility.papers.form import form_of
from eval.unseen.formats import read
from eval.unseen.notices import load

from .test_any_form import filled, pages

FORMS = {
    "lanzhou-water": ["节水型企业（单位）申报书", "节水型企业（单位）申报汇总表"],
    "minyue-energy-leaders": ["能效“领跑者”推荐汇总表"],
    "qinchuan-pilot-plan": ["秦川市中试基地推荐汇总表"],
    "yunqiao-transmits": ["企业走访台账"],
}


@pytest.mark.parametrize("form", ["docx", "html", "txt"])
@pytest.mark.parametrize("name", FORMS)
def test_each_field_of_a_form_is_filled_where_it_is_printed(checker: Checker, name: str, form: str) -> None:
    document = read(load(name), form)
    found = [
        form_of(document, FormEntry(document=document.id, clause=f.clause_id)) for f in find_forms(document)
    ]
    assert [each.title for each in found] == FORMS[name]
    for each in found:
        assert {slot.how for slot in each.slots} <= {"blank", "boxes", "inline"}
        typed = {s.key: f"填{n}号" for n, s in enumerate(each.slots) if not (s.by_hand or s.field.options)}
        text = pages(checker, filled(checker, each, typed))
        assert text.startswith("据文件附件文字重排，以主管部门原表为准\n附件") and each.title in text
        assert all(text.count(value) == 1 for value in typed.values())
