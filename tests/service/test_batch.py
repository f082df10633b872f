"""Sheets of applicants over HTTP: the template, the judged sheet, jobs of large ones, what is refused."""

from __future__ import annotations

import csv
import io
import os
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from assistant.assembly import Assistant
from assistant.eligibility.batch.frame import make_frame
from assistant.eligibility.batch.job_files import SOURCE, JobOrder, JobStatus, write_status
from assistant.eligibility.batch.jobs import KEPT_S, Jobs
from assistant.errors import Conflict, NotFound

SCHEME = "changshou-cultivation-2023"
API = f"/api/v1/schemes/{SCHEME}"
HEAD = "企业名称,统一社会信用代码,2020年产值（万元）,2021年产值（万元）,2022年产值（万元）,利润总额2022年"
ROW = "甲公司,91500000000000001A,6000,6000,3000,5"


def send(client: httpx.Client, text: str | bytes, name: str = "单位.csv", **fields: str) -> httpx.Response:
    data = text.encode() if isinstance(text, str) else text
    return client.post(f"{API}/batch", files={"file": (name, data)}, data={"as_of": "2023-05-01", **fields})


def table(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_template_can_be_fetched_filled_in_and_judged(client: httpx.Client) -> None:
    fetched = client.get(f"{API}/template", params={"as_of": "2023-05-01"})
    assert fetched.status_code == 200 and "attachment" in fetched.headers["content-disposition"]
    book = load_workbook(io.BytesIO(fetched.content))
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(row=3, column=1, value="甲公司")
    sheet.cell(row=3, column=titles.index("2022年产值（万元）") + 1, value=3000)
    filled = io.BytesIO()
    book.save(filled)
    judged = send(client, filled.getvalue(), "填好.xlsx", format="csv")
    (row,) = table(judged)
    assert row["企业名称"] == "甲公司" and row["核对结论"] == "不符合"
    assert (
        "3000万元" in row["不符合的条件（条款与理由）"]
        and "年产值超过5000万" in row["不符合的条件（条款与理由）"]
    )


def test_the_csv_template_has_the_same_columns(client: httpx.Client) -> None:
    fetched = client.get(f"{API}/template", params={"format": "csv"})
    head, example = list(csv.reader(io.StringIO(fetched.content.decode("utf-8-sig"))))
    assert head[0] == "企业名称" and example[0].startswith("示例")
    assert client.get(f"{API}/template", params={"format": "doc"}).status_code == 422
    assert client.get("/api/v1/schemes/nothing/template").status_code == 404


def test_a_small_sheet_comes_back_at_once(client: httpx.Client) -> None:
    judged = send(client, f"{HEAD}\n{ROW}\n乙公司,,8000,8000,8000,x\n")
    first, second = table(judged)
    assert judged.headers["x-batch-rows"] == "2" and judged.headers["x-batch-errors"] == "2"
    assert first["核对结论"] == "不符合" and second["核对结论"] == "待补充信息"
    assert "第 3 行“利润总额2022年”" in second["表格错误"]


def test_day_and_format_may_stand_in_the_address(client: httpx.Client) -> None:
    files = {"file": ("a.csv", f"{HEAD}\n{ROW}\n".encode())}
    judged = client.post(f"{API}/batch", params={"as_of": "2023-05-01", "format": "xlsx"}, files=files)
    assert "2023-05-01.xlsx" in judged.headers["content-disposition"]


def test_the_judged_sheet_is_a_workbook_where_one_asks_for_it(client: httpx.Client) -> None:
    judged = send(client, f"{HEAD}\n{ROW}\n", format="xlsx")
    book = load_workbook(io.BytesIO(judged.content))
    assert book.sheetnames == ["核对结果", "汇总"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "invalid_input"),
        (b"PK\x03\x04 broken", "a.xlsx", "unreadable_file"),
        (b"\xd0\xcf\x11\xe0 old", "a.xls", "unreadable_file"),
        ("一,二\n1,2\n".encode(), "a.csv", "invalid_input"),
    ],
)
def test_what_is_no_sheet_is_refused_with_advice(
    client: httpx.Client, content: bytes, name: str, code: str
) -> None:
    refused = send(client, content, name)
    assert refused.status_code == 422 and refused.json()["code"] == code
    assert name in refused.json()["detail"]


def test_unknown_schemes_fields_days_and_formats_are_refused(client: httpx.Client) -> None:
    files = {"file": ("a.csv", b"x")}
    assert client.post("/api/v1/schemes/nothing/batch", files=files).status_code == 404
    assert client.post(f"{API}/batch", data={"as_of": "2023-05-01"}).json()["field"] == "file"
    assert client.post(f"{API}/batch", files=files, data={"day": "1"}).json()["field"] == "day"
    assert client.post(f"{API}/batch", files=files, data={"as_of": "x"}).json()["field"] == "as_of"
    assert client.post(f"{API}/batch", files=files, data={"format": "x"}).json()["field"] == "format"


def finished(client: httpx.Client, url: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        shown: dict[str, Any] = client.get(url).json()
        if shown["state"] in ("done", "failed"):
            return shown
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def test_a_large_sheet_becomes_a_job_with_progress_result_and_end(client: httpx.Client) -> None:
    accepted = send(client, "\n".join([HEAD, *[ROW] * 5_200]))
    assert accepted.status_code == 202
    url = accepted.headers["location"]
    done = finished(client, url)
    assert done["state"] == "done" and done["done"] == done["of"] == 5_200
    assert done["summary"]["verdicts"]["not_eligible"] == 5_200 and done["errors"] > 5_000
    result = client.get(done["result"])
    assert len(table(result)) == 5_200
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == client.get(f"{url}/result").status_code == 404


def test_an_upload_may_be_larger_than_other_requests(client: httpx.Client) -> None:
    padded = f"{HEAD},备注\n{ROW},{'文' * 30_000}\n" + f"{ROW},{'文' * 30_000}\n" * 19
    assert len(padded.encode()) > 1024 * 1024
    assert len(table(send(client, padded))) == 20


def test_a_job_of_another_or_no_name_is_not_found(client: httpx.Client) -> None:
    for name in ("x", "..", "A" * 24, "%2e%2e%2fstatus"):
        assert client.get(f"/api/v1/jobs/{name}").status_code == 404


def order(name: str = "a.csv") -> JobOrder:
    return JobOrder(
        scheme=SCHEME, as_of="2023-05-01", format="csv", name=name, events_name="", started=time.time()
    )


def waited(jobs: Jobs, job_id: str) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and jobs.job(job_id).status.state in ("waiting", "running"):
        time.sleep(0.05)
    return jobs.job(job_id).status.state


def test_jobs_are_deleted_after_a_day(tmp_path: Path, assistant: Assistant) -> None:
    frame = make_frame(assistant.checker, SCHEME, date(2023, 5, 1))
    clock = [time.time()]
    jobs = Jobs(tmp_path, now=lambda: clock[0])
    folder = jobs.prepare()
    (folder / SOURCE).write_text(f"{HEAD}\n{ROW}\n")
    job = jobs.start(folder, frame, order())
    assert waited(jobs, job.id) == "done"
    assert jobs.sweep() == 0
    clock[0] += KEPT_S + 60
    with pytest.raises(NotFound):
        jobs.job(job.id)
    assert jobs.sweep() == 1 and not folder.exists()


def test_as_many_jobs_as_may_be_are_kept_the_oldest_goes(tmp_path: Path, assistant: Assistant) -> None:
    frame = make_frame(assistant.checker, SCHEME, date(2023, 5, 1))
    jobs = Jobs(tmp_path, most=1)
    folder = jobs.prepare()
    with pytest.raises(Conflict):
        jobs.prepare()
    (folder / SOURCE).write_text("nothing")
    job = jobs.start(folder, frame, order())
    assert waited(jobs, job.id) == "failed"
    assert jobs.prepare().is_dir() and not folder.exists()


def test_a_batch_that_another_process_started_is_known_to_have_died(tmp_path: Path) -> None:
    """As when two workers share a folder, and the kernel kills a batch for want of memory."""
    here, there = Jobs(tmp_path), Jobs(tmp_path)
    folder = here.prepare()
    order = JobOrder(scheme="s", as_of="2030-01-01", format="csv", name="x.csv", events_name="", started=0.0)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for host, alive in ((socket.gethostname(), False), ("another-host", True)):
        write_status(folder, JobStatus(order=order, state="running", pid=dead.pid, host=host))
        assert (there.job(folder.name).status.state == "running") is alive
    long_ago = time.time() - 400
    os.utime(folder / "status.json", (long_ago, long_ago))
    assert there.job(folder.name).status.state == "failed"
