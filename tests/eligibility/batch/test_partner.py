"""Two processes judge a large sheet as one does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.eligibility import Checker
from assistant.eligibility.batch import run
from assistant.eligibility.batch.codes import with_check
from assistant.eligibility.batch.partner import WORTH_IT, Partner, PartnerLost

from .sheets import FACTORY, csv_file, frame_of, written

ROWS = WORTH_IT + 500


def large_sheet(folder: Path) -> Path:
    """More rows than one chunk holds, with bad cells in each and one applicant twice, far apart."""
    rows = [f"甲{n},{with_check(f'915{n:014d}')},{'是否也'[n % 3]}," for n in range(ROWS)]
    rows[ROWS - 3] = f"又一次,{with_check('91500000000000005')},是,2024-05-06 安全 较大"
    return csv_file(folder, "企业名称,统一社会信用代码,质量管理体系,事故\n" + "\n".join(rows) + "\n")


def batch(source: Path, target: Path, cores: set[int]) -> dict[str, Any]:
    """What the command tells when it may use these cores."""
    command = [sys.executable, "-m", "assistant", "batch", FACTORY, str(source), str(target)]
    done = subprocess.run(
        [*command, "--as-of", "2025-05-20", "--json"],
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2, reason="wants two cores"
)
def test_two_processes_write_the_same_sheet_to_the_byte(tmp_path: Path) -> None:
    source, cores = large_sheet(tmp_path), sorted(os.sched_getaffinity(0))
    two = batch(source, tmp_path / "two.csv", {*cores[:2]})
    one = batch(source, tmp_path / "one.csv", {cores[0]})
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert {**two, "result": ""} == {**one, "result": ""}
    assert two["rows"] == ROWS and two["errors"] > ROWS // 3
    assert f"第 {ROWS - 1} 行" in (tmp_path / "two.csv").read_text(encoding="utf-8-sig").splitlines()[-3]


def test_a_second_process_that_is_killed_costs_time_but_no_row(
    checker: Checker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(Partner):
        def __init__(self) -> None: ...

        def part(self) -> Any:
            raise PartnerLost

    @contextmanager
    def killed(*_: object) -> Iterator[Partner]:
        yield Gone()

    monkeypatch.setattr(run, "partner", killed)
    monkeypatch.setattr(run, "is_possible", lambda: True)
    source, target = large_sheet(tmp_path), tmp_path / "out.csv"
    summary = run.judge_file(frame_of(checker), source, target, processes=2)
    assert summary.rows == ROWS
    rows, alone = written(frame_of(checker), source, tmp_path / "alone.csv")
    assert len(rows) == ROWS and alone == summary
    assert target.read_bytes() == (tmp_path / "alone.csv").read_bytes()
