"""The table of cases of each scheme (``schemes/tests/*.yaml``): facts, the day, and what must come out.

Anyone who can write YAML can add a case; ``assistant rules`` and the test suite run them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assistant.domain.eligibility import Report
from assistant.errors import RuleError


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One applicant on one day, and what the checker must say.

    Attributes:
        outcomes: Outcome by id of criterion; those not named are not looked at.
        results: Opening words of the results by name.
        notices: Codes that must be among the notices.
    """

    scheme: str
    name: str
    facts: Mapping[str, Any]
    as_of: date
    verdict: str
    outcomes: Mapping[str, str] = field(default_factory=dict)
    clears_on: Mapping[str, date] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    window: str | None = None
    binds: str | None = None
    basis: str | None = None

    def mismatches(self, report: Report) -> Iterator[str]:
        """What the report says otherwise, each as ``what: got, wanted``."""
        got = {result.id: result for result in report.criteria}
        named = {result.name: result.value for result in report.results}
        codes = {notice.code for notice in report.notices}
        pairs: list[tuple[str, Any, Any]] = [("verdict", report.verdict, self.verdict)]
        pairs += [(name, got[name].outcome, wanted) for name, wanted in self.outcomes.items()]
        pairs += [
            (f"{name} clears_on", got[name].clears_on, wanted) for name, wanted in self.clears_on.items()
        ]
        pairs += [(name, named.get(name, "")[: len(wanted)], wanted) for name, wanted in self.results.items()]
        pairs += [(code, code in codes, True) for code in self.notices]
        pairs += [
            (what, value, wanted)
            for what, value, wanted in (
                ("window", report.window.status, self.window),
                ("binds", report.window.binds, self.binds),
                ("basis", report.basis, self.basis),
            )
            if wanted is not None
        ]
        yield from (f"{what}: {value}, wanted {wanted}" for what, value, wanted in pairs if value != wanted)


def load_cases(folder: Path) -> tuple[Case, ...]:
    """Every case of a folder's files, in the order of files and lines.

    Raises:
        RuleError: A file is not valid YAML or a case lacks a part or has a strange one.
    """
    return tuple(case for path in sorted(folder.glob("*.yaml")) for case in _read(path))


def _read(path: Path) -> Iterator[Case]:
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        bases = content.get("bases", {})
        for row in content["cases"]:
            yield _case(content["scheme"], row, bases)
    except (YAMLError, KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path.name}: {error}") from error


def _case(scheme: str, row: Mapping[str, Any], bases: Mapping[str, Mapping[str, Any]]) -> Case:
    base = bases[row["base"]] if "base" in row else {}
    facts = {**base, **row.get("facts", {})}
    kept = {name: value for name, value in facts.items() if name not in row.get("without", ())}
    rest = {k: v for k, v in row.items() if k not in ("base", "facts", "without", "notices")}
    return Case(scheme=scheme, facts=kept, notices=tuple(row.get("notices", ())), **rest)
