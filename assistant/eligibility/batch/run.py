"""One batch from file to file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from assistant.eligibility.batch.explaining import Explainer
from assistant.eligibility.batch.frame import Frame
from assistant.eligibility.batch.judging import judge_chunk, judge_sheet
from assistant.eligibility.batch.partner import MINE, WORTH_IT, PartnerLost, is_possible, partner
from assistant.eligibility.batch.reading import Applicants
from assistant.eligibility.batch.results import FORMATS, CsvSink, Format, open_sink
from assistant.eligibility.batch.sheets import open_book
from assistant.eligibility.batch.summary import Summary
from assistant.eligibility.batch.words import phrase
from assistant.errors import InvalidInput

Progress = Callable[[int, int], None]
"""Told how many applicants are judged, of about how many."""

_TELL_EVERY = 500
_log = logging.getLogger(__name__)


def _silent(done: int, of: int) -> None:
    """Tell nobody."""


def read_applicants(
    frame: Frame, source: Path, *, events: Path | None = None, name: str = "", events_name: str = ""
) -> Applicants:
    """The applicants of a file, their headers understood.

    Raises:
        InvalidInput: There is no header, no row, or too much of them.
        UnreadableFile: The file is no sheet, damaged, or breaks a bound.
    """
    events_book = open_book(events, events_name) if events else None
    return Applicants(open_book(source, name), frame.scheme, frame.as_of, events_book)


def judge_file(
    frame: Frame,
    source: Path,
    target: Path,
    *,
    format_: Format | None = None,
    events: Path | None = None,
    name: str = "",
    events_name: str = "",
    progress: Progress = _silent,
    processes: int = 1,
) -> Summary:
    """Judge every applicant of ``source`` and write the judged sheet to ``target``, whole or not at all.

    Args:
        frame: The scheme on a day; see ``make_frame``.
        source: CSV or XLSX.
        target: Where the judged sheet goes.
        format_: Its format; by the name of ``target`` when None.
        events: Events on a file of their own.
        name: What ``source`` is called in messages.
        events_name: What ``events`` is called.
        progress: Told how far it is.
        processes: With 2, a large CSV file is judged by a second process beside this one.

    Raises:
        InvalidInput: The sheet has no header or no row, or the target cannot be written.
        UnreadableFile: A file cannot be read.
    """

    def applicants() -> Applicants:
        return read_applicants(frame, source, events=events, name=name, events_name=events_name)

    part = target.with_name(f".{target.name}.part")
    chosen = format_ or format_of(target)
    try:
        summary = _judged(frame, applicants, part, chosen, progress, processes)
        part.replace(target)
    except OSError as error:
        text = phrase("refused", "unwritable", path=target, reason=error.strerror)
        raise InvalidInput(text) from error
    finally:
        part.unlink(missing_ok=True)
    return summary


def _judged(
    frame: Frame,
    read: Callable[[], Applicants],
    part: Path,
    format_: Format,
    progress: Progress,
    processes: int,
) -> Summary:
    applicants = read()
    if format_ == "csv" and processes > 1 and applicants.size >= WORTH_IT and is_possible():
        try:
            return _judged_by_two(frame, applicants, part, progress)
        except PartnerLost:
            _log.warning("batch: the second process is gone; starting over with one")
            applicants = read()
    summary = Summary()
    progress(0, applicants.size)
    with open_sink(part, format_, frame, applicants.binding.headers, applicants.events_sheet) as sink:
        for judged in judge_sheet(frame, applicants):
            sink.write(judged)
            summary.add(judged)
            if summary.rows % _TELL_EVERY == 0:
                progress(summary.rows, max(applicants.size, summary.rows))
        summary.warnings += applicants.warnings
        sink.finish(summary)
    progress(summary.rows, summary.rows)
    return summary


def _judged_by_two(frame: Frame, applicants: Applicants, part: Path, progress: Progress) -> Summary:
    """The same, every other chunk by a second process; the sheet is the same to the byte."""
    summary, explainer = Summary(), Explainer(frame)
    with (
        partner(frame, applicants) as other,
        closing(CsvSink(part, frame, applicants.binding.headers)) as sink,
    ):
        progress(0, applicants.size)
        for chunk in applicants.shared_chunks(MINE):
            if chunk is None:
                theirs = other.part()
                sink.write_lines(theirs.lines)
                summary.merge(theirs.summary)
            else:
                for judged in judge_chunk(frame, explainer, chunk):
                    sink.write(judged)
                    summary.add(judged)
            progress(summary.rows, max(applicants.size, summary.rows))
        summary.warnings += applicants.warnings
    progress(summary.rows, summary.rows)
    return summary


def format_of(target: Path) -> Format:
    """The format that a file name asks for.

    Raises:
        InvalidInput: It asks for another.
    """
    return read_format(target.suffix.lower().lstrip("."))


def read_format(value: str) -> Format:
    """A format by its name.

    Raises:
        InvalidInput: There is no such format.
    """
    for known in FORMATS:
        if value == known:
            return known
    raise InvalidInput(phrase("refused", "format", value=value[:20]), field="format")
