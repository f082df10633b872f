"""Reads the datasets of ``datasets/``; a line that cannot be used is named ``file:line: what``.

The form of a line is ``datasets/schema.json``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from ruamel.yaml import YAML

from assistant.wording import corpus_folder
from eval.errors import DatasetError, UsageError
from eval.units import Case, Dialogue, Expected, Gold, Item, Suite, Unit

DATASETS = Path(__file__).parent / "datasets"
SCHEMA = DATASETS / "schema.json"


def load_suite(name: str, split: str | None = None, folder: Path = DATASETS) -> Suite:
    """A dataset by name, of one split or all.

    Raises:
        UsageError: There is no such dataset.
        DatasetError: A line of it cannot be used, or repeats an id.
    """
    path = folder / f"{name}.jsonl"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in folder.glob("*.jsonl") if not p.stem.startswith("facts")))
        raise UsageError(f"no dataset {name!r} in {folder}: choose among {known}")
    seen: dict[str, int] = {}
    for number, unit in (numbered := list(read_units(path))):
        if unit.id in seen:
            raise DatasetError(f"{path}:{number}: id {unit.id!r} stands in line {seen[unit.id]} already")
        seen[unit.id] = number
    units = tuple(unit for _, unit in numbered if split in (None, unit.split))
    return Suite(name=name, units=units, path=path)


def load_questions(path: Path, split: str | None = None) -> list[Item]:
    """Single questions of a JSONL file, of one split or all."""
    return [u for _, u in read_units(path) if isinstance(u, Item) and split in (None, u.split)]


def load_dialogues(path: Path, split: str | None = None) -> list[Dialogue]:
    """Dialogues of a JSONL file, of one split or all."""
    return [u for _, u in read_units(path) if isinstance(u, Dialogue) and split in (None, u.split)]


def read_units(path: Path) -> Iterator[tuple[int, Unit]]:
    """Every unit with the number of its line.

    Raises:
        DatasetError: A line is no JSON, or lacks something.
    """
    for number, row in _rows(path):
        kind = "dialogue" if "turns" in row else "case" if _is_case(row) else "question"
        problem = _problem(kind, row)
        if problem is not None:
            raise DatasetError(f"{path}:{number}: {_worded(problem)}")
        try:
            yield number, _BUILD[kind](row)
        except (KeyError, ValueError) as error:
            raise DatasetError(f"{path}:{number}: {error}") from error


def lost_quotes(path: Path, stands: Callable[[str, str], bool]) -> list[str]:
    """Evidence quotes that no document holds, each named ``path:line: what``.

    Args:
        path: A dataset.
        stands: Whether a quote stands in a document; the id is empty where the document is left open.
    """
    found = []
    for number, unit in read_units(path):
        for document_id, quote in _quotes(unit):
            if not stands(document_id, quote):
                found.append(
                    f"{path}:{number}: the corpus lacks the quote {quote!r} in {document_id or 'any document'}"
                )
    return found


def _quotes(unit: Unit) -> Iterator[tuple[str, str]]:
    if isinstance(unit, Case):
        yield from ((expected.document_id, expected.quote) for expected in unit.criteria)
        return
    for item in unit.turns if isinstance(unit, Dialogue) else (unit,):
        yield from ((gold.document_id, gold.quote) for group in item.gold for gold in group)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DatasetError(f"{path}:{number}: no JSON: {error.msg} at column {error.colno}") from error
        if not isinstance(row, dict):
            raise DatasetError(f"{path}:{number}: a JSON object is wanted, this is {type(row).__name__}")
        yield number, row


def _problem(kind: str, row: Mapping[str, Any]) -> ValidationError | None:
    """The most telling violation; that a property is not known only counts when the known ones are right."""
    problems = list(_validator(kind).iter_errors(row))
    known = [p for p in problems if p.validator != "unevaluatedProperties"]
    return best_match(iter(known or problems))


@cache
def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"})


def _worded(problem: ValidationError) -> str:
    place = ".".join(str(step) for step in problem.absolute_path)
    return f"{place}: {problem.message}" if place else str(problem.message)


def _is_case(row: Mapping[str, Any]) -> bool:
    return "verdict" in row and ("facts" in row or "text" in row)


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        id=row["id"],
        question=row["question"],
        language=row.get("language") or "zh",
        role=row.get("role") or "visitor",
        intent=row.get("intent") or "none",
        as_of=date.fromisoformat(row["as_of"]),
        kinds=tuple(row.get("kind") or ("answer",)),
        gold=tuple(
            tuple(Gold(document_id=g.get("document_id", ""), quote=g["quote"]) for g in group)
            for group in row.get("gold", ())
        ),
        key_facts=tuple(tuple(group) for group in row.get("key_facts", ())),
        must_not=tuple(row.get("must_not", ())),
        notices=tuple(row.get("notices", ())),
        split=row["split"],
        verdicts=tuple(row.get("verdict") or ()),
        scheme=row.get("scheme"),
        scored=row.get("scored", True),
        series=row.get("series"),
        expect=row.get("expect"),
        provenance=row.get("provenance") or "",
        searched=row.get("search", False),
    )


def _dialogue(row: Mapping[str, Any]) -> Dialogue:
    shared = {key: row.get(key) for key in ("as_of", "role", "language", "split", "provenance")}
    turns = [
        replace(
            _item({**shared, **turn, "id": f"{row['id']}.{number}"}),
            dialogue=row["id"],
            earlier=tuple(before["question"] for before in row["turns"][: number - 1]),
        )
        for number, turn in enumerate(row["turns"], start=1)
    ]
    return Dialogue(id=row["id"], split=row["split"], turns=tuple(turns))


def _case(row: Mapping[str, Any]) -> Case:
    facts, text = row.get("facts"), row.get("text") or ""
    if (facts is None) == (not text):
        raise ValueError("either `facts` or `text` is wanted, not both and not none")
    return Case(
        id=row["id"],
        scheme=row["scheme"],
        as_of=date.fromisoformat(row["as_of"]),
        facts=facts,
        text=text,
        verdicts=tuple(row["verdict"]),
        criteria=tuple(
            Expected(quote=c["quote"], outcome=c["outcome"], document_id=c.get("document_id", ""))
            for c in row.get("criteria", ())
        ),
        split=row["split"],
        language=row.get("language") or "zh",
        role=row.get("role") or "enterprise",
        provenance=row.get("provenance", ""),
        scheme_name=_scheme_names().get(row["scheme"], ""),
    )


@cache
def _scheme_names() -> Mapping[str, str]:
    """What the schemes are called, from the rule files."""
    yaml = YAML(typ="safe")
    rows = [
        yaml.load(path.read_text(encoding="utf-8")) for path in (corpus_folder() / "schemes").glob("*.yaml")
    ]
    return {
        row["scheme"]: row["name"] for row in rows if isinstance(row, dict) and {"scheme", "name"} <= set(row)
    }


_BUILD: Mapping[str, Callable[[Mapping[str, Any]], Unit]] = {
    "question": _item,
    "dialogue": _dialogue,
    "case": _case,
}
