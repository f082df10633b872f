"""Papers as a word processor sets them."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pypdf
import pytest

from assistant.documents.library import Library
from assistant.eligibility import Checker
from assistant.eligibility.facts import parse_facts
from assistant.eligibility.papers.form import fill_form, official_form
from assistant.eligibility.papers.form_word import form_docx
from assistant.eligibility.papers.record import make_applicant, make_record
from assistant.eligibility.papers.record_word import record_docx

SCHEME, DAY = "changshou-cultivation-2023", date(2023, 3, 1)
FACTS = {"output_value": {"2022": 8200}, "accidents": []}


def pages(folder: Path, content: bytes) -> list[str]:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed: apt-get install -y libreoffice-writer")
    (folder / "paper.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    asked = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), "paper.docx"]
    subprocess.run(asked, cwd=folder, check=True, capture_output=True, timeout=120)
    return [page.extract_text() for page in pypdf.PdfReader(folder / "paper.pdf").pages]


def test_a_form_of_one_page_stays_on_one_page(checker: Checker, library: Library, tmp_path: Path) -> None:
    scheme, report = checker.scheme(SCHEME), checker.check(SCHEME, FACTS, DAY)
    form = official_form(scheme, library)
    typed = {"公司名称": "某某化工有限公司", "单位简介（100字左右）": "主要生产精细化工产品。" * 10}
    filled = fill_form(scheme, form, parse_facts(scheme.facts, FACTS), report, typed)
    first, second = pages(tmp_path, form_docx(filled, report, library.version))
    assert "我单位郑重承诺" in first and "负责人签字" in first
    assert "本页不报送" in second


def test_a_record_numbers_its_pages(checker: Checker, library: Library, tmp_path: Path) -> None:
    report = checker.check(SCHEME, FACTS, DAY)
    record = make_record(make_applicant("某某公司", ""), checker.scheme(SCHEME), report, FACTS, library)
    found = pages(tmp_path, record_docx(record))
    for number, text in enumerate(found, 1):
        assert f"第{number}页" in text.replace(" ", "").replace("\u3000", "") and record.number in text
    assert f"共{len(found)}页" in found[0].replace(" ", "").replace("\u3000", "")
