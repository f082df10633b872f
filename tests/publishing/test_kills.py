"""Processes killed while they publish leave the old state or the new one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.assembly import build_assistant
from assistant.settings import Settings

from .made import CHANGED, NOTICE, settings_of

KILLS = 5
"""Hundreds are killed by ``python -m eval.bench.bench_publishing --kills 200``."""
LAST_DAYS = {"2031年8月20日", "2031年8月31日"}


def ingest(settings: Settings, file: Path) -> subprocess.Popen[bytes]:
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")},
        "ASSISTANT_DATA_DIR": str(settings.data_dir),
        "ASSISTANT_CORPUS_DIR": str(settings.corpus_dir),
    }
    command = [sys.executable, "-m", "assistant", "ingest", str(file), "--replaces", "notice-2031"]
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def answered(settings: Settings) -> str:
    """The last day that a fresh assistant tells, out of those of the two states."""
    assistant = build_assistant(settings)
    try:
        assert not assistant.library.problems
        answer = assistant.ask("节水企业申报什么时候截止？", as_of="2031-04-01")
        quoted = " ".join(citation.quote for citation in answer.citations)
        return next(day for day in sorted(LAST_DAYS) if day in quoted)
    finally:
        assistant.close()


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be killed without warning here")
def test_a_killed_publication_happened_whole_or_not_at_all(tmp_path: Path) -> None:
    settings, chance = settings_of(tmp_path), random.Random(6)
    files = []
    for day, text in zip(sorted(LAST_DAYS), (NOTICE, CHANGED), strict=True):
        assert day in text
        files.append(tmp_path / f"{len(files)}.txt")
        files[-1].write_text(text, encoding="utf-8")
    started = time.monotonic()
    assert ingest(settings, files[1]).wait() == 0
    took_s = time.monotonic() - started
    assert answered(settings) == "2031年8月31日"
    for n in range(KILLS):
        running = ingest(settings, files[n % 2])
        time.sleep(took_s * chance.uniform(0.3, 1.0))
        running.kill()
        running.wait()
        assert answered(settings) in LAST_DAYS
    final = answered(settings)
    wanted = files[0] if final == "2031年8月31日" else files[1]
    assert ingest(settings, wanted).wait() == 0
    assert answered(settings) != final
