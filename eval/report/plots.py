"""Plots as inline SVG, drawn by pure functions.

Places along the x axis are percentages of the drawing's own width, so that a plot fits a phone as well as a screen
without its text shrinking; text stands in HTML beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.metrics.statistics import Change, Interval

_ROW = 22
_HISTOGRAM = 120
_BINS = 36


def whisker(interval: Interval, low: float = 0.0, high: float = 1.0) -> str:
    """A mean as a dot on its 95 % interval, between ``low`` and ``high``; empty of nothing."""
    if interval.mean != interval.mean:
        return ""
    left, middle, right = (_percent(v, low, high) for v in (interval.low, interval.mean, interval.high))
    return _svg(
        _grid(low, high)
        + f'<line class="w" x1="{left}" x2="{right}" y1="{_ROW / 2}" y2="{_ROW / 2}"/>'
        + f'<circle class="d" cx="{middle}" cy="{_ROW / 2}" r="4.5"/>',
        _ROW,
        f"{interval.mean:.3f}，95% 区间 {interval.low:.3f} 至 {interval.high:.3f}",
    )


def change_whisker(change: Change, reach: float) -> str:
    """A change as a dot on its interval around a zero line, from ``-reach`` to ``reach``."""
    left, middle, right = (_percent(v, -reach, reach) for v in (change.low, change.difference, change.high))
    kind = "bad" if change.high < 0 else "good" if change.low > 0 else "even"
    return _svg(
        f'<line class="zero" x1="50%" x2="50%" y1="0" y2="{_ROW}"/>'
        f'<line class="w {kind}" x1="{left}" x2="{right}" y1="{_ROW / 2}" y2="{_ROW / 2}"/>'
        f'<circle class="d {kind}" cx="{middle}" cy="{_ROW / 2}" r="4.5"/>',
        _ROW,
        f"{change.difference:+.3f}，95% 区间 {change.low:+.3f} 至 {change.high:+.3f}",
    )


def histogram(values: Sequence[float], marks: Sequence[tuple[str, float]] = ()) -> str:
    """How often values occur, from zero to their 99th percentile; ``marks`` are named vertical lines."""
    if not values:
        return ""
    top = max(float(np.percentile(values, 99)), *(mark for _, mark in marks), 1e-9)
    counts, _ = np.histogram(np.clip(values, 0, top), bins=_BINS, range=(0, top))
    highest = max(int(counts.max()), 1)
    width = 100 / _BINS
    bars = "".join(
        f'<rect class="b" x="{n * width + 0.15:.2f}%" width="{width - 0.3:.2f}%" '
        f'y="{_HISTOGRAM - _HISTOGRAM * 0.9 * count / highest:.1f}" '
        f'height="{_HISTOGRAM * 0.9 * count / highest:.1f}"/>'
        for n, count in enumerate(counts)
    )
    lines = "".join(
        f'<line class="mark" x1="{_percent(mark, 0, top)}" x2="{_percent(mark, 0, top)}" y1="0" y2="{_HISTOGRAM}"/>'
        f'<text class="mark" x="{_percent(mark, 0, top)}" y="12" dx="4">{name}</text>'
        for name, mark in marks
    )
    return _svg(bars + lines, _HISTOGRAM, f"直方图，{len(values)} 个值，0 至 {top:.0f}")


def ticks(low: float, high: float, count: int = 4) -> list[tuple[str, str]]:
    """Where axis labels stand, as a percentage, and what they say."""
    return [
        (f"{100 * n / count:.0f}%", f"{low + (high - low) * n / count:.2f}".rstrip("0").rstrip("."))
        for n in range(count + 1)
    ]


def _grid(low: float, high: float) -> str:
    return "".join(
        f'<line class="grid" x1="{place}" x2="{place}" y1="0" y2="{_ROW}"/>' for place, _ in ticks(low, high)
    )


def _percent(value: float, low: float, high: float) -> str:
    share = (min(max(value, low), high) - low) / (high - low)
    return f"{100 * share:.2f}%"


def _svg(inner: str, height: int, label: str) -> str:
    return f'<svg role="img" aria-label="{label}" width="100%" height="{height}">{inner}</svg>'
