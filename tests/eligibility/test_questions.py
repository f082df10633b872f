from __future__ import annotations

from datetime import date
from typing import Any

from assistant.eligibility import Checker, read_facts
from assistant.eligibility.report import find_all

DAY = date(2026, 11, 20)


def test_exclusions_asked_together_come_first(checker: Checker) -> None:
    report = checker.check("cq-green-factory", {}, DAY)
    assert report.next_fact == "credit_lists"
    assert report.next_question is not None and "都没有" in report.next_question


def test_answering_what_is_asked_comes_to_an_end(checker: Checker) -> None:
    for scheme in checker.schemes:
        facts: dict[str, Any] = {}
        asked: list[str] = []
        while (name := checker.check(scheme.id, facts, DAY).next_fact) is not None:
            assert name not in asked, asked
            asked.append(name)
            facts.update(read_facts("不清楚", scheme, DAY, name))
        report = checker.check(scheme.id, facts, DAY)
        assert report.verdict == "needs_information"
        assert {spec.name for spec in report.missing_facts} <= set(facts)


def test_nothing_is_asked_once_the_verdict_stands(checker: Checker) -> None:
    report = checker.check("cq-green-factory", {"deregistered": True}, DAY)
    assert report.verdict == "not_eligible" and report.next_question is None


def test_judgement_and_preferences_are_never_missing(checker: Checker) -> None:
    missing = {spec.name for spec in checker.check("cq-green-factory", {}, DAY).missing_facts}
    assert not missing & {
        "evaluation_result",
        "in_district_pool",
        "energy_efficiency_tier",
        "is_key_industry",
    }


def test_a_half_told_event_is_asked_for_its_details(checker: Checker) -> None:
    report = checker.check("cq-green-factory", {"accidents": [{}]}, DAY)
    spec = next(spec for spec in report.missing_facts if spec.name == "accidents")
    assert spec.question.startswith("请补充")


def test_the_years_asked_for_are_named(checker: Checker) -> None:
    specs = {spec.name: spec for spec in checker.check("changshou-cultivation-2023", {}, DAY).missing_facts}
    assert specs["profit"].years == (2020, 2021, 2022) and "2020、2021、2022年" in specs["profit"].question
    park = {spec.name: spec for spec in checker.check("cq-green-park", {}, DAY).missing_facts}
    assert park["carbon_intensity"].years == (2023, 2024, 2025)


def test_one_question_serves_all_schemes(checker: Checker) -> None:
    asked = checker.ask_next({}, DAY)
    assert asked is not None and asked.facts
    only = checker.ask_next({}, DAY, ["changshou-cultivation-2023"])
    assert only is not None and set(only.facts) <= set(checker.scheme("changshou-cultivation-2023").facts)


def test_every_mandatory_fact_has_a_question_and_every_group_its_answer(checker: Checker) -> None:
    for scheme in checker.schemes:
        assert all(fact.entry.question.endswith(("？", "。")) for fact in scheme.facts.values())
        for group in scheme.groups:
            for name, value in [*group.on_yes.items(), *group.on_no.items()]:
                scheme.facts[name].parse(value)


def test_every_criterion_is_found_for_no_facts(checker: Checker) -> None:
    from assistant.eligibility.evaluate import Case

    for scheme in checker.schemes:
        findings = find_all(scheme, Case(scheme.facts, {}, DAY))
        assert {finding.outcome for finding in findings.values()} <= {"unknown", "judgement"}
