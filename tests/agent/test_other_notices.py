"""Notices of other cities, dropped into an empty corpus: answered and cited with no change of code."""

from __future__ import annotations

import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.agent.pipeline import Agent
from assistant.domain.answers import Answer
from assistant.text.normalise import squeeze
from tests.agent.places import ROOT, ask, open_agent

NOTICES = ROOT / "tests" / "fixtures" / "notices"
NAMES = sorted(path.name for path in NOTICES.iterdir())

Row = dict[str, Any]


@cache
def rows(name: str) -> tuple[Row, ...]:
    text = (NOTICES / name / "questions.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines() if line.strip())


ROWS = [pytest.param(name, row, id=row["id"]) for name in NAMES for row in rows(name)]


@pytest.fixture(scope="module")
def agents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Agent]:
    """One agent a notice; each corpus holds that notice and nothing else."""
    found = {}
    for name in NAMES:
        corpus: Path = tmp_path_factory.mktemp("corpus")
        folder = corpus / "documents" / name
        folder.mkdir(parents=True)
        shutil.copy(NOTICES / name / "document.txt", folder / "original.txt")
        found[name] = open_agent(corpus, tmp_path_factory.mktemp("data"))
    return found


def answered(agents: dict[str, Agent], name: str, row: Row) -> Answer:
    return ask(agents[name], row["question"], date.fromisoformat(row["as_of"]))


def cites(answer: Answer, alternatives: list[dict[str, str]]) -> bool:
    wanted = [squeeze(one["quote"]) for one in alternatives]
    quotes = [squeeze(citation.quote) for citation in answer.citations]
    return any(want in quote or quote in want for want in wanted for quote in quotes)


def says(answer: Answer, forms: list[str]) -> bool:
    text = squeeze(answer.answer).lower()
    return any(squeeze(form).lower() in text for form in forms)


@pytest.mark.parametrize("name", NAMES)
def test_a_stray_notice_is_read_without_a_problem(agents: dict[str, Agent], name: str) -> None:
    library = agents[name].library
    assert library.problems == ()
    assert [document.id for document in library.documents] == [name]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_the_question_is_answered_from_the_notice(agents: dict[str, Agent], name: str, row: Row) -> None:
    answer = answered(agents, name, row)
    assert answer.kind in row["kind"]
    assert [gold for gold in row["gold"] if not cites(answer, gold)] == []
    assert [forms for forms in row["key_facts"] if not says(answer, forms)] == []
    assert [words for words in row["must_not"] if says(answer, [words])] == []
