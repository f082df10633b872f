"""What a scheme's file says of its form and its summary sheet is checked at load."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.documents.library import Library
from assistant.eligibility import Checker, load_checker

SCHEMES = Path(__file__).resolve().parents[3] / "corpus" / "schemes"
FORM, SHEET = "changshou-cultivation-2023", "cq-green-factory"


def off(tmp_path: Path, library: Library, scheme: str, old: str, new: str) -> str:
    """Why the scheme is switched off once ``old`` of its file reads ``new``."""
    folder = tmp_path / "schemes"
    shutil.copytree(SCHEMES, folder, ignore=shutil.ignore_patterns("tests", "coverage"))
    path = folder / f"{scheme}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    switched = {each.scheme_id: each.reason for each in load_checker(folder, library).switched_off}
    assert set(switched) == {scheme}
    return switched[scheme]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("{label: 所属行业, fact: industry}", "{label: 行业, fact: industry}", "no field '行业'"),
        ("{label: 所属行业, fact: industry}", "{label: 所属行业, fact: trade}", "'trade' is not declared"),
        (
            "label: 2022年产值, fact: output_value, year: 2022",
            "label: 2022年产值, fact: output_value",
            "a year",
        ),
        (
            "label: 2022年产值, fact: output_value, year: 2022",
            "label: 邮编, fact: accidents",
            "asks for a text",
        ),
        ("ticks: {met: 否, not_met: 是}", "ticks: {met: 无, not_met: 是}", "no box '无'"),
        ("criterion: cultivation-2-4", "criterion: cultivation-9", "no criterion 'cultivation-9'"),
        ("clause: 附件《绿色工厂培育入库申请表》\n  fields", "clause: 附件\n  fields", "has no form '附件'"),
        (
            "{group: 利润总额, label: 2021年",
            "{group: 利润总额, label: 2020年",
            "filled twice",
        ),
        ("      ticks: {met: 否, not_met: 是}\n", "", "ticks go with a criterion"),
    ],
)
def test_a_form_that_the_document_does_not_print_is_refused(
    tmp_path: Path, library: Library, old: str, new: str, why: str
) -> None:
    reason = off(tmp_path, library, FORM, old, new)
    assert why in reason and reason.startswith(f"{FORM}.yaml:")


def test_a_column_without_its_quote_is_refused(tmp_path: Path, library: Library) -> None:
    reason = off(tmp_path, library, SHEET, "2025年市级绿色工厂推荐汇总表", "2025年推荐表")
    assert "copy it verbatim" in reason and reason.startswith(f"{SHEET}.yaml:")


def test_the_schemes_of_the_corpus_name_the_papers_of_their_documents(checker: Checker) -> None:
    assert [scheme.id for scheme in checker.schemes if scheme.file.form] == [FORM]
    assert len([scheme for scheme in checker.schemes if scheme.file.recommendation]) == 5
