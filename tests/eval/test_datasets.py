from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assistant.documents.library import Library, load_library
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.facts import parse_facts
from eval.errors import DatasetError, UsageError
from eval.facts import MESSAGE_SETS
from eval.items import DATASETS, load_questions, load_suite, lost_quotes, read_units
from eval.metrics.evidence import squash
from eval.options import SETS
from eval.units import Case, Dialogue, Item, parts

CORPUS = Path(__file__).parents[2] / "corpus"
PATHS = [path for path in sorted(DATASETS.glob("*.jsonl")) if not path.stem.startswith("facts")]
ROW = {"id": "x1", "question": "公示几天？", "as_of": "2026-11-20", "split": "tune"}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(CORPUS)


@pytest.fixture(scope="module")
def checker(library: Library) -> Checker:
    return load_checker(CORPUS / "schemes", library)


def test_every_line_of_every_set_can_be_read_and_every_id_stands_once() -> None:
    ids = Counter(unit.id for path in PATHS for _, unit in read_units(path))
    assert [name for name, count in ids.items() if count > 1] == []


def test_every_evidence_quote_stands_in_its_document(library: Library) -> None:
    texts = {document.id: squash(document.text) for document in library.documents}

    def stands(document_id: str, quote: str) -> bool:
        wanted = [texts[document_id]] if document_id else texts.values()
        return any(squash(quote) in text for text in wanted)

    assert [line for path in PATHS for line in lost_quotes(path, stands)] == []


def test_every_scored_expectation_names_what_it_rests_on() -> None:
    scored = [part for path in PATHS for _, unit in read_units(path) for part in parts(unit)]
    assert [part.id for part in scored if not part.provenance] == []


def test_every_role_and_intent_is_one_that_the_schema_lists() -> None:
    listed = json.loads((DATASETS / "schema.json").read_text(encoding="utf-8"))["$defs"]
    words = next(d["properties"] for d in listed.values() if "intent" in d.get("properties", {}))
    items = [part for path in PATHS for _, unit in read_units(path) for part in parts(unit)]
    assert {part.role for part in items} <= set(words["role"]["examples"])
    intents = {part.intent for part in items if isinstance(part, Item)}
    assert intents == set(words["intent"]["examples"])


def test_a_lost_quote_is_named_with_its_line(tmp_path: Path) -> None:
    row = ROW | {"gold": [[{"document_id": "d1", "quote": "没有的话"}]]}
    (path := tmp_path / "one.jsonl").write_text("\n" + json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert lost_quotes(path, lambda *_: False) == [f"{path}:2: the corpus lacks the quote '没有的话' in d1"]
    assert lost_quotes(path, lambda *_: True) == []


def test_a_held_out_part_is_large_enough_to_tell_and_covers_schemes_roles_and_intents() -> None:
    units = [unit for name in SETS for unit in load_suite(name).units]
    assert sum(len(parts(unit)) for unit in units) >= 450
    held = [part for unit in units if unit.split == "hold" for part in parts(unit)]
    assert len(held) >= 300
    assert len({part.scheme for part in held if isinstance(part, Case)}) >= 6
    assert len({part.intent for part in held if isinstance(part, Item)}) >= 10
    assert len({part.role for part in held}) >= 5
    questions = load_questions(DATASETS / "policy_qa.jsonl")
    assert 0.3 <= sum(item.split == "hold" for item in questions) / len(questions) <= 0.37


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "no JSON"),
        ("[1]", "a JSON object is wanted"),
        (json.dumps(ROW | {"split": "test"}), "split"),
        (json.dumps({k: v for k, v in ROW.items() if k != "as_of"}), "'as_of' is a required property"),
        (json.dumps(ROW | {"as_of": "2026-02-30"}), "day is out of range"),
        (json.dumps(ROW | {"gold": [[]]}), "gold.0"),
        (json.dumps(ROW | {"key_fact": [["5"]]}), "'key_fact' was unexpected"),
        (json.dumps(ROW | {"kind": ["anser"]}), "kind.0: 'anser' is not one of"),
        (json.dumps(ROW | {"search": True}), "'gold' is a required property"),
        (json.dumps({**ROW, "verdict": ["met"], "scheme": "s", "facts": {}}), "question"),
    ],
)
def test_a_broken_line_is_named_with_file_and_number(tmp_path: Path, line: str, said: str) -> None:
    (path := tmp_path / "broken.jsonl").write_text(json.dumps(ROW | {"id": "x0"}) + "\n" + line, "utf-8")
    with pytest.raises(DatasetError, match=r"broken\.jsonl:2: ") as error:
        list(read_units(path))
    assert said in str(error.value) and error.value.status == 2


def test_an_id_that_stands_twice_and_a_case_without_facts_are_refused(tmp_path: Path) -> None:
    (path := tmp_path / "twice.jsonl").write_text(f"{json.dumps(ROW)}\n{json.dumps(ROW)}\n", "utf-8")
    with pytest.raises(DatasetError, match=r"twice\.jsonl:2: id 'x1' stands in line 1 already"):
        load_suite("twice", folder=tmp_path)
    case = {
        "id": "c",
        "scheme": "s",
        "as_of": "2026-11-20",
        "verdict": ["not_eligible"],
        "split": "tune",
        "text": "",
    }
    (path := tmp_path / "case.jsonl").write_text(json.dumps(case), "utf-8")
    with pytest.raises(DatasetError, match=r"case\.jsonl:1: either `facts` or `text`"):
        list(read_units(path))


def test_an_unknown_set_is_named_with_those_that_exist() -> None:
    with pytest.raises(UsageError, match=r"no dataset 'polcy_qa'.*policy_qa"):
        load_suite("polcy_qa")


def test_turns_inherit_from_their_dialogue_and_unscored_ones_only_lead_on(tmp_path: Path) -> None:
    turns = [{"question": "甲", "scored": False}, {"question": "乙", "kind": ["out_of_scope"]}]
    row = {"id": "d", "as_of": "2026-11-20", "role": "park", "split": "hold", "turns": turns}
    (path := tmp_path / "d.jsonl").write_text(json.dumps(row), "utf-8")
    [(_, dialogue)] = read_units(path)
    assert isinstance(dialogue, Dialogue)
    [turn] = parts(dialogue)
    assert isinstance(turn, Item)
    assert (turn.id, turn.role, turn.as_of, turn.split) == ("d.2", "park", date(2026, 11, 20), "hold")
    assert turn.dialogue == "d" and turn.refusal is True


def test_a_case_in_words_asks_for_its_scheme_by_name() -> None:
    cases = [unit for unit in load_suite("eligibility").units if isinstance(unit, Case) and unit.text]
    assert len(cases) >= 20
    assert all(case.scheme_name and case.scheme not in case.question for case in cases)
    assert all(case.scheme_name in case.question and case.text in case.question for case in cases)


@pytest.mark.parametrize("name", MESSAGE_SETS)
def test_every_fact_expected_of_a_message_is_a_value_that_its_scheme_takes(
    name: str, checker: Checker
) -> None:
    for line in (DATASETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        parse_facts(checker.scheme(row["scheme"]).facts, row["facts"])
