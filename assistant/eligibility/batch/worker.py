"""The process that works on one job: ``python -m assistant.eligibility.batch.worker FOLDER``, the frame on its input.

A process of its own, with limits of the operating system: a hostile workbook cannot take the service's memory,
and questions are answered meanwhile.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.eligibility.batch.frame import Frame
from assistant.eligibility.batch.job_files import EVENTS, RESULT, SOURCE, JobStatus, read_status, write_status
from assistant.eligibility.batch.run import judge_file
from assistant.errors import AssistantError

MEMORY_BYTES = 4 * 1024**3
CPU_S = 900
AT_ONCE = 2
"""Jobs at work at the same time on this data folder; others wait."""
_TELL_EVERY_S = 0.2
_LOOK_AGAIN_S = 0.1


def main() -> int:
    """Work on the job whose folder is the first argument."""
    folder = Path(sys.argv[1])
    # Its own parent wrote it a moment ago, through a pipe that nobody else can write to.
    frame: Frame = pickle.load(sys.stdin.buffer)
    _bound()
    status = read_status(folder)
    if status is None:
        return 1
    status = replace(status, pid=os.getpid(), host=socket.gethostname())
    with _slot(folder.parent, folder):
        gc.freeze()
        gc.set_threshold(100_000)
        return _work(folder, frame, status)


def _work(folder: Path, frame: Frame, status: JobStatus) -> int:
    teller = _Teller(folder, replace(status, state="running"))
    order = status.order
    try:
        summary = judge_file(
            frame,
            folder / SOURCE,
            folder / RESULT,
            format_=order.format,
            events=folder / EVENTS if order.events_name else None,
            name=order.name,
            events_name=order.events_name,
            progress=teller.tell,
        )
    except AssistantError as error:
        write_status(folder, replace(teller.status, state="failed", code=error.code, detail=str(error)))
        return 1
    except MemoryError:
        write_status(folder, replace(teller.status, state="failed", code="unreadable_file"))
        return 1
    rows = summary.rows
    write_status(folder, replace(teller.status, state="done", done=rows, of=rows, summary=summary.as_json()))
    return 0


class _Teller:
    """Writes down how far the job is, now and then; a job that was deleted ends here."""

    def __init__(self, folder: Path, status: JobStatus) -> None:
        self.status = status
        self._folder = folder
        self._told = 0.0

    def tell(self, done: int, of: int) -> None:
        """So many applicants are judged."""
        self.status = replace(self.status, done=done, of=of)
        if not done or time.monotonic() - self._told > _TELL_EVERY_S:
            write_status(self._folder, self.status)
            self._told = time.monotonic()


def _bound() -> None:
    with contextlib.suppress(AttributeError):
        os.nice(10)
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))


@contextmanager
def _slot(folder: Path, job: Path) -> Iterator[None]:
    """Wait until one of the places is free; a job that is deleted meanwhile waits no longer."""
    locks = [FileLock(folder / f"slot-{number}.lock") for number in range(AT_ONCE)]
    while job.is_dir():
        for lock in locks:
            with contextlib.suppress(Timeout):
                lock.acquire(timeout=0)
                try:
                    yield
                finally:
                    lock.release()
                return
        time.sleep(_LOOK_AGAIN_S)
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
