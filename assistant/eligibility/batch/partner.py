"""A second process for a large sheet: it reads all of it too and judges every other chunk.

Handing rows from one process to another costs as much as judging them; reading them twice costs a tenth.
"""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from assistant.eligibility.batch.explaining import Explainer
from assistant.eligibility.batch.frame import Frame
from assistant.eligibility.batch.judging import judge_chunk
from assistant.eligibility.batch.reading import Applicants, Share
from assistant.eligibility.batch.results import CsvLines
from assistant.eligibility.batch.summary import Summary
from assistant.errors import AssistantError

WORTH_IT = 10_000
"""Rows from which a second process is quicker than one alone."""

MINE, THEIRS = Share(0, 2), Share(1, 2)


class PartnerLost(Exception):
    """The second process is gone, killed by the system, say: what it was to judge is not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One chunk, judged: its lines of the judged sheet and their counts."""

    lines: str
    summary: Summary


class Partner:
    """The second process, seen from the first."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def part(self) -> Part:
        """The next of its chunks.

        Raises:
            PartnerLost: It is gone.
        """
        try:
            part: Part = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise PartnerLost from error
        return part


def is_possible() -> bool:
    """Whether there is a second core, and a process may be copied as it stands (no thread runs beside)."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return cores > 1 and threading.active_count() == 1


@contextmanager
def partner(frame: Frame, applicants: Applicants) -> Iterator[Partner]:
    """A second process that judges what is not ``MINE``; it ends with the context."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    # What lives now is shared between both as long as nobody writes to it.
    gc.freeze()
    process = context.Process(target=_work, args=(here, there, frame, applicants), daemon=True)
    process.start()
    there.close()
    try:
        yield Partner(here)
    finally:
        here.close()
        process.terminate()
        process.join()


def _work(here: Connection, there: Connection, frame: Frame, applicants: Applicants) -> None:
    here.close()
    # A sheet that cannot be read ends here in silence: the first process reads the same and says so.
    # A pipe that is closed means that nobody wants the rest.
    with contextlib.suppress(AssistantError, BrokenPipeError, KeyboardInterrupt):
        for part in _parts(frame, applicants):
            there.send(part)


def _parts(frame: Frame, applicants: Applicants) -> Iterator[Part]:
    explainer = Explainer(frame)
    text = io.StringIO(newline="")
    lines = CsvLines(text, frame)
    for chunk in applicants.shared_chunks(THEIRS):
        if chunk is None:
            continue
        summary = Summary()
        for judged in judge_chunk(frame, explainer, chunk):
            lines.write(judged)
            summary.add(judged)
        yield Part(lines=text.getvalue(), summary=summary)
        text.seek(0)
        text.truncate()
