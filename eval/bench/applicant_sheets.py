"""Sheets of made-up applicants, as an official would fill them in."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from assistant.domain.eligibility import FactSpec
from assistant.eligibility import Scheme
from assistant.eligibility.batch.codes import with_check

_IDENTITY = ("企业名称", "统一社会信用代码", "区县")


def likely_applicants(scheme: Scheme, count: int, as_of: date, *, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Applicants as they are likely to be: most conditions hold, one in ten has something to tell of each list."""
    chance = random.Random(seed)
    bars = {c.fact_names[0] for c in scheme.criteria if c.entry.role == "exclusion" and c.fact_names}
    for _ in range(count):
        yield {
            name: _likely(fact.spec, chance, as_of, 0.03 if name in bars else 0.9)
            for name, fact in scheme.facts.items()
        }


def _likely(spec: FactSpec, chance: random.Random, as_of: date, yes: float) -> Any:
    if chance.random() < 0.02:
        return None
    day = (as_of - timedelta(days=chance.randint(1, 2000))).isoformat()
    if spec.type == "events":
        return [_event(spec, chance, day)] if chance.random() < 0.1 else []
    if spec.type == "listing":
        removed = None if chance.random() < 0.3 else as_of.isoformat()
        return {"listed_on": day, "removed_on": removed} if chance.random() < 0.05 else False
    if spec.type == "series":
        return {str(year): round(chance.uniform(500, 9000), 1) for year in range(2020, as_of.year)}
    simple: dict[str, Any] = {
        "boolean": chance.random() < yes,
        "number": chance.randint(1, 90),
        "date": day,
        "enum": chance.choice(spec.options)[0] if spec.options else "",
    }
    return simple[spec.type]


def _event(spec: FactSpec, chance: random.Random, day: str) -> dict[str, Any]:
    event: dict[str, Any] = {"date": day}
    if spec.kinds:
        event["kind"] = chance.choice(spec.kinds)[0]
    if spec.grades:
        event["grade"] = chance.choice(spec.grades)[0]
    return event


def headers_of(scheme: Scheme, as_of: date) -> list[str]:
    """Headers of identity and facts; a series has a column a year, a listing two more for its days."""
    return [*_IDENTITY, *(title for fact in scheme.facts.values() for title in _titles(fact.spec, as_of))]


def _titles(spec: FactSpec, as_of: date) -> list[str]:
    if spec.type == "series":
        return [f"{year}年{spec.label}（{spec.unit}）" for year in range(2020, as_of.year)]
    if spec.type == "listing":
        return [spec.label, f"{spec.label}-列入日期", f"{spec.label}-移出日期"]
    return [f"{spec.label}（{spec.unit}）" if spec.unit else spec.label]


def row_of(scheme: Scheme, facts: Mapping[str, Any], number: int, as_of: date) -> list[Any]:
    """The cells of one applicant."""
    identity = [f"企业{number:06d}", with_check(f"91500000{number:09d}"), f"第{number % 39}区"]
    return [*identity, *(cell for f in scheme.facts.values() for cell in _cells(f.spec, facts, as_of))]


def _cells(spec: FactSpec, facts: Mapping[str, Any], as_of: date) -> list[Any]:
    value = facts.get(spec.name, "")
    width = len(_titles(spec, as_of))
    if value is None or value == "":
        return ["" if value == "" else "不清楚", *[""] * (width - 1)]
    if isinstance(value, bool):
        return ["是" if value else "否", *[""] * (width - 1)]
    if spec.type == "series":
        return [value.get(str(year), "") for year in range(2020, as_of.year)]
    if spec.type == "listing":
        return ["是", value["listed_on"] or "", value["removed_on"] or ""]
    if spec.type == "events":
        told = (" ".join(v for k, v in event.items() if k != "end" and v) for event in value)
        return ["；".join(told) or "无"]
    return [dict(spec.options).get(value, value)]


def write_csv(path: Path, scheme: Scheme, count: int, as_of: date, *, seed: int = 0) -> None:
    """A CSV file of so many applicants."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers_of(scheme, as_of))
        rows = enumerate(likely_applicants(scheme, count, as_of, seed=seed))
        writer.writerows(row_of(scheme, facts, number, as_of) for number, facts in rows)


def write_xlsx(path: Path, scheme: Scheme, count: int, as_of: date, *, seed: int = 0) -> None:
    """A workbook of so many applicants."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("申报单位")
    sheet.append(headers_of(scheme, as_of))
    for number, facts in enumerate(likely_applicants(scheme, count, as_of, seed=seed)):
        sheet.append([cell if cell != "" else None for cell in row_of(scheme, facts, number, as_of)])
    book.save(path)
