"""The command line: results for people and programs, one line for every error, quick to start."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.cli import run
from tests.publishing.made import CHANGED, MEASURE, NEXT_ROUND, NOTICE, folder_of

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("torch", "chromadb", "gradio", "langchain", "fastapi", "sentence_transformers", "alembic")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an index in it."""
    folder = tmp_path_factory.mktemp("cli")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSISTANT_DATA_DIR", str(folder))
        assert run(["documents"]) == 0
    return folder


@pytest.fixture(autouse=True)
def _settings(data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(data))
    monkeypatch.chdir(tmp_path)


def output_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def json_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(output_of(capsys, *arguments, "--json"))


def complaint_of(capsys: pytest.CaptureFixture[str], status: int, *arguments: str) -> str:
    assert run(arguments) == status
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.strip().splitlines()) == 1, shown.err
    return shown.err


def test_ask_prints_the_answer_and_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    shown = output_of(capsys, "ask", "公示几个工作日？", "--as-of", "2025-03-01")
    assert "[1]" in shown
    assert "2025-03-01" in shown


def test_ask_as_json_is_the_answer_of_the_api(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json_of(capsys, "ask", "公示几个工作日？", "--as-of", "2025-03-01")
    assert answer["citations"]
    assert answer["as_of"] == "2025-03-01"
    later = json_of(capsys, "ask", "电话呢？", "--session", answer["session_id"])
    assert later["session_id"] == answer["session_id"]


def test_ask_answers_in_english_when_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert json_of(capsys, "ask", "公示几个工作日？", "--language", "en")["language"] == "en"


def test_search_prints_clauses(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(json_of(capsys, "search", "公示", "--limit", "3")["results"]) == 3
    assert "公示" in output_of(capsys, "search", "公示", "--limit", "3")


@pytest.mark.parametrize("command", ["documents", "deadlines", "contacts", "schemes"])
def test_lists_are_printed_for_people_and_programs(capsys: pytest.CaptureFixture[str], command: str) -> None:
    listed = json_of(capsys, command)[command]
    assert listed
    assert len(output_of(capsys, command).splitlines()) > len(listed)


def test_one_document_and_one_scheme_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("documents", "schemes"):
        first = json_of(capsys, command)[command][0]["id"]
        assert json_of(capsys, command, first)["id"] == first
        assert first in output_of(capsys, command, first)


def test_two_documents_are_set_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    left, right = (d["id"] for d in json_of(capsys, "documents")["documents"][-2:])
    compared = json_of(capsys, "compare", left, right, "--as-of", "2025-05-01")
    assert (compared["left"]["id"], compared["right"]["id"]) == (left, right)
    shown = output_of(capsys, "compare", left, right)
    assert "【" in shown
    assert "≠" in shown
    assert "产假" in output_of(capsys, "compare", left, right, "--subject", "产假")


def test_check_reads_facts_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    scheme = json_of(capsys, "schemes")["schemes"][0]["id"]
    (tmp_path / "facts.json").write_text('\ufeff{"facts": {}}', encoding="utf-8")
    report = json_of(capsys, "check", scheme, "--facts", "facts.json", "--as-of", "2025-03-01")
    assert report["verdict"] == "needs_information"
    assert report["next_question"] in output_of(capsys, "check", scheme, "--facts", "facts.json").replace(
        "\n", ""
    )


def test_feedback_lists_what_was_not_answered(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    output_of(capsys, "ask", "今天天气怎么样？联系人：王芳 13812345678")
    output_of(capsys, "ask", "今天天气怎么样？")
    shown = json_of(capsys, "feedback", "--limit", "1")
    assert shown["items"][0]["question"] == "今天天气怎么样？"
    assert shown["items"][0]["why"] == ["out_of_scope"]
    assert "今天天气怎么样？" in output_of(capsys, "feedback")
    assert output_of(capsys, "feedback", "--export", "set.jsonl") == ""
    rows = [json.loads(line) for line in (tmp_path / "set.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows[0]["question"] == "今天天气怎么样？"
    assert output_of(capsys, "feedback", "--export", "-").count("\n") == len(rows)
    assert [path.name for path in tmp_path.iterdir()] == ["set.jsonl"]


def test_feedback_without_any_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "new"))
    assert len(output_of(capsys, "feedback").splitlines()) == 1
    assert json_of(capsys, "feedback") == {"total": 0, "items": []}
    assert output_of(capsys, "feedback", "--export", "-") == ""


def test_feedback_of_a_broken_database_is_a_failure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "records.sqlite3").write_bytes(b"no database" * 300)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    assert "records.sqlite3" in complaint_of(capsys, 1, "feedback")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["ask", ""], "问题"),
        (["ask", "？？"], "问题"),
        (["ask"], "question"),
        (["ask", "好", "--as-of", "2025-02-30"], "2025-02-30"),
        (["ask", "好", "--session", "none"], "会话"),
        (["ask", "好", "--no-such"], "--no-such"),
        (["nothing"], "nothing"),
        (["search", "好", "--limit", "0"], "limit"),
        (["search", "好", "--limit", "x"], "limit"),
        (["documents", "none"], "none"),
        (["compare", "none", "none"], "none"),
        (["deadlines", "--document", "none"], "none"),
        (["schemes", "none"], "none"),
        (["check", "x", "--facts", "none.json"], "none.json"),
        (["serve", "--port", "0"], "port"),
        (["feedback", "--limit", "0"], "limit"),
        (["feedback", "--json", "--export", "x.jsonl"], "--export"),
        (["feedback", "--export", "none/x.jsonl"], "none/x.jsonl"),
        (["feedback", "--export", "."], "."),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: Sequence[str], named: str
) -> None:
    assert named in complaint_of(capsys, 2, *arguments)


@pytest.mark.parametrize("content", ["{", "[]", "3"])
def test_facts_that_are_no_object_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    (tmp_path / "facts.json").write_text(content)
    assert "facts.json" in complaint_of(capsys, 2, "check", "x", "--facts", "facts.json")


def test_a_misspelt_variable_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPSE_DIR", "/x")
    assert "ASSISTANT_CORPUS_DIR" in complaint_of(capsys, 2, "documents")


def test_a_missing_corpus_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", "/nowhere")
    assert "/nowhere" in complaint_of(capsys, 2, "documents")


def test_a_port_in_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert port in complaint_of(capsys, 2, "serve", "--port", port)


def test_a_data_folder_that_cannot_be_used_costs_one_line_each_and_no_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "file"))
    assert run(["ask", "公示几个工作日？"]) == 0
    shown = capsys.readouterr()
    assert "[1]" in shown.out
    assert len(shown.err.splitlines()) == 2
    assert "ASSISTANT_DATA_DIR" in shown.err


def test_an_empty_corpus_is_said_and_serves(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "corpus").mkdir()
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(tmp_path / "corpus"))
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    assert run(["ask", "公示几个工作日？", "--json"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["citations"] == []
    assert len(shown.err.splitlines()) == 1


def test_a_file_that_cannot_be_read_is_named_and_the_others_serve(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "old.txt").write_bytes(
        "关于开展评选的通知\n各单位：\n一、条件\n公示3个工作日。\n".encode("gb18030")
    )
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    assert run(["documents", "--json"]) == 0
    shown = capsys.readouterr()
    assert [d["id"] for d in json.loads(shown.out)["documents"]] == ["old"]
    assert "empty.txt" in shown.err


def test_a_fault_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.assembly.open_catalogue", lambda folder: 1 / 0)
    assert "ZeroDivisionError" in complaint_of(capsys, 1, "documents")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "assistant", *arguments]


def test_help_and_faults_leave_the_right_status() -> None:
    helped = subprocess.run(command("--help"), cwd=ROOT, capture_output=True, text=True, check=False)
    assert helped.returncode == 0
    assert "serve" in helped.stdout
    assert subprocess.run(command("none"), cwd=ROOT, capture_output=True, check=False).returncode == 2


def test_a_cold_question_loads_nothing_heavy(data: Path) -> None:
    script = (
        "import sys; from assistant.cli import run; status = run(['ask', '公示几个工作日？', '--json']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "ASSISTANT_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == "[]"


def test_a_reader_who_has_seen_enough_causes_no_complaint() -> None:
    asked = subprocess.Popen(command("documents"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert asked.stdout
    assert asked.stderr
    asked.stdout.close()
    assert asked.stderr.read() == b""
    asked.stderr.close()
    assert asked.wait(30) in (0, 1)


@pytest.mark.parametrize("started_by", [["app.py"], ["-m", "assistant", "serve"]])
def test_the_server_says_where_it_is_and_stops_when_told(started_by: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "ASSISTANT_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, *started_by],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stdout
        started = time.monotonic()
        assert f"http://127.0.0.1:{port}".encode() in process.stdout.readline()
        assert time.monotonic() - started < 30
        assert httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert b"Traceback" not in errors
    assert process.returncode == 0


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A small library of its own, and next year's notice as a file."""
    folder_of(tmp_path / "corpus", measure=MEASURE, notice_2031=NOTICE)
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(tmp_path / "corpus"))
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "通知.txt").write_text(NEXT_ROUND, encoding="utf-8")
    return tmp_path


def test_documents_are_published_one_line_each(capsys: pytest.CaptureFixture[str], invented: Path) -> None:
    (invented / "broken.pdf").write_bytes(b"%PDF-1.7 no more")
    assert (
        run(["ingest", str(invented / "通知.txt"), str(invented / "broken.pdf"), str(invented / "none")]) == 1
    )
    shown = capsys.readouterr()
    assert shown.out.startswith("已发布 notice-2032")
    assert [line.partition(" 未发布")[0].rpartition("/")[2] for line in shown.err.splitlines()] == [
        "broken.pdf",
        "none",
    ]
    listed = json_of(capsys, "documents")["documents"]
    assert [d["id"] for d in listed] == ["measure", "notice-2031", "notice-2032"]
    answer = json_of(capsys, "ask", "2032年度节水企业申报什么时候截止？", "--as-of", "2032-04-01")
    assert "2032年9月10日" in answer["citations"][0]["quote"]


def test_a_preview_publishes_nothing(capsys: pytest.CaptureFixture[str], invented: Path) -> None:
    shown = output_of(capsys, "ingest", str(invented / "通知.txt"), "--preview")
    assert "notice-2032" in shown and "新一轮" in shown
    (told,) = json_of(capsys, "ingest", str(invented / "通知.txt"), "--preview")
    assert told["document"]["number"] == "某工节〔2032〕15号"
    assert len(json_of(capsys, "documents")["documents"]) == 2


def test_a_version_is_published_when_it_is_called_one(
    capsys: pytest.CaptureFixture[str], invented: Path
) -> None:
    file = invented / "更正.txt"
    file.write_text(CHANGED, encoding="utf-8")
    assert "replaces=notice-2031" in complaint_of(capsys, 1, "ingest", str(file))
    (told,) = json_of(capsys, "ingest", str(file), "--replaces", "notice-2031", "--note", "更正日期")
    assert (told["outcome"], told["document_id"], told["by"]) == ("done", "notice-2031", "cli")


def test_a_document_is_removed(capsys: pytest.CaptureFixture[str], invented: Path) -> None:
    assert output_of(capsys, "remove", "measure").startswith("已移除 measure")
    assert "没有编号" in complaint_of(capsys, 2, "remove", "measure")


def test_ids_are_for_one_file_alone(capsys: pytest.CaptureFixture[str], invented: Path) -> None:
    file = str(invented / "通知.txt")
    assert "--replaces" in complaint_of(capsys, 2, "ingest", file, file, "--id", "one")


def test_a_command_spreads_no_arithmetic_over_cores_unless_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    assert run(["--help"]) == 0
    assert os.environ["OPENBLAS_NUM_THREADS"] == "3"
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    assert run(["--help"]) == 0
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
