"""How two documents side by side look in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from assistant.cli.terminal import console
from assistant.service.wire.comparison import ComparisonOut, PairOut, SideOut
from assistant.service.wire.documents import DocumentSummary
from assistant.text.titles import short_title
from assistant.wording import say

_SIGNS = {"same": "＝", "changed": "≠", "only_left": "◀", "only_right": "▶"}


def show_comparison(shown: ComparisonOut) -> None:
    """A row a pair, the words that differ underlined and in brackets; the frame comes last."""
    out = console()
    if shown.message:
        out.print(f"[yellow]![/] {escape(shown.message)}")
    if not shown.pairs:
        return
    table = Table(pad_edge=False, header_style="bold", show_lines=True)
    table.add_column("")
    for document in (shown.left, shown.right):
        table.add_column(escape(_head(document)), overflow="fold", ratio=1)
    for pair in sorted(shown.pairs, key=lambda p: p.frame):
        table.add_row(_kind(pair), _cell(pair.left), _cell(pair.right))
    out.print(table)
    _summary(out, shown)


def _head(document: DocumentSummary) -> str:
    return f"{short_title(document.title)}\n{document.number or document.id} · {document.status_label}"


def _kind(pair: PairOut) -> str:
    return f"{_SIGNS[pair.kind]} {say('compare.zh', f'kind_{pair.kind}')}"


def _cell(side: SideOut | None) -> Text:
    if side is None:
        return Text("—", style="dim")
    text = Text(f"{side.clause_label}\n", style="dim")
    at = 0
    for difference in side.differences:
        text.append(side.quote[at : difference.start], style="not dim")
        style = "not dim bold underline" if difference.kind != "words" else "not dim underline"
        text.append(f"【{difference.text}】", style=style)
        at = difference.end
    return text.append(side.quote[at:], style="not dim")


def _summary(out: Console, shown: ComparisonOut) -> None:
    counts = shown.counts.model_dump()
    out.print(escape(say("compare.zh", "summary", **counts)))
    out.print(f"[dim]{escape(say('compare.zh', 'caveat'))}[/]")
