"""Invented notices in the manner of other places, in every format: how much is read right.

``python -m eval.unseen`` prints the whole table.
"""

from __future__ import annotations

import shutil
from functools import cache

import pytest

from assistant.documents.structure import check_conservation, parse_structure
from assistant.domain.documents import Document
from assistant.register.build import build_register
from assistant.text.normalise import squeeze
from eval.unseen.formats import read
from eval.unseen.notices import load, names
from eval.unseen.scoring import Share, score

NAMES = names()
LAYOUT_OPEN = frozenset({"zhaonan-recycling-consortia", "gaoyuan-pilot-platforms", "mingzhang-waste-cells"})
"""Contacts without a heading are still taken for paragraphs of the last item, and how long a title is valid
for the validity of the notice; of these notices only the register is asserted."""
LAID_OUT = [name for name in NAMES if name not in LAYOUT_OPEN]
WHOLE = ("txt", "md", "docx", "docx-auto", "html")
SUBJECTS = ("clauses", "metadata", "deadlines", "contacts")
FLOORS = {"pdf-fpdf": 0.98, "pdf-reportlab": 0.98, "pdf-office": 0.97}


@cache
def document(name: str, form: str) -> Document:
    return read(load(name), form)


@cache
def shares(name: str, form: str) -> dict[str, Share]:
    found = document(name, form)
    return dict(score(load(name), found, build_register([found])))


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_about_a_notice_stands_in_it(name: str) -> None:
    notice = load(name)
    whole = squeeze("".join(part.text for part in notice.parts))
    labels = {label for part in notice.parts for label in part.labels}
    for fact in notice.facts["deadlines"]:
        assert squeeze(fact["quote"]) in whole
        assert fact["label"] in labels
    for contact in notice.facts["contacts"]:
        shown = squeeze("".join("".join(part.cells) + part.text for part in notice.parts))
        for value in (*contact.get("names", ()), *contact.get("phones", ()), *contact.get("emails", ())):
            assert squeeze(value) in shown


@pytest.mark.parametrize("form", WHOLE)
@pytest.mark.parametrize("name", NAMES)
def test_a_format_that_keeps_paragraphs_is_read_without_a_fault(name: str, form: str) -> None:
    found = shares(name, form)
    for subject in SUBJECTS[2:] if name in LAYOUT_OPEN else SUBJECTS:
        assert not found[subject].missed and not found[subject].beyond, subject


@pytest.mark.parametrize("form", ["pdf-reportlab", "pdf-fpdf"])
def test_nearly_all_is_read_right_from_pages(form: str) -> None:
    pytest.importorskip(form.removeprefix("pdf-"))
    try:
        found = [shares(name, form) for name in LAID_OUT]
    except LookupError as error:
        pytest.skip(str(error))
    for subject in SUBJECTS:
        right = sum(share[subject].right for share in found)
        judged = sum(share[subject].wanted + len(share[subject].beyond) for share in found)
        assert right >= FLOORS[form] * judged, subject


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_nearly_all_is_read_right_from_pages_of_an_office_program() -> None:
    # Each file takes the office program some seconds; ``python -m eval.unseen`` reads all.
    found = [shares(name, "pdf-office")["clauses"] for name in LAID_OUT[::3]]
    right = sum(share.right for share in found)
    assert right >= FLOORS["pdf-office"] * sum(share.wanted + len(share.beyond) for share in found)


@pytest.mark.parametrize("form", ["txt", "md", "html", "docx-auto"])
@pytest.mark.parametrize("name", NAMES)
def test_every_character_of_a_notice_is_accounted_for(name: str, form: str) -> None:
    found = document(name, form)
    whole = form in ("html", "docx-auto")
    check_conservation(found.text, parse_structure(found.text, tables=found.tables, whole_lines=whole))


@pytest.mark.parametrize("name", NAMES)
def test_no_two_numbered_clauses_bear_one_label(name: str) -> None:
    labels = [c.label for c in document(name, "txt").clauses if c.marker and c.kind != "attachment"]
    assert len(labels) == len(set(labels))
