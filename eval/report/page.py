"""Puts a report together: what it shows and how it is worded; the form is ``page.html.j2`` and ``style.css``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from assistant.service.pages.rendering import templates
from eval.catalogue import BY_NAME, METRICS
from eval.comparing import Comparison
from eval.evaluate import Score
from eval.failures import Failure, worst
from eval.faults import Finding
from eval.metrics.latency import percentile_ms
from eval.metrics.statistics import Interval
from eval.printing import figure
from eval.report import plots, words
from eval.robustness import SHOWN, Drop
from eval.sittings import Outcome
from eval.summaries import Summary, grouped, summarise

FOLDER = Path(__file__).parent
TILES = ("all_right", "key_facts", "cited", "figures_faithful", "verdict", "p50_ms")
_LEAST = 5
"""A group of fewer items is not drawn: its interval says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that a report shows.

    Attributes:
        titles: Titles of documents by id.
        split: Which part of the datasets was asked.
    """

    main: Outcome
    peers: Mapping[str, Outcome]
    failures: Sequence[Failure]
    drops: Sequence[Drop]
    findings: Sequence[Finding]
    comparison: Comparison | None
    titles: Mapping[str, str]
    split: str


def render(contents: Contents) -> str:
    """The page as HTML."""
    environment = templates(FOLDER)
    environment.filters["markdown"] = _markdown
    environment.filters["change"] = lambda c, reach: Markup(plots.change_whisker(c, reach))
    return environment.get_template("page.html.j2").render(
        style=Markup((FOLDER / "style.css").read_text(encoding="utf-8")),
        words=words,
        by_name=BY_NAME,
        shown=SHOWN,
        **_view(contents),
    )


def _view(contents: Contents) -> dict[str, Any]:
    scores = contents.main.pooled
    manifest = contents.main.run.manifest
    times = [score.seconds * 1000 for score in scores if not score.error]
    p50, p95 = percentile_ms([t / 1000 for t in times], 50), percentile_ms([t / 1000 for t in times], 95)
    held = [score for score in scores if score.failed and score.split == "hold"]
    return {
        "manifest": manifest,
        "split": {"hold": "留出部分", "tune": "调试部分", "all": "全部"}[contents.split],
        "count": len(scores),
        "sets": [
            {"name": name, "items": len(group), "rows": _rows(summarise(group))}
            for name, group in contents.main.scores.items()
            if group
        ],
        "tiles": [row for row in _rows(summarise(scores)) if row["name"] in TILES],
        "everything": _rows(summarise(scores)),
        "systems": _systems(contents),
        "groups": [
            ("按问题类型", _dots(scores, lambda s: [words.INTENTS.get(s.intent, s.intent)])),
            ("按文件", _dots(scores, lambda s: [_short(contents.titles.get(d, d)) for d in s.documents])),
            ("按提问者", _dots(scores, lambda s: [words.ROLES.get(s.role, s.role)])),
            ("按语言", _dots(scores, lambda s: [{"zh": "中文", "en": "英文"}.get(s.language, s.language)])),
        ],
        "ticks": plots.ticks(0, 1),
        "latency": Markup(plots.histogram(times, (("p50", p50), ("p95", p95)))),
        "latency_top": max(times, default=0.0),
        "p50": p50,
        "p95": p95,
        "drops": contents.drops,
        "findings": contents.findings,
        "comparison": contents.comparison,
        "worst": worst(contents.failures),
        "failed": len(contents.failures),
        "held": held,
        "metrics": METRICS,
    }


def _rows(summary: Summary) -> list[dict[str, Any]]:
    """One row a metric, with its figure, its bounds and, for shares, its whisker."""
    return [
        {
            "name": metric.name,
            "label": metric.label,
            "value": figure(metric.name, summary[metric.name], with_interval=False),
            "bounds": _bounds(metric.name, summary[metric.name]),
            "plot": Markup(plots.whisker(summary[metric.name]) if metric.form == "share" else ""),
            "n": summary[metric.name].n,
        }
        for metric in METRICS
        if metric.name in summary
    ]


def _systems(contents: Contents) -> list[dict[str, Any]]:
    """Metrics in rows, the assistant and its peers side by side; empty without peers."""
    if not contents.peers:
        return []
    columns = {"assistant": summarise(contents.main.pooled)} | {
        name: summarise(peer.pooled) for name, peer in contents.peers.items()
    }
    rows = []
    for metric in METRICS:
        cells = [summary.get(metric.name) for summary in columns.values()]
        if not any(cells):
            continue
        means = [c.mean for c in cells if c and c.mean == c.mean]
        best = (max if metric.more_is_better else min)(means, default=None)
        rows.append(
            {
                "label": metric.label,
                "name": metric.name,
                "cells": [
                    {
                        "value": figure(metric.name, cell, with_interval=False),
                        "bounds": _bounds(metric.name, cell) if cell else "",
                        "best": metric.form == "share" and cell is not None and cell.mean == best,
                    }
                    for cell in cells
                ],
            }
        )
    return [{"names": [words.TARGETS.get(name, name) for name in columns], "rows": rows}]


def _dots(scores: Sequence[Score], key: Callable[[Score], Iterable[str]]) -> list[dict[str, Any]]:
    found = []
    for name, group in grouped(scores, key).items():
        if len(group) < _LEAST:
            continue
        summary = summarise(group)
        found.append(
            {
                "label": name,
                "n": len(group),
                "value": f"{summary['all_right'].mean:.2f}",
                "plot": Markup(plots.whisker(summary["all_right"])),
            }
        )
    return found


def _short(title: str) -> str:
    """What a notice is about, or the name of the measure that it issues: its issuer says little in a plot.

    >>> _short("某某局关于印发《某某管理办法》的通知")
    '某某管理办法'
    >>> _short("某某局关于开展某某工作的通知")
    '开展某某工作'
    """
    named = re.search(r"《([^》]+)》", title) or re.search(r"关于(.+?)(?:的通知|的公告|的通告|$)", title)
    return named.group(1) if named else title


def _bounds(name: str, interval: Interval) -> str:
    if BY_NAME[name].form != "share" or interval.mean != interval.mean:
        return ""
    return f"{interval.low:.3f}–{interval.high:.3f}"


def _markdown(text: str) -> Markup:
    """An answer as its readers see it; HTML in it is shown, never run, and links and pictures are only text."""
    return Markup(
        MarkdownIt("commonmark", {"html": False}).disable(["link", "image", "autolink"]).render(text)
    )
