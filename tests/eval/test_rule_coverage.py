"""What of the documents no rule holds has a reason, and the reasons quote the documents."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from assistant.documents.library import Library, load_library
from assistant.eligibility import load_checker
from assistant.eligibility.coverage import (
    REASONS,
    Quotes,
    Reason,
    Sentence,
    read_reasons,
    reason_for,
    sentences,
)
from assistant.eligibility.lint import forbids
from assistant.register.build import build_register
from assistant.text.normalise import squeeze
from eval import rule_coverage
from eval.rule_coverage import quotes_of, unheld_prohibitions

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
REASONS_READ = read_reasons(CORPUS / "schemes" / REASONS)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(CORPUS)


@pytest.fixture(scope="module")
def quotes(library: Library) -> Quotes:
    checker = load_checker(CORPUS / "schemes", library)
    return quotes_of(checker, build_register(library.documents), library.documents)


@pytest.fixture(scope="module")
def found(library: Library, quotes: Quotes) -> list[Sentence]:
    return list(sentences(library.documents, quotes))


@pytest.mark.parametrize("reason", REASONS_READ, ids=lambda r: f"{r.document}-{r.clause}-{r.quote[:8]}")
def test_a_reason_quotes_its_clause_and_says_more_than_its_kind(library: Library, reason: Reason) -> None:
    labels = {clause.label for clause in library.find_quote(reason.document, reason.quote)}
    assert reason.clause in labels
    assert reason.kind != reason.reason and len(reason.kind) <= 10


@pytest.mark.parametrize("reason", REASONS_READ, ids=lambda r: f"{r.document}-{r.clause}-{r.quote[:8]}")
def test_no_reason_is_left_for_words_that_a_rule_quotes(quotes: Quotes, reason: Reason) -> None:
    held = {h.quote for h in quotes.held if h.by_rule and h.document == reason.document}
    assert not any(squeeze(reason.quote) in quote for quote in held)


def test_no_reason_stands_twice() -> None:
    keys = [(reason.document, reason.clause, squeeze(reason.quote)) for reason in REASONS_READ]
    assert len(keys) == len(set(keys))


def test_every_sentence_is_held_or_has_a_reason(found: list[Sentence]) -> None:
    open_ones = [
        (sentence.label, sentence.text)
        for sentence in found
        if sentence.standing == "not encoded"
        and reason_for(sentence.document_id, sentence.text, REASONS_READ) is None
    ]
    assert open_ones == []


def test_every_sentence_that_forbids_is_held_by_a_rule_of_its_clause(
    found: list[Sentence], quotes: Quotes
) -> None:
    assert sum(forbids(sentence.text) for sentence in found) >= 10
    assert unheld_prohibitions(found, quotes, REASONS_READ) == []


def test_a_prohibition_that_only_the_register_reads_is_found(found: list[Sentence], quotes: Quotes) -> None:
    without = Quotes(tuple(held for held in quotes.held if not held.by_rule or "不予采信" not in held.quote))
    lost = [(s.document_id, s.label) for s in unheld_prohibitions(found, without, REASONS_READ)]
    assert lost == [("cq-notice-2025", "三（二）"), ("miit-2023-202", "二（四）")]


def test_a_prohibition_quoted_in_another_clause_is_not_held(found: list[Sentence], quotes: Quotes) -> None:
    moved = Quotes(tuple(held._replace(clause_id="elsewhere") for held in quotes.held))
    assert len(unheld_prohibitions(found, moved, ())) == sum(forbids(s.text) for s in found)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("三年内不得重新申报", True),
        ("严禁评价资料弄虚作假", True),
        ("实施相应的降 级处理", True),
        ("每年认定一次", False),
    ],
)
def test_words_that_forbid_or_withdraw(text: str, says: bool) -> None:
    assert forbids(text) is says


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["rule_coverage", *arguments])
    return rule_coverage.main()


def test_the_report_ends_well_on_this_corpus(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "--list") == 0
    assert "sentences not encoded: " in capsys.readouterr().out


def test_a_sentence_without_rule_and_reason_fails_the_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rule_coverage, "read_reasons", lambda path: REASONS_READ[1:])
    assert _run(monkeypatch) == 1
    assert REASONS_READ[0].quote in capsys.readouterr().out


def test_rows_of_facts_get_their_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = [
        {"id": "a", "quote": "年产值超过5000万"},
        {"id": "b", "quote": "本办法由市经济信息委负责解释"},
        {"id": "c", "quote": ""},
        {"id": "d", "quote": "文件里没有的一句话"},
    ]
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert _run(monkeypatch, "--list", "--facts", str(path)) == 0
    printed = capsys.readouterr().out
    assert "  a:" not in printed and "  b: 本办法由市经济信息委负责解释 [附则：" in printed
    assert "rows: 1 encoded, 0 judgement, 0 information, 3 not encoded" in printed


def test_no_file_of_reasons_is_no_error(tmp_path: Path) -> None:
    assert read_reasons(tmp_path / "none.yaml") == ()
