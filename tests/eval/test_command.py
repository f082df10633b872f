from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval import items as reading
from eval import session
from eval.__main__ import main
from eval.errors import UsageError
from eval.options import read_options

from .scripted import Scripted, answer

ROWS = [
    {
        "id": f"q{n}",
        "question": f"公示几天？第{n}问",
        "role": "park",
        "intent": "procedure",
        "as_of": "2026-11-20",
        "gold": [[{"document_id": "d1", "quote": "在官网公示5个工作日"}]],
        "key_facts": [["5个工作日"]],
        "split": "hold" if n % 2 else "tune",
    }
    for n in range(12)
]


@pytest.fixture(autouse=True)
def datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "datasets"
    folder.mkdir()
    write(folder / "small.jsonl", ROWS)
    real = reading.load_suite
    monkeypatch.setattr("eval.sittings.load_suite", lambda name, split: real(name, split, folder))
    yield folder


@pytest.fixture(autouse=True)
def target(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """The assistant of this process is a script."""
    scripted = Scripted({"公示几天？第4问": answer("公示 77 个工作日。<script>alert(1)</script>[1]")})
    monkeypatch.setattr(session.InProcess, "build", lambda *_, **__: scripted)
    return scripted


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


def run(*words: str | Path) -> int:
    return main(["--sets", "small", *map(str, words)])


def test_figures_are_printed_and_written_with_intervals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--split", "all", "--json", tmp_path / "f.json", "--markdown", tmp_path / "f.md") == 0
    told = capsys.readouterr().out
    assert "figures_faithful" in told and "12 items, asked in" in told
    figures = json.loads((tmp_path / "f.json").read_text())
    assert figures["small (all)"]["items"] == 12 and figures["small (all)"]["figures_faithful"] == 11 / 12
    low, high = figures["intervals"]["assistant"]["figures_faithful"]
    assert low < 11 / 12 <= high
    assert "| figures_faithful | 0.917" in (tmp_path / "f.md").read_text()


def test_a_figure_below_its_floor_ends_with_one_and_names_the_items(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (floors := tmp_path / "floors.yaml").write_text("small: {figures_faithful: 1}")
    assert run("--split", "tune", "--floors", floors) == 1
    assert "figures_faithful is 0.833, floor 1: q4" in capsys.readouterr().out
    assert run("--floors", floors) == 0
    assert "at or above their floors" in capsys.readouterr().out


def test_a_run_is_scored_again_without_asking_and_compared(
    tmp_path: Path, target: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--split", "all", "--run", tmp_path / "a") == 0
    asked = len(target.asked)
    assert run("--split", "all", "--run", tmp_path / "a", "--evaluate-only", "--compare", tmp_path / "a") == 0
    told = capsys.readouterr().out
    assert len(target.asked) == asked == 12
    assert "12 items in both runs; 0 became wrong, 0 became right, McNemar p = 1.000" in told


def test_what_a_run_lacks_is_said_and_an_empty_one_is_no_result(
    tmp_path: Path, datasets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--split", "tune", "--run", tmp_path / "a")
    assert run("--split", "all", "--run", tmp_path / "a", "--evaluate-only") == 0
    assert "small lacks 6 of 12" in capsys.readouterr().err
    assert run("--split", "hold", "--run", tmp_path / "a", "--evaluate-only") == 2


def test_only_some_items_are_asked_and_a_pattern_that_matches_none_is_wrong_usage(
    target: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--split", "all", "--only", "q1,q1?") == 0
    assert len(target.asked) == 3
    assert run("--only", "zz*") == 2
    assert "no item of small (hold) matches zz*" in capsys.readouterr().err


def test_failures_in_full_are_of_tuning_items_only(
    capsys: pytest.CaptureFixture[str], target: Scripted
) -> None:
    target._said = {row["question"]: answer("公示 77 个工作日。[1]") for row in ROWS}
    assert run("--split", "all", "--failures") == 0
    told = capsys.readouterr().out
    assert "公示几天？第4问" in told and "数字没有来源：77" in told
    assert "公示几天？第5问" not in told and "small q5: figures_faithful" in told


def test_a_broken_line_ends_with_two_and_its_place(
    datasets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(datasets / "small.jsonl", [ROWS[0], {**ROWS[1], "split": "x"}])
    assert run() == 2
    assert "small.jsonl:2: split" in capsys.readouterr().err


def test_evidence_that_the_corpus_lacks_is_named_and_the_rest_is_scored(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run() == 0
    assert "small.jsonl:1: the corpus lacks the quote '在官网公示5个工作日' in d1" in capsys.readouterr().err


def test_a_server_that_is_down_ends_with_one_and_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--target", "http://127.0.0.1:9") == 1
    assert "http://127.0.0.1:9/readyz: nobody answers" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["--evaluate-only"],
        ["--faults", "--target", "http://127.0.0.1:9"],
        ["--workers", "0"],
        ["--export", "ragas"],
        ["--export", "other=x"],
    ],
)
def test_options_that_do_not_go_together_are_refused(words: list[str]) -> None:
    with pytest.raises(UsageError):
        read_options(words, "")


def test_the_judge_without_a_model_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--judge") == 2
    assert "ASSISTANT_LLM" in capsys.readouterr().err


def test_the_report_is_one_page_that_asks_nobody_and_runs_nothing(tmp_path: Path) -> None:
    assert run("--split", "all", "--report", tmp_path / "r.html", "--data-dir", tmp_path / "data") == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page == (tmp_path / "data" / "reports" / "latest.html").read_text(encoding="utf-8")
    told = json.loads((tmp_path / "data" / "reports" / "latest.json").read_text(encoding="utf-8"))
    assert told["split"] == "all" and told["figures"][0]["name"] == "all_right"
    assert all(f'<div class="v">{one["text"]}</div>' in page for one in told["figures"])
    assert "default-src 'none'" in page and "<script" not in page and "&lt;script" in page
    assert "http://" not in page and "https://" not in page and "@import" not in page and "<img" not in page
    assert "公示几天？第4问" in page and "公示几天？第5问" not in page
    assert page.count("<svg") > 10 and "园区" in page and "small · 12 项" in page


def test_a_report_shows_a_comparison_and_what_was_measured_besides(tmp_path: Path) -> None:
    from eval.faults import Finding
    from eval.measured import read_drops, read_findings, save_drops, save_findings
    from eval.metrics.statistics import Change
    from eval.robustness import Drop

    run("--split", "all", "--run", tmp_path / "a")
    change = Change(0.9, 0.8, -0.2, -0.05, 0.01, 12)
    drops = [Drop(name="typos", items=12, skipped=3, changes={"cited": change})]
    findings = [
        Finding(name="one rule flipped", metric="criteria", effect="falls", change=change, also=("cited",)),
        Finding(name="retrieval shuffled", metric="mrr", effect="falls", change=None, also=()),
    ]
    save_drops(tmp_path / "a", drops)
    save_findings(tmp_path / "a", findings)
    assert read_drops(tmp_path / "a") == drops and read_findings(tmp_path / "a") == findings
    words = ["--run", tmp_path / "a", "--evaluate-only", "--compare", tmp_path / "a"]
    assert run("--split", "all", *words, "--report", tmp_path / "r.html") == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "与上一次相比" in page and "错别字" in page and "12 项，3 项不适用" in page
    assert "一条规则取反" in page and page.count("未发现") == 1


def test_answers_are_exported_for_other_tools(tmp_path: Path) -> None:
    names = ("ragas", "deepeval", "govuk")
    wishes = [word for name in names for word in ("--export", f"{name}={tmp_path / name}")]
    assert run("--split", "hold", *wishes) == 0
    first = json.loads((tmp_path / "ragas").read_text().splitlines()[0])
    assert set(first) == {"user_input", "retrieved_contexts", "reference_contexts", "response", "reference"}
    assert first["reference_contexts"] == ["在官网公示5个工作日"] and len(first["retrieved_contexts"]) == 2
    cases = json.loads((tmp_path / "deepeval").read_text())
    assert len(cases) == 6 and cases[0]["input"] == first["user_input"] and cases[0]["name"] == "q1"
    row = json.loads((tmp_path / "govuk").read_text().splitlines()[0])
    assert set(row["structured_contexts"][0]) == {
        "exact_path",
        "title",
        "heading_hierarchy",
        "description",
        "html_content",
    }
    assert row["llm_answer"].startswith("公示") and row["ideal_answer"] == "在官网公示5个工作日"
