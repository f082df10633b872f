"""Publishing at the terminal; whoever may run it on this machine needs no key."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.commands import Json, cli, phrase
from assistant.errors import AssistantError, InvalidInput, UnreadableFile

if TYPE_CHECKING:
    from assistant.publishing.publisher import Publisher
    from assistant.publishing.uploads import Upload
    from assistant.settings import Settings

_BY = "cli"
Note = Annotated[str, typer.Option(help="Why; for the ledger.", metavar="TEXT")]


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of one file: a line for people, an object for programs."""

    ok: bool
    line: str
    data: dict[str, Any]


@cli.command()
def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Documents of any format that is read.", metavar="PATH…")
    ],
    document: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Id of a document of its own.")
    ] = None,
    replaces: Annotated[
        str | None, typer.Option(metavar="ID", help="The document that this is another version of.")
    ] = None,
    source: Annotated[str, typer.Option(help="Where it comes from.", metavar="TEXT")] = "",
    note: Note = "",
    force: Annotated[bool, typer.Option("--force", help="Though rules lose their quotes.")] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what it would be; publish nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Publish documents, each by itself, all or nothing."""
    if len(paths) > 1 and (document or replaces):
        raise typer.BadParameter(phrase("publishing", "one_path"))

    def publish(publisher: Publisher, path: Path, settings: Settings) -> _Told:
        upload = _read(path, source, settings)
        if preview:
            return _previewed(publisher, upload, replaces)
        outcome = publisher.publish(
            upload, by=_BY, document_id=document, replaces=replaces, note=note, force=force
        )
        return _done(outcome.act.model_dump(mode="json"), outcome.switched_off)

    with _publisher() as (publisher, settings):
        told = [_attempt(path, partial(publish, publisher, path, settings)) for path in paths]
    _show(told, as_json)


@cli.command()
def remove(
    document: Annotated[str, typer.Argument(help="Id of one document; see: assistant documents.")],
    note: Note = "",
    force: Annotated[bool, typer.Option("--force", help="Though rules quote it.")] = False,
    as_json: Json = False,
) -> None:
    """Take a document out of the library; its versions can still be opened."""
    with _publisher() as (publisher, _):
        outcome = publisher.remove(document, by=_BY, note=note, force=force)
    _show([_done(outcome.act.model_dump(mode="json"), outcome.switched_off)], as_json)


@contextmanager
def _publisher() -> Iterator[tuple[Publisher, Settings]]:
    from assistant.cli.progress import Bar
    from assistant.offline import publishing_offline
    from assistant.settings import load_settings

    logging.getLogger("assistant").addHandler(logging.NullHandler())
    settings = load_settings()
    with Bar() as bar, publishing_offline(settings, bar) as publisher:
        yield publisher, settings


def _read(path: Path, source: str, settings: Settings) -> Upload:
    from assistant.documents.sidecar import Sidecar
    from assistant.publishing.uploads import make_upload

    try:
        # A file beyond the limit need not be taken into memory to be refused.
        if path.stat().st_size > settings.upload_mb * 1024 * 1024:
            raise UnreadableFile(phrase("publishing", "too_large", path=path.name, limit=settings.upload_mb))
        return make_upload(path.name, path.read_bytes(), Sidecar(source=source))
    except OSError as error:
        raise InvalidInput(phrase("publishing", "unreadable", path=path, reason=error.strerror)) from error


def _attempt(path: Path, work: Callable[[], _Told]) -> _Told:
    """What becomes of one file; the others go on whatever it is."""
    try:
        told = work()
    except AssistantError as error:
        data = {"path": str(path), "outcome": error.code, "detail": str(error)}
        return _Told(False, phrase("publishing", "failed", path=path, reason=error), data)
    return _Told(told.ok, told.line, {"path": str(path), **told.data})


def _previewed(publisher: Publisher, upload: Upload, replaces: str | None) -> _Told:
    from assistant.assembly import read_day
    from assistant.service.wire.publishing import preview_out

    day = read_day(None)
    found = preview_out(publisher.preview(upload, as_of=day, replaces=replaces), day)
    related = "；".join(
        phrase("publishing", "related", kind=phrase("publishing", r.kind), id=r.document_id, title=r.title)
        for r in found.relations
    )
    line = phrase(
        "publishing",
        "preview",
        id=found.proposed_id,
        title=found.document.title,
        number=found.document.number or "-",
        clauses=found.document.clause_count,
        deadlines=len(found.deadlines),
        contacts=len(found.contacts),
        related=related or "-",
        doubts="；".join(d.text for d in found.doubts) or "-",
    )
    return _Told(True, line, {"outcome": "preview", **found.model_dump(mode="json")})


def _done(act: dict[str, Any], switched_off: tuple[str, ...]) -> _Told:
    line = phrase("publishing", act["action"], **act)
    if switched_off:
        line += phrase("publishing", "off", schemes="、".join(switched_off))
    return _Told(True, line, {"outcome": "done", **act, "switched_off": list(switched_off)})


def _show(told: list[_Told], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([one.data for one in told], ensure_ascii=False, indent=2))
    for one in told:
        if not as_json or not one.ok:
            typer.echo(" ".join(one.line.split()), err=not one.ok)
    if not all(one.ok for one in told):
        raise typer.Exit(1)
