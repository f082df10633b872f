"""Status on boundary days: the first and last day of every interval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.documents.library import Library
from assistant.documents.metadata import read_metadata
from assistant.documents.structure import parse_structure
from assistant.documents.validity import fold_number, is_draft, names, repealers
from assistant.domain.documents import Document, StatusCode
from tests.documents.places import library

RECOGNITION = "cq-recognition-2024-4"
DYNAMIC = "cq-dynamic-2024-13"
NOTICE = "cq-notice-2025"
DISTRICT = "changshou-2023-12"
NATIONAL = "miit-2023-202"


def made(document_id: str, text: str) -> Document:
    structure = parse_structure(text)
    return Document(
        id=document_id,
        text=text,
        clauses=structure.clauses,
        furniture=structure.furniture,
        metadata=read_metadata(structure.clauses),
    )


OLD = made(
    "old-measure",
    "某市某局关于印发《某市节水企业办法》的通知\n某水规〔2019〕4号\n各单位：\n请执行。\n某市某局\n2019年1月2日",
)
NEW = made(
    "new-measure",
    "某市某局关于印发《某市节水企业管理办法》的通知\n某水规〔2024〕9号\n各单位：\n请执行。\n某市某局\n2024年5月6日\n"
    "某市节水企业管理办法\n第一条 甲。\n第二条 本办法自2024年7月1日起施行，"
    "《某市节水企业办法》（某水规[2019]4 号）同时废止。",
)


@pytest.mark.parametrize(
    ("document_id", "day", "code"),
    [
        (RECOGNITION, date(2024, 2, 4), "not_yet_effective"),
        (RECOGNITION, date(2024, 3, 5), "not_yet_effective"),
        (RECOGNITION, date(2024, 3, 6), "unknown"),
        (RECOGNITION, date(2024, 3, 7), "in_force"),
        (RECOGNITION, date(2026, 11, 20), "in_force"),
        (DYNAMIC, date(2024, 6, 19), "not_yet_effective"),
        (DYNAMIC, date(2024, 6, 20), "unknown"),
        (DYNAMIC, date(2024, 6, 21), "in_force"),
        (DYNAMIC, date(2026, 6, 19), "in_force"),
        (DYNAMIC, date(2026, 6, 20), "unknown"),
        (DYNAMIC, date(2026, 6, 21), "unknown"),
        (DYNAMIC, date(2026, 6, 22), "expired"),
        (DYNAMIC, date(2026, 11, 20), "expired"),
        (NOTICE, date(2024, 12, 31), "not_yet_effective"),
        (NOTICE, date(2025, 4, 15), "in_force"),
        (NOTICE, date(2025, 4, 16), "in_force"),
        (NOTICE, date(2025, 6, 14), "in_force"),
        (NOTICE, date(2025, 6, 15), "round_closed"),
        (NOTICE, date(2026, 11, 20), "round_closed"),
        (DISTRICT, date(2023, 2, 27), "not_yet_effective"),
        (DISTRICT, date(2023, 2, 28), "in_force"),
        (DISTRICT, date(2023, 3, 15), "in_force"),
        (DISTRICT, date(2023, 3, 16), "round_closed"),
        (NATIONAL, date(2023, 7, 20), "not_yet_effective"),
        (NATIONAL, date(2023, 9, 5), "in_force"),
        (NATIONAL, date(2023, 9, 6), "round_closed"),
    ],
)
def test_status_of_the_five_documents_on_boundary_days(document_id: str, day: date, code: StatusCode) -> None:
    assert library().status(document_id, day).code == code


def test_a_status_names_the_clause_that_proves_it() -> None:
    status = library().status(DYNAMIC, date(2026, 11, 20))
    assert (status.clause_id, status.since) == ("art15", date(2026, 6, 21))
    assert library().status(NOTICE, date(2026, 11, 20)).clause_id == "h3-i3"


def test_a_text_is_repealed_on_the_day_on_which_its_successor_takes_effect() -> None:
    both = Library((OLD, NEW))
    assert both.status("old-measure", date(2024, 6, 30)).code == "in_force"
    repealed = both.status("old-measure", date(2024, 7, 1))
    assert (repealed.code, repealed.by_document_id) == ("repealed", "new-measure")


def test_without_its_successor_a_text_is_not_repealed() -> None:
    assert Library((OLD,)).status("old-measure", date(2026, 1, 1)).code == "in_force"


def test_the_repealer_is_found_by_number_whatever_the_brackets() -> None:
    assert [(other.id, clause_id) for other, clause_id in repealers(OLD, (OLD, NEW))] == [
        ("new-measure", "art2")
    ]


def test_a_text_does_not_repeal_itself() -> None:
    assert repealers(NEW, (OLD, NEW)) == []


def test_a_number_decides_before_a_name() -> None:
    assert not names("某市节水企业办法", "某水规〔2020〕4号", OLD)
    assert names(None, "某水规【2019】4号", OLD)
    assert names("某市节水企业办法", None, OLD)
    assert not names(None, None, OLD)


def test_a_notice_of_a_round_without_last_day_closes_with_its_year() -> None:
    open_ended = made("round-notice", "某市某局关于组织2025年度评选工作的通知\n各单位：\n一、要求\n请申报。")
    one = Library((open_ended,))
    assert one.status("round-notice", date(2025, 12, 31)).code == "in_force"
    assert one.status("round-notice", date(2026, 1, 1)).code == "round_closed"


def test_a_text_silent_about_its_days_is_in_force() -> None:
    silent = replace(OLD, metadata=replace(OLD.metadata, signed_on=None))
    assert Library((silent,)).status("old-measure", date(1990, 1, 1)).code == "in_force"


@pytest.mark.parametrize(
    "written",
    ["某经信发〔2023〕12号", "某经信发[2023] 12 号", "某经信发【2023】12号", "某经信发（2023）12号"],
)
def test_numbers_are_compared_without_brackets_and_blanks(written: str) -> None:
    assert fold_number(written) == "某经信发〔2023〕12号"


@pytest.mark.parametrize(
    ("title", "draft"),
    [
        ("某省生态环境厅关于公开征求《某省产品碳足迹管理办法（征求意见稿）》意见的公告", True),
        ("某市节水条例（草案）", True),
        ("某市节水条例", False),
        ("某市关于印发《某市意见征集工作办法》的通知", False),
    ],
)
def test_a_text_put_up_for_opinions_is_no_rule_in_force(title: str, draft: bool) -> None:
    text = f"{title}\n\n　　第一条　为加强管理，制定本办法。\n　　第二条　本办法自2026年1月1日起施行。\n"
    document = made("one", text)
    assert is_draft(document) is draft
    assert (Library((document,)).status("one", date(2026, 6, 1)).code == "unknown") is draft
