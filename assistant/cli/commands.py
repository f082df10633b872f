"""The commands; each prints for people, or with --json what the API would send.

Over 300 lines: one short function a command, its options and their help being most of it.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assistant.errors import InvalidFact, InvalidInput
from assistant.wording import words

if TYPE_CHECKING:
    from pydantic import BaseModel

    from assistant.assembly import Assistant

cli = typer.Typer(
    name="assistant",
    help="Cited, dated answers and eligibility checks over policy documents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day asked about; default today.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the same JSON as the API.")]
InDocument = Annotated[str | None, typer.Option("--document", metavar="ID", help="Only of this document.")]


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes that serve.")] = None,
) -> None:
    """Serve the API and the pages until interrupted."""
    from assistant.settings import load_settings

    settings = load_settings()
    told = {"host": host, "port": port, "workers": workers}
    settings = settings.model_copy(update={name: value for name, value in told.items() if value})
    if settings.workers > 1:
        from assistant.service.workers import serve_workers

        return serve_workers(settings)
    from assistant.cli.progress import Bar
    from assistant.service.server import serve_forever

    with Bar() as bar:
        return serve_forever(settings, bar)


@cli.command()
def workbench(
    api: Annotated[
        str, typer.Option("--api", metavar="URL", help="The assistant to use.")
    ] = "http://127.0.0.1:7860",
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7861,
) -> None:
    """Serve the workbench alone, over the HTTP interface of an assistant elsewhere."""
    from assistant.service.workbench.alone import serve_workbench
    from assistant.settings import load_settings

    settings = load_settings()
    serve_workbench(settings.model_copy(update={"host": host or settings.host, "port": port}), api)


@cli.command()
def ask(
    question: Annotated[str, typer.Argument(help="In Chinese or English.")],
    as_of: AsOf = None,
    session: Annotated[str | None, typer.Option(help="Continue this conversation.")] = None,
    language: Annotated[Literal["zh", "en"] | None, typer.Option(help="Default: as the question.")] = None,
    as_json: Json = False,
) -> None:
    """Ask one question."""
    with _assistant() as assistant:
        answer = assistant.ask(question, session_id=session, as_of=as_of, language=language)
        if as_json:
            from assistant.service.wire.answers import answer_out

            return _print_json(answer_out(answer, assistant.library))
        from assistant.cli.terminal import show_answer

        return show_answer(answer, assistant.library)


@cli.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    limit: Annotated[int, typer.Option(help="At most so many clauses.")] = 10,
    document: InDocument = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Find clauses."""
    from assistant.assembly import read_day

    with _assistant() as assistant:
        day = read_day(as_of)
        found = assistant.search(query, limit=limit, document_id=document, as_of=day)
        if as_json:
            from assistant.service.wire.citations import search_out

            return _print_json(search_out(query, day, found, assistant.library))
        from assistant.cli.terminal import show_found

        return show_found(found)


@cli.command()
def check(
    scheme: Annotated[str, typer.Argument(help="Id of the scheme; see: assistant schemes.")],
    facts: Annotated[Path, typer.Option("--facts", help="JSON file with the facts; - reads standard input.")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Check an applicant's facts against a scheme."""
    told = _read_facts(facts)
    with _assistant() as assistant:
        report = assistant.check(scheme, told, as_of)
        if as_json:
            from assistant.service.wire.eligibility import report_out

            return _print_json(report_out(report, assistant.library))
        from assistant.cli.terminal import show_report

        return show_report(report)


@cli.command()
def documents(
    document: Annotated[str | None, typer.Argument(help="Id of one document.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """List the documents with their status, or show one."""
    from assistant.assembly import read_day
    from assistant.service.wire import documents as wire

    with _assistant() as assistant:
        day, library = read_day(as_of), assistant.library
        shown = (
            wire.document_out(library.document(document), library, day)
            if document
            else wire.documents_out(library, day)
        )
        if as_json:
            return _print_json(shown)
        from assistant.cli.terminal import show_document, show_documents

        return show_document(shown) if isinstance(shown, wire.DocumentOut) else show_documents(shown)


@cli.command()
def compare(
    left: Annotated[str, typer.Argument(help="Id of one document; see: assistant documents.")],
    right: Annotated[str, typer.Argument(help="Id of another.")],
    subject: Annotated[str | None, typer.Option(help="Only what treats this, e.g. 申报程序.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Set two documents side by side, provision by provision."""
    from assistant.assembly import read_day
    from assistant.documents.compare import compare_documents
    from assistant.service.wire.comparison import comparison_out

    with _assistant() as assistant:
        library = assistant.library
        shown = comparison_out(compare_documents(library, left, right, subject, read_day(as_of)), library)
        if as_json:
            return _print_json(shown)
        from assistant.cli.comparison import show_comparison

        return show_comparison(shown)


@cli.command()
def deadlines(document: InDocument = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """List dates and time limits, with whom they bind."""
    from assistant.assembly import read_day
    from assistant.service.wire.register import deadlines_out

    with _assistant() as assistant:
        shown = deadlines_out(assistant.register, assistant.library, read_day(as_of), document)
        if as_json:
            return _print_json(shown)
        from assistant.cli.terminal import show_deadlines

        return show_deadlines(shown)


@cli.command()
def contacts(document: InDocument = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """List whom to turn to, as the documents print it."""
    from assistant.assembly import read_day
    from assistant.service.wire.register import contacts_out

    with _assistant() as assistant:
        shown = contacts_out(assistant.register, assistant.library, read_day(as_of), document)
        if as_json:
            return _print_json(shown)
        from assistant.cli.terminal import show_contacts

        return show_contacts(shown)


@cli.command()
def schemes(
    scheme: Annotated[str | None, typer.Argument(help="Id of one scheme.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """List what one can apply for, or show the conditions and facts of one."""
    from assistant.assembly import read_day
    from assistant.service.wire import schemes as wire
    from assistant.service.wire.scheme_shapes import SchemeOut

    with _assistant() as assistant:
        day, checker = read_day(as_of), assistant.checker
        shown = (
            wire.scheme_out(checker.scheme(scheme), checker.window(scheme, day), assistant.library, day)
            if scheme
            else wire.schemes_out(checker, assistant.library, day)
        )
        if as_json:
            return _print_json(shown)
        from assistant.cli.terminal import show_scheme, show_schemes

        return show_scheme(shown) if isinstance(shown, SchemeOut) else show_schemes(shown)


@cli.command()
def mcp() -> None:
    """Serve one Model Context Protocol client over standard input and output."""
    with _assistant() as assistant:
        from assistant.holder import Holder
        from assistant.service.mcp.server import serve_stdio

        serve_stdio(Holder(assistant))


@cli.command()
def feedback(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many, the newest.")] = 100,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write them as an evaluation dataset (JSONL); - is standard output."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """List questions not answered and answers found of no use."""
    if export and as_json:
        raise typer.BadParameter(phrase("errors", "json_or_export"))
    from assistant.assembly import open_records
    from assistant.settings import load_settings

    records = open_records(load_settings())
    try:
        page = records.reviews(limit)
    finally:
        records.close()
    if export:
        from assistant.records.dataset import dataset_lines

        return _write("".join(dataset_lines(page.reviews)), export)
    if as_json:
        from assistant.service.wire.feedback import queue_out

        return _print_json(queue_out(page))
    from assistant.cli.feedback import show_reviews

    return show_reviews(page)


@contextmanager
def _assistant() -> Iterator[Assistant]:
    """An assistant for one command; what does not work as it should is said on standard error."""
    from assistant.collecting import while_starting

    logging.getLogger("assistant").addHandler(logging.NullHandler())
    with while_starting():
        from assistant.assembly import build_assistant
        from assistant.cli.progress import Bar
        from assistant.settings import load_settings

        with Bar() as bar:
            assistant = build_assistant(load_settings(), bar, briefly=True)
        gc.freeze()
    for warning in assistant.warnings():
        typer.echo(warning, err=True)
    try:
        yield assistant
    finally:
        assistant.close()


def _read_facts(path: Path) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
        facts = json.loads(text)
    except OSError as error:
        raise InvalidFact(phrase("errors", "facts_missing", path=path, reason=error.strerror)) from error
    except ValueError as error:
        raise InvalidFact(phrase("errors", "facts_json", path=path, reason=error)) from error
    if not isinstance(facts, dict):
        raise InvalidFact(phrase("errors", "facts_json", path=path, reason=type(facts).__name__))
    # The body of an API request is taken too.
    return facts["facts"] if isinstance(facts.get("facts"), dict) else facts


def _write(content: str, path: Path) -> None:
    """Write a file whole or not at all."""
    if str(path) == "-":
        return typer.echo(content, nl=False)
    try:
        partly = path.resolve().with_name(f".{path.resolve().name}.part")
        partly.write_text(content, encoding="utf-8")
        partly.replace(path)
    except OSError as error:
        raise InvalidInput(phrase("errors", "unwritable", path=path, reason=error.strerror)) from error
    return None


def _print_json(shape: BaseModel) -> None:
    typer.echo(shape.model_dump_json(indent=2))


def phrase(group: str, key: str, **variables: Any) -> str:
    """Words of ``prompts/cli.yaml`` with their variables filled in."""
    return str(words("cli")[group][key]).format(**variables)
