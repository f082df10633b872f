"""How results look in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.table import Table

from assistant.documents.library import Library
from assistant.domain.answers import Answer, Citation, Language
from assistant.domain.eligibility import Report
from assistant.service.wire.badges import badge
from assistant.service.wire.documents import ClauseNode, DocumentOut, DocumentsOut
from assistant.service.wire.register import ContactsOut, DeadlinesOut
from assistant.service.wire.scheme_shapes import SchemeOut, SchemesOut
from assistant.text.titles import short_title
from assistant.wording import say, words

_PIPE_WIDTH = 120


def show_answer(answer: Answer, library: Library) -> None:
    """Text, notices, sources."""
    out, language = console(), answer.language
    for notice in answer.notices:
        mark = f" [{notice.citation}]" if notice.citation else ""
        out.print(f"[yellow]! {_say(language, 'notice')}[/] {escape(notice.text + mark)}")
    out.print(Markdown(answer.answer))
    if answer.eligibility:
        _report(out, answer.eligibility, language)
    if answer.citations:
        out.print(f"\n[bold]{_say(language, 'sources')}[/]")
    for citation in answer.citations:
        label = badge(library, citation.document_id, citation.status, language)
        where = f"《{short_title(citation.document_title)}》{citation.clause_label}"
        out.print(
            f"[{citation.index}] ".replace("[", r"\["), f"{escape(where)} [dim]{escape(label)}[/]", sep=""
        )
        out.print(f"    [dim]{escape(citation.quote)}[/]")
    engine = _say(language, f"engine_{answer.engine}")
    day = _say(language, "as_of").format(as_of=answer.as_of)
    session = _say(language, "session").format(session_id=answer.session_id)
    out.print(f"\n[dim]{engine} · {day} · {session}[/]")


def show_found(found: Sequence[tuple[Citation, float]]) -> None:
    """Ranked clauses."""
    rows = [
        (f"{c.index}", f"{score:.3f}", f"{short_title(c.document_title)}\n{c.clause_label}", c.quote)
        for c, score in found
    ]
    _table(("", "score", "clause", "text"), rows)


def show_report(report: Report) -> None:
    """A verdict with its criteria."""
    _report(console(), report, "zh")


def show_documents(shown: DocumentsOut) -> None:
    """Every document with its status."""
    _table(
        ("id", "title", "number", "status"),
        [(d.id, d.title, d.number or "-", d.status_label) for d in shown.documents],
    )
    for problem in shown.problems:
        console().print(escape(f"! {problem.path}：{problem.message}"))


def show_document(shown: DocumentOut) -> None:
    """One document: its status and its clauses."""
    out = console()
    out.print(f"[bold]{escape(shown.title)}[/]")
    out.print(escape(f"{shown.number or '-'} · {shown.status_label} · {shown.url}"))

    def rows(nodes: Iterable[ClauseNode], depth: int) -> Iterable[tuple[str, ...]]:
        for node in nodes:
            yield (node.id, "  " * depth + node.label, node.text)
            yield from rows(node.children, depth + 1)

    _table(("id", "clause", "text"), list(rows(shown.clauses, 0)))


def show_deadlines(shown: DeadlinesOut) -> None:
    """Dates and time limits."""
    rows = []
    for item in shown.deadlines:
        limit = f"{item.duration.amount}{item.duration.unit}" if item.duration else ""
        passed = f"（{_say('zh', 'passed')}）" if item.passed else ""
        day = f"{item.last_day or limit or item.kind}{passed}"
        binds = _say("zh", f"binds_{item.binds}") if item.binds else ""
        source = f"{short_title(item.citation.document_title)}\n{item.citation.clause_label}"
        rows.append((day, item.actor or binds, item.action, source))
    _table(("last_day", "actor", "action", "clause"), rows)


def show_contacts(shown: ContactsOut) -> None:
    """Whom to turn to."""
    rows = []
    for item in shown.contacts:
        how = [*item.phones, *item.emails, item.url, item.address, item.room]
        source = f"{short_title(item.citation.document_title)}\n{item.citation.clause_label}"
        rows.append(
            (
                "、".join(item.names) or item.role or item.platform,
                "\n".join(filter(None, how)),
                item.purpose,
                source,
            )
        )
    _table(("who", "how", "purpose", "clause"), rows)


def show_schemes(shown: SchemesOut) -> None:
    """What one can apply for."""
    rows = [
        (s.id, s.name, f"{s.window.status} {s.window.last_day or ''}".strip(), s.authority)
        for s in shown.schemes
    ]
    _table(("id", "scheme", "window", "actor"), rows)
    for off in shown.switched_off:
        console().print(escape(f"! {off.id}：{off.reason}"))


def show_scheme(shown: SchemeOut) -> None:
    """One scheme: criteria, then the facts to tell."""
    console().print(f"[bold]{escape(shown.name)}[/] {shown.id}")
    _table(("id", "title", "clause"), [(r.id, r.label, r.citation.clause_label) for r in shown.criteria])
    _table(
        ("id", "kind", "text"),
        [(f.name, f.type + (f" {f.unit}" if f.unit else ""), f.question) for f in shown.facts],
    )


def _report(out: Console, report: Report, language: Language) -> None:
    verdict = say(f"workbench.{language}", f"verdict_{report.verdict}")
    out.print(f"\n[bold]{escape(report.scheme_name)}：{escape(verdict)}[/]")
    rows = [
        (say(f"workbench.{language}", f"outcome_{c.outcome}"), c.label, c.why, c.citation.clause_label)
        for c in report.criteria
        if c.role in ("condition", "exclusion")
    ]
    _table(("outcome", "title", "why", "clause"), rows, language)
    for notice in report.notices:
        out.print(f"[yellow]![/] {escape(notice.text)}")
    if report.next_question:
        out.print(f"[bold]{_say(language, 'next_question')}[/] {escape(report.next_question)}")


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], language: Language = "zh") -> None:
    out = console()
    if not rows:
        out.print(_say(language, "none"))
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(_say(language, column) if column else "", overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    out.print(table)


def console() -> Console:
    """Where results are printed."""
    # Output that goes into a file or a pipe is not broken at the width of no terminal.
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)


def _say(language: Language, key: str) -> str:
    return str(words("cli")[language][key])
