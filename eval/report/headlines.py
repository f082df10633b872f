"""The headline figures of a report as JSON, in the shape in which the service hands them out."""

from __future__ import annotations

from datetime import date

from assistant.service.wire.quality import FigureOut, ReportSummary
from eval.catalogue import BY_NAME, METRICS
from eval.metrics.statistics import Interval
from eval.printing import figure
from eval.report.page import TILES, Contents
from eval.summaries import summarise


def headlines(contents: Contents) -> str:
    """What stands on the tiles of the page, with what was evaluated."""
    manifest, scores = contents.main.run.manifest, contents.main.pooled
    summary = summarise(scores)
    shown = [metric.name for metric in METRICS if metric.name in summary and metric.name in TILES]
    report = ReportSummary(
        made=date.fromisoformat(manifest.created[:10]),
        split=contents.split,
        items=len(scores),
        revision=str(manifest.revision),
        corpus_version=str(manifest.versions.get("corpus", "")),
        rules_version=str(manifest.versions.get("rules", "")),
        figures=[_figure(name, summary[name]) for name in shown],
    )
    return report.model_dump_json(indent=1)


def _figure(name: str, interval: Interval) -> FigureOut:
    bounded = BY_NAME[name].form == "share" and interval.mean == interval.mean
    return FigureOut(
        name=name,
        label=BY_NAME[name].label,
        text=figure(name, interval, with_interval=False),
        low=interval.low if bounded else None,
        high=interval.high if bounded else None,
        n=interval.n,
    )
