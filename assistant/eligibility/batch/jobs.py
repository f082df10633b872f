"""Batches that run beside the service: each in a folder of its own under a random name, deleted after a day."""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.eligibility.batch.frame import Frame
from assistant.eligibility.batch.job_files import (
    RESULT,
    STATUS,
    JobOrder,
    JobStatus,
    read_status,
    write_status,
)
from assistant.eligibility.batch.words import phrase
from assistant.errors import Conflict, NotFound

KEPT_S = 24 * 3600.0
MOST_JOBS = 50
_NAME = re.compile(r"[A-Za-z0-9_-]{16,40}")
_PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
_STARTING_S = 30.0
"""A worker has written nothing yet: it may still be starting."""
_SILENT_S = 300.0
"""A worker on another host has said nothing for so long: it cannot be looked for, and counts as lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One batch and how far it is."""

    id: str
    folder: Path
    status: JobStatus

    @property
    def result(self) -> Path:
        """Where the judged sheet lies once it is done."""
        return self.folder / RESULT


class Jobs:
    """All jobs of a data folder; several processes may look after the same one."""

    def __init__(self, folder: Path, *, now: Callable[[], float] = time.time, most: int = MOST_JOBS) -> None:
        self._folder, self._now, self._most = folder, now, most
        self._workers: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    def prepare(self) -> Path:
        """A new folder for the sheets of a job.

        Raises:
            Conflict: As many jobs as may be are waiting or at work.
        """
        self.sweep()
        if len(self._folders()) >= self._most:
            self._drop_oldest()
        folder = self._folder / secrets.token_urlsafe(18)
        folder.mkdir(parents=True, mode=0o700)
        return folder

    def start(self, folder: Path, frame: Frame, order: JobOrder) -> Job:
        """Begin the work on what lies in a prepared folder."""
        write_status(folder, JobStatus(order=order))
        worker = subprocess.Popen(
            [sys.executable, "-P", "-m", "assistant.eligibility.batch.worker", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(),
            start_new_session=True,
        )
        with self._lock:
            self._workers[folder.name] = worker
        # Taken note of when it ends: to other processes it would else look alive for as long as this one lives.
        threading.Thread(target=worker.wait, name="batch", daemon=True).start()
        assert worker.stdin is not None
        # A worker that did not start has closed the pipe; the job then counts as failed.
        with contextlib.suppress(BrokenPipeError), worker.stdin as pipe:
            pickle.dump(frame, pipe)
        return self.job(folder.name)

    def job(self, job_id: str) -> Job:
        """One job.

        Raises:
            NotFound: There is none of this id, or it was deleted.
        """
        folder = self._folder / job_id
        status = read_status(folder) if _NAME.fullmatch(job_id) else None
        if status is None or self._is_old(folder):
            raise NotFound(phrase("refused", "no_job", job=job_id[:40]))
        if status.state in ("waiting", "running") and not self._is_alive(folder, status):
            status = read_status(folder) or status
            if status.state in ("waiting", "running"):
                reason = phrase("refused", "worker_lost")
                detail = phrase("refused", "failed", reason=reason)
                status = replace(status, state="failed", code="store_error", detail=detail)
        return Job(id=job_id, folder=folder, status=status)

    def delete(self, job_id: str) -> None:
        """Delete a job with its sheets; one at work ends when it next says how far it is.

        Raises:
            NotFound: There is none of this id.
        """
        self._remove(self.job(job_id).folder)

    def sweep(self) -> int:
        """Delete what is older than a day; how many that were."""
        old = [folder for folder in self._folders() if self._is_old(folder)]
        for folder in old:
            self._remove(folder)
        with self._lock:
            for name in [name for name, worker in self._workers.items() if worker.poll() is not None]:
                del self._workers[name]
        return len(old)

    def _remove(self, folder: Path) -> None:
        with self._lock:
            worker = self._workers.pop(folder.name, None)
        if worker is not None and worker.poll() is None:
            worker.kill()
            worker.wait()
        shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> list[Path]:
        try:
            return [path for path in self._folder.iterdir() if _NAME.fullmatch(path.name) and path.is_dir()]
        except FileNotFoundError:
            return []

    def _drop_oldest(self) -> None:
        """Make room for one by deleting the oldest job that is over."""
        over = [
            folder
            for folder in self._folders()
            if (status := read_status(folder)) is not None and status.state in ("done", "failed")
        ]
        if not over:
            raise Conflict(phrase("refused", "busy", limit=self._most))
        self._remove(min(over, key=_age))

    def _is_old(self, folder: Path) -> bool:
        return self._now() - _age(folder) > KEPT_S

    def _is_alive(self, folder: Path, status: JobStatus) -> bool:
        with self._lock:
            worker = self._workers.get(folder.name)
        if worker is not None:
            return worker.poll() is None
        if not status.pid:
            return self._now() - status.order.started < _STARTING_S
        if status.host != socket.gethostname():
            return self._now() - _age(folder / STATUS) < _SILENT_S
        try:
            os.kill(status.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return True


def _age(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _environment() -> dict[str, str]:
    return {
        **{key: os.environ[key] for key in _PASSED_ON if key in os.environ},
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
    }
