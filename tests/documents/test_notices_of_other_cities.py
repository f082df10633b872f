"""Three invented notices in other numbering habits: nothing in the code knows them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from assistant.text.normalise import squeeze
from assistant.text.titles import short_title
from tests.documents.places import NOTICES, notice

NAMES = sorted(path.name for path in NOTICES.iterdir() if (path / "structure.json").exists())


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((NOTICES / name / "structure.json").read_text(encoding="utf-8"))
    return found


CLAUSES = [
    (name, clause["label_contains"], clause["starts_with"])
    for name in NAMES
    for clause in expected(name)["clauses"]
]


def plain(label: str) -> str:
    return squeeze(label).replace("、", "")


@pytest.mark.parametrize(("name", "label", "starts_with"), CLAUSES)
def test_each_expected_clause_has_its_label_and_its_words(name: str, label: str, starts_with: str) -> None:
    found = [
        clause
        for clause in notice(name).clauses
        if squeeze(clause.text).removeprefix(squeeze(clause.marker)).startswith(squeeze(starts_with))
    ]
    assert plain(label) in [plain(clause.label) for clause in found]


@pytest.mark.parametrize("name", NAMES)
def test_title_number_issuer_and_date_are_read_off_the_text(name: str) -> None:
    wanted, metadata = expected(name), notice(name).metadata
    assert short_title(metadata.title.value) == short_title(wanted["title"])
    assert metadata.number is not None and metadata.number.value == wanted["number"]
    assert metadata.issuer is not None and metadata.issuer.value == wanted["issuer"]
    assert metadata.signed_on is not None
    assert metadata.signed_on.value == date.fromisoformat(wanted["issued_on"])


@pytest.mark.parametrize("name", NAMES)
def test_effect_and_expiry_are_read_off_the_text_and_never_invented(name: str) -> None:
    wanted, metadata = expected(name), notice(name).metadata
    for key, proved in (("effective_from", metadata.effective), ("expires_on", metadata.expires)):
        day = date.fromisoformat(wanted[key]) if wanted[key] else None
        assert (proved.value.latest if proved else None) == day
        assert proved is None or proved.value.earliest == proved.value.latest


@pytest.mark.parametrize("name", NAMES)
def test_an_old_text_is_repealed_where_the_notice_says_so(name: str) -> None:
    repealed = [r.title for r in notice(name).metadata.references if r.relation == "repeals"]
    said = "停止执行" in notice(name).text or "同时废止" in notice(name).text
    assert bool(repealed) == said


@pytest.mark.parametrize("name", NAMES)
def test_contacts_of_the_notice_are_in_clauses(name: str) -> None:
    whole = squeeze("".join(clause.text for clause in notice(name).clauses))
    for contact in expected(name)["contacts"]:
        assert squeeze(contact["phone"]) in whole


@pytest.mark.parametrize("name", NAMES)
def test_last_days_are_found_even_with_an_hour_or_over_a_line_end(name: str) -> None:
    wanted = {date.fromisoformat(row["date"]) for row in expected(name)["deadlines"]}
    assert {proved.value for proved in notice(name).metadata.last_days} == wanted
