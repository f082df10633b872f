"""Nothing in this room knows the five documents: replaced words give the same trees with replaced words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.documents.library import Library, load_library
from assistant.domain.documents import Clause, Proved
from assistant.text.normalise import squeeze
from tests.documents.places import library
from tests.replaced_corpus import QUANTITIES, REPLACED, replaced, replaced_day, write_replaced_corpus

IDS = [document.id for document in library().documents]


@pytest.fixture(scope="module", params=[False, True], ids=["words", "words-and-thresholds"])
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("corpus")
    return load_library(write_replaced_corpus(folder, quantities=request.param))


def shape(clause: Clause) -> tuple[object, ...]:
    return (clause.id, clause.kind, clause.parent_id, clause.depth, clause.number, replaced(clause.label))


def said(proved: Proved[str] | None) -> str | None:
    return squeeze(replaced(proved.value)) if proved else None


def same(proved: Proved[str] | None) -> str | None:
    return squeeze(proved.value) if proved else None


def test_each_word_is_replaced_by_one_that_nothing_else_becomes() -> None:
    new = [*REPLACED.values(), *QUANTITIES.values()]
    assert len(set(new)) == len(new)
    whole = "".join(document.text for document in library().documents)
    assert not [word for word in new if squeeze(word) in squeeze(whole)]


def test_the_replaced_corpus_loads_without_a_problem(other: Library) -> None:
    assert other.problems == ()
    assert [document.id for document in other.documents] == IDS


@pytest.mark.parametrize("document_id", IDS)
def test_nothing_of_the_old_places_and_bodies_is_left(other: Library, document_id: str) -> None:
    text = squeeze(other.document(document_id).text)
    assert not [word for word in REPLACED if squeeze(word) in text]


@pytest.mark.parametrize("document_id", IDS)
def test_the_tree_is_the_same(other: Library, document_id: str) -> None:
    assert [
        (c.id, c.kind, c.parent_id, c.depth, c.number, c.label) for c in other.document(document_id).clauses
    ] == [shape(clause) for clause in library().document(document_id).clauses]


@pytest.mark.parametrize("document_id", IDS)
def test_the_texts_are_equally_replaced(other: Library, document_id: str) -> None:
    thresholds = "65%" in squeeze(other.document("cq-notice-2025").text)
    for old, new in zip(
        library().document(document_id).clauses, other.document(document_id).clauses, strict=True
    ):
        assert squeeze(new.text) == squeeze(replaced(old.text, quantities=thresholds))


@pytest.mark.parametrize("document_id", IDS)
def test_the_metadata_are_equally_replaced(other: Library, document_id: str) -> None:
    old, new = library().document(document_id).metadata, other.document(document_id).metadata
    assert said(old.title) == same(new.title)
    assert said(old.issuer) == same(new.issuer)
    assert said(old.number) == same(new.number)
    assert (old.level, old.is_trial) == (new.level, new.is_trial)
    assert (old.round_year.value + 4 if old.round_year else None) == (
        new.round_year.value if new.round_year else None
    )
    assert [(p.clause_id, replaced_day(p.value)) for p in old.last_days] == [
        (p.clause_id, p.value) for p in new.last_days
    ]
    assert [
        (replaced(r.title or ""), squeeze(replaced(r.number or "")), r.relation, r.clause_id, r.document_id)
        for r in old.references
    ] == [
        (r.title or "", squeeze(r.number or ""), r.relation, r.clause_id, r.document_id)
        for r in new.references
    ]


@pytest.mark.parametrize("document_id", IDS)
def test_effect_and_end_follow_the_replaced_days(other: Library, document_id: str) -> None:
    old, new = library().document(document_id).metadata, other.document(document_id).metadata
    assert (old.effective is None, old.expires is None) == (new.effective is None, new.expires is None)
    if new.effective and new.signed_on:
        assert new.effective.value.earliest == new.signed_on.value + timedelta(days=30)
    if new.signed_on and old.signed_on:
        assert new.signed_on.value == replaced_day(old.signed_on.value)


@pytest.mark.parametrize("document_id", IDS)
def test_the_status_today_is_the_status_on_the_replaced_day(other: Library, document_id: str) -> None:
    for day, moved in ((date(2026, 11, 20), date(2030, 11, 20)), (date(2022, 1, 1), date(2026, 1, 1))):
        assert other.status(document_id, moved).code == library().status(document_id, day).code
