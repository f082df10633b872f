"""Every case of corpus/schemes/tests, one test each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from assistant.eligibility import Checker

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "schemes" / "tests"


def _cases() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("*.yaml")):
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        for case in content["cases"]:
            base = content.get("bases", {}).get(case.get("base"), {})
            facts = {**base, **case.get("facts", {})}
            facts = {name: value for name, value in facts.items() if name not in case.get("without", [])}
            cases.append(pytest.param(content["scheme"], facts, case, id=f"{path.stem}-{case['name']}"))
    return cases


@pytest.mark.parametrize(("scheme_id", "facts", "case"), _cases())
def test_the_case_comes_out_as_written(
    checker: Checker, scheme_id: str, facts: dict[str, Any], case: dict[str, Any]
) -> None:
    report = checker.check(scheme_id, facts, case["as_of"])
    results = {result.id: result for result in report.criteria}
    whys = {name: results[name].why for name in case.get("outcomes", {})}
    assert {name: results[name].outcome for name in whys} == case.get("outcomes", {}), whys
    assert report.verdict == case["verdict"], [(r.id, r.outcome, r.why) for r in report.criteria]
    named = {result.name: result.value for result in report.results}
    for name, opening in case.get("results", {}).items():
        assert named.get(name, "").startswith(opening), named
    assert {name: results[name].clears_on for name in case.get("clears_on", {})} == case.get("clears_on", {})
    assert report.window.status == case.get("window", report.window.status)
    assert report.window.binds == case.get("binds", report.window.binds)
    assert report.basis == case.get("basis", report.basis)
    assert set(case.get("notices", [])) <= {notice.code for notice in report.notices}


def test_every_scheme_has_cases(checker: Checker) -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} >= {scheme.id for scheme in checker.schemes}
    assert checker.switched_off == ()
