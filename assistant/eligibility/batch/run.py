"""One batch from file to file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.eligibility.batch.frame import Frame
from assistant.eligibility.batch.judging import judge_sheet
from assistant.eligibility.batch.reading import Applicants
from assistant.eligibility.batch.results import FORMATS, Format, open_sink
from assistant.eligibility.batch.sheets import open_book
from assistant.eligibility.batch.summary import Summary
from assistant.eligibility.batch.words import phrase
from assistant.errors import InvalidInput

Progress = Callable[[int, int], None]
"""Told how many applicants are judged, of about how many."""

_TELL_EVERY = 500


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

    Raises:
        InvalidInput: The sheet has no header or no row, or the target cannot be written.
        UnreadableFile: A file cannot be read.
    """
    applicants = read_applicants(frame, source, events=events, name=name, events_name=events_name)
    part = target.with_name(f".{target.name}.part")
    try:
        summary = _judged(frame, applicants, part, format_ or format_of(target), progress)
        part.replace(target)
    except OSError as error:
        text = phrase("refused", "unwritable", path=target, reason=error.strerror)
        raise InvalidInput(text) from error
    finally:
        part.unlink(missing_ok=True)
    return summary


def _judged(frame: Frame, applicants: Applicants, part: Path, format_: Format, progress: Progress) -> Summary:
    summary = Summary()
    progress(0, applicants.size)
    with open_sink(part, format_, frame, applicants.binding.headers) as sink:
        for judged in judge_sheet(frame, applicants):
            sink.write(judged)
            summary.add(judged)
            if summary.rows % _TELL_EVERY == 0:
                progress(summary.rows, max(applicants.size, summary.rows))
        summary.warnings += applicants.warnings
        sink.finish(summary)
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
