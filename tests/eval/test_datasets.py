from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.library import Library, load_library
from eval.items import DATASETS, Item, load_dialogues, load_questions
from eval.metrics.evidence import cites_right, overlaps, recall_at, says_key_facts

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(CORPUS)


def items() -> list[Item]:
    single = [i for path in sorted(DATASETS.glob("policy_qa*.jsonl")) for i in load_questions(path)]
    dialogues = [d for path in sorted(DATASETS.glob("policy_dialogues*.jsonl")) for d in load_dialogues(path)]
    return [*single, *(turn for dialogue in dialogues for turn in dialogue.turns)]


def test_every_gold_quote_stands_in_one_clause_of_its_document(library: Library) -> None:
    lost = [
        (item.id, gold.quote)
        for item in items()
        for group in item.gold
        for gold in group
        if not library.find_quote(gold.document_id, gold.quote)
    ]
    assert len(lost) <= 0.02 * sum(len(g) for i in items() for g in i.gold), lost


def test_ids_are_unique_and_a_third_of_the_questions_is_held_out() -> None:
    ids = [item.id for item in items()]
    assert len(ids) == len(set(ids))
    questions = load_questions(DATASETS / "policy_qa.jsonl")
    held = [item for item in questions if item.split == "hold"]
    assert 0.3 <= len(held) / len(questions) <= 0.37


def test_a_gold_group_needs_one_of_its_alternatives_and_every_group_one() -> None:
    item = next(i for i in load_questions(DATASETS / "policy_qa.jsonl", "tune") if len(i.gold) == 2)
    first, second = item.gold[0][0], item.gold[1][0]
    half = [{"document_id": first.document_id, "quote": first.quote, "text": first.quote}]
    both = [*half, {"document_id": second.document_id, "quote": second.quote, "text": second.quote}]
    assert cites_right(item, half) == 0.0 and cites_right(item, both) == 1.0
    assert recall_at(item, both, 1) == 0.0 and recall_at(item, both, 2) == 1.0


def test_white_space_and_emphasis_do_not_hide_a_quote_or_a_fact() -> None:
    item = next(i for i in load_questions(DATASETS / "policy_qa.jsonl", "tune") if i.key_facts)
    spaced = " ".join(group[0] for group in item.key_facts)
    assert (
        overlaps("公示5个工作日", "在官网公示 **5** 个工作日")
        and says_key_facts(item, f"**{spaced}**") == 1.0
    )
