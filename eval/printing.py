"""What the command prints: tables for a terminal and for Markdown, failures, comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from eval.catalogue import BY_NAME, METRICS
from eval.comparing import Comparison
from eval.evaluate import Score
from eval.failures import Failure
from eval.metrics.statistics import Interval
from eval.summaries import Summary

MANY = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table before it is drawn: a title, column heads, and rows of text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figure(name: str, interval: Interval | None, *, with_interval: bool = True) -> str:
    """A figure as printed, ``0.953 [0.930, 0.974]`` for a share.

    >>> figure("cited", Interval(0.5, 0.25, 0.75, 8))
    '0.500 [0.250, 0.750]'
    """
    if interval is None or interval.mean != interval.mean:
        return "–"
    if BY_NAME[name].form == "count":
        return f"{interval.mean:.0f}"
    if BY_NAME[name].form == "ms":
        return f"{interval.mean:.1f}"
    if BY_NAME[name].form == "characters":
        return f"{interval.mean:.0f}"
    bounds = f" [{interval.low:.3f}, {interval.high:.3f}]" if with_interval else ""
    return f"{interval.mean:.3f}{bounds}"


def summary_sheet(title: str, columns: Mapping[str, Summary], *, with_interval: bool) -> Sheet:
    """Metrics in rows, groups of items in columns."""
    shown = [metric.name for metric in METRICS if any(metric.name in group for group in columns.values())]
    counts = tuple(f"{max((i.n for i in group.values()), default=0)}" for group in columns.values())
    rows = [("items", *counts)]
    for name in shown:
        cells = (figure(name, group.get(name), with_interval=with_interval) for group in columns.values())
        rows.append((name, *cells))
    return Sheet(title, ("figure", *columns), tuple(rows))


def comparison_sheet(title: str, comparison: Comparison) -> Sheet:
    """Every metric before and after, with the interval of its change."""
    rows = tuple(
        (
            name,
            f"{change.before:.3f}",
            f"{change.after:.3f}",
            f"{change.difference:+.3f} [{change.low:+.3f}, {change.high:+.3f}]",
            f"{change.p:.3f}",
            "*" if change.is_certain else "",
        )
        for name, change in comparison.changes.items()
    )
    return Sheet(title, ("figure", "before", "after", "change", "p", ""), rows)


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Which items became wrong or right, by id."""
    yield (
        f"{comparison.shared} items in both runs; {len(comparison.worse)} became wrong, "
        f"{len(comparison.better)} became right, McNemar p = {comparison.p:.3f}"
    )
    if comparison.worse:
        yield f"became wrong: {', '.join(comparison.worse)}"
    if comparison.better:
        yield f"became right: {', '.join(comparison.better)}"


def for_terminal(sheet: Sheet) -> Table:
    """The sheet as a rich table."""
    table = Table(title=sheet.title, title_justify="left")
    for number, head in enumerate(sheet.heads):
        table.add_column(head, justify="left" if number == 0 else "right", no_wrap=number == 0)
    for row in sheet.rows:
        table.add_row(*row)
    return table


def for_markdown(sheet: Sheet) -> str:
    """The sheet as a Markdown table."""
    lines = [f"## {sheet.title}", "", _bars(sheet.heads), _bars(["---"] * len(sheet.heads))]
    return "\n".join([*lines, *(_bars(row) for row in sheet.rows), ""])


def print_failures(console: Console, failures: Sequence[Failure]) -> None:
    """Question, answer, expected and why, of every failed item."""
    for failure in failures:
        console.print(f"\n[bold]{failure.id}[/bold] ({failure.set})", highlight=False)
        for label, text in failure.lines():
            console.print(f"  [dim]{label}[/dim] {text}", highlight=False, markup=label == "")


def print_held_out(console: Console, scores: Sequence[Score]) -> None:
    """Held-out items that failed: their ids and which metrics, never their words."""
    failed = [score for score in scores if score.failed]
    for score in failed:
        console.print(f"{score.set} {score.id}: {', '.join(score.faults)}", highlight=False)


def _bars(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"
