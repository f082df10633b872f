from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.documents.library import Library
from assistant.eligibility import Checker, load_checker
from assistant.errors import UnknownScheme

DAY = date(2025, 5, 1)
SCHEMES = Path(__file__).resolve().parents[2] / "corpus" / "schemes"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SCHEMES, tmp_path / "schemes"))


def uses_line(path: Path) -> str:
    return next((x for x in path.read_text(encoding="utf-8").splitlines() if x.startswith("uses:")), "")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("quote: 年产值超过5000万", "quote: 年产值超过6000万", "is not in changshou-2023-12"),
        ("clause: 二、2", "clause: 二、3", "but in 二、2"),
        ('op: ">", value: 5000', 'op: ">=", value: 5000', "means '>'"),
        ('op: ">", value: 5000', 'op: ">", value: 6000', "number 6000"),
        ("fact: output_value", "fact: turnover", "not declared"),
        ("fact: output_value", "fact: legal_form", "of type series"),
        ("years: [2022]", "years: [2021]", "names 2021"),
        ("values: [independent_legal_person]", "values: [guild]", "no value 'guild'"),
        ("word: 近三年, years: 3", "word: 近三年, years: 2", "does not say 2 years"),
        ("grade: larger", "grade: larger\n        grade: major", "not valid YAML"),
        ("basis: [changshou-2023-12]", "basis: [nowhere]", "nowhere"),
        ("role: condition", "role: wish", "Input should be"),
        ("open_tail: 等", "open_tail: 等等", "open_tail"),
        ("- is: registered_in_district", "- has: registered_in_district", "unknown test"),
        ("uses: [common, enterprise]", "uses: [commons]", "commons"),
    ],
)
def test_a_scheme_that_does_not_hold_is_switched_off_and_named(
    folder: Path, library: Library, old: str, new: str, reason: str
) -> None:
    path = folder / "changshou-cultivation-2023.yaml"
    edit(path, old, new)
    checker = load_checker(folder, library)
    ((scheme_id, why),) = checker.switched_off
    assert scheme_id == "changshou-cultivation-2023"
    assert why.startswith("changshou-cultivation-2023.yaml:") and reason in why
    others = {file.stem for file in folder.glob("*.yaml")} - {scheme_id}
    assert {scheme.id for scheme in checker.schemes} == others
    with pytest.raises(UnknownScheme, match="已停用"):
        checker.check("changshou-cultivation-2023", {}, DAY)


def test_the_line_of_a_wrong_quote_is_named(folder: Path, library: Library) -> None:
    path = folder / "changshou-cultivation-2023.yaml"
    edit(path, "quote: 年产值超过5000万", "quote: 年产值超过六千万")
    ((_, why),) = load_checker(folder, library).switched_off
    assert why.startswith(f"{path.name}:{line_of(path, '六千万')}:")


def test_a_broken_shared_file_switches_off_what_uses_it(folder: Path, library: Library) -> None:
    (folder / "shared" / "common.yaml").write_text("shared: [", encoding="utf-8")
    checker = load_checker(folder, library)
    users = [file for file in folder.glob("*.yaml") if "common" in uses_line(file)]
    assert {off.scheme_id for off in checker.switched_off} == {file.stem for file in users}
    assert all("common.yaml:" in off.reason for off in checker.switched_off)


def test_an_unreadable_file_is_named_and_the_others_stay(folder: Path, library: Library) -> None:
    (folder / "strange.yaml").write_bytes(b"\xff\xfe\x00")
    checker = load_checker(folder, library)
    assert [off.scheme_id for off in checker.switched_off] == ["strange"]
    assert {scheme.id for scheme in checker.schemes} == {file.stem for file in folder.glob("*.yaml")} - {
        "strange"
    }


def test_without_rules_nothing_can_be_checked(tmp_path: Path, library: Library) -> None:
    checker = load_checker(tmp_path, library)
    assert checker.schemes == () and checker.check_all({}, DAY) == ()
    assert checker.ask_next({}, DAY) is None


def test_the_version_follows_the_rules(folder: Path, library: Library, checker: Checker) -> None:
    assert load_checker(folder, library).rules_version == checker.rules_version
    edit(folder / "cq-green-park.yaml", "name: 重庆市", "name: 某市")
    assert load_checker(folder, library).rules_version != checker.rules_version


def test_an_unknown_scheme_is_refused_with_the_names_known(checker: Checker) -> None:
    with pytest.raises(UnknownScheme, match="cq-green-factory"):
        checker.scheme("cq-blue-factory")


def test_one_set_of_facts_is_checked_against_every_scheme(checker: Checker) -> None:
    reports = checker.check_all({"legal_form": "branch", "industrial_value_added_share_pct": 40}, DAY)
    verdicts = {report.scheme: report.verdict for report in reports}
    assert set(verdicts) == {scheme.id for scheme in checker.schemes}
    assert verdicts["changshou-cultivation-2023"] == verdicts["cq-green-park"] == "not_eligible"
    assert verdicts["cq-gradient-cultivation"] == "not_eligible"
    assert verdicts["cq-green-factory"] == verdicts["miit-evaluator-2023"] == "needs_information"


def test_the_same_facts_give_the_same_report(checker: Checker) -> None:
    facts = {"accidents": [{"kind": "safety", "date": "2024"}]}
    assert checker.check("cq-green-factory", facts, DAY) == checker.check("cq-green-factory", facts, DAY)


def test_the_day_of_the_window_is_read_off_its_quote(checker: Checker) -> None:
    window = checker.window("cq-green-factory", DAY)
    assert (window.last_day, window.binds, window.status) == (date(2025, 6, 14), "district", "open")
    assert window.citation is not None and "2025年6月14日" in window.citation.quote
    assert checker.window("cq-green-factory", date(2025, 6, 14)).status == "open"
    assert checker.window("cq-green-factory", date(2025, 6, 15)).status == "closed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市级绿色工厂有什么条件", "cq-green-factory"),
        ("长寿的培育库怎么进", "changshou-cultivation-2023"),
        ("绿色工业园区怎么报", "cq-green-park"),
        ("国家级绿色工厂怎么报", "miit-green-factory-2023"),
        ("国家级绿色园区怎么报", "miit-green-park-2023"),
        ("绿色供应链管理企业怎么报", "miit-green-supply-chain-2023"),
        ("怎么评", None),
    ],
)
def test_a_scheme_is_recognised_by_its_names(checker: Checker, text: str, expected: str | None) -> None:
    found = checker.recognise(text)
    assert (found[0].id if found else None) == expected
