"""Whole sheets of applicants at the terminal: the template to fill in, and the sheet judged."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.commands import AsOf, Json, cli
from assistant.errors import InvalidInput
from assistant.wording import words

if TYPE_CHECKING:
    from assistant.eligibility.batch.frame import Frame
    from assistant.eligibility.batch.summary import Summary

_SHOWN = 20

SchemeId = Annotated[str, typer.Argument(metavar="SCHEME", help="Id of the scheme; see: assistant schemes.")]


@cli.command()
def batch(
    scheme: SchemeId,
    source: Annotated[Path, typer.Argument(metavar="IN", help="Sheet of applicants, .csv or .xlsx.")],
    target: Annotated[
        Path, typer.Argument(metavar="OUT", help="Where the judged sheet goes, .csv or .xlsx.")
    ],
    as_of: AsOf = None,
    events: Annotated[
        Path | None, typer.Option("--events", metavar="FILE", help="Events on a sheet of their own.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Judge a whole sheet of applicants; the verdicts and their reasons go into added columns."""
    from assistant.cli.progress import Bar
    from assistant.eligibility.batch.run import format_of, judge_file

    format_of(target)
    if target.exists() and source.exists() and target.samefile(source):
        raise InvalidInput(phrase("refused", "same_path", path=target))
    frame = _frame(scheme, as_of)
    # Rules and documents live to the end: looking through them for what could be freed costs a tenth of the time.
    gc.freeze()
    gc.set_threshold(100_000)
    with Bar() as bar:
        summary = judge_file(
            frame,
            source,
            target,
            events=events,
            processes=2,
            progress=lambda done, of: bar(phrase("cli", "stage"), done, of),
        )
    _show(frame, summary, target, as_json)


@cli.command()
def template(
    scheme: SchemeId,
    target: Annotated[Path, typer.Argument(metavar="OUT", help="Where it goes, .csv or .xlsx.")],
    as_of: AsOf = None,
) -> None:
    """Write the sheet of applicants to fill in for a scheme."""
    from assistant.eligibility.batch.run import format_of
    from assistant.eligibility.batch.templates import make_template

    content = make_template(_frame(scheme, as_of), format_of(target))
    try:
        target.write_bytes(content)
    except OSError as error:
        text = phrase("refused", "unwritable", path=target, reason=error.strerror)
        raise InvalidInput(text) from error
    typer.echo(phrase("cli", "written", path=target))


def _frame(scheme: str, as_of: str | None) -> Frame:
    """The rules on the day; documents are read for their quotes, but no index is needed."""
    from assistant.assembly import open_catalogue, read_day
    from assistant.eligibility import load_checker
    from assistant.eligibility.batch.frame import make_frame
    from assistant.settings import load_settings

    day, settings = read_day(as_of), load_settings()
    library = open_catalogue(settings).open()
    return make_frame(load_checker(settings.corpus_dir / "schemes", library), scheme, day)


def _show(frame: Frame, summary: Summary, target: Path, as_json: bool) -> None:
    if as_json:
        head = {"scheme": frame.scheme.id, "as_of": frame.as_of.isoformat()}
        shown = {
            **head,
            "rules_version": frame.report.rules_version,
            **summary.as_json(),
            "result": str(target),
        }
        return typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    from assistant.eligibility.batch.summary import failed_lines, verdict_lines

    for notice in frame.report.notices:
        typer.echo(f"! {notice.text}")
    for name, count in verdict_lines(summary):
        typer.echo(f"{count:8d}  {name}")
    for label, place, count in failed_lines(frame, summary):
        typer.echo(f"{count:8d}  {label}（{place}）")
    for text in [*summary.warnings[:_SHOWN], *summary.shown_errors[:_SHOWN]]:
        typer.echo(f"! {text}", err=True)
    if summary.errors > _SHOWN:
        typer.echo(phrase("sheet", "more", count=summary.errors - _SHOWN), err=True)
    return typer.echo(phrase("cli", "done", rows=summary.rows, errors=summary.errors, path=target))


def phrase(group: str, key: str, **variables: object) -> str:
    """Words of ``prompts/batch.yaml`` with their variables filled in."""
    return str(words("batch")[group][key]).format(**variables)
