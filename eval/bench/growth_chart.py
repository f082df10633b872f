"""Draws how figures grow with the corpus: small panels of lines, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT, _MARGIN = 260, 170, 46
_COLOURS = ("#1f6f54", "#b5651d", "#3b5b92")

Lines = Mapping[str, Sequence[float]]
"""Values of each line, one for each size."""


def draw(sizes: Sequence[int], panels: Mapping[str, Lines]) -> str:
    """Return an SVG with a panel a subject; both axes from 0, so that linear growth is a line."""
    width = len(panels) * (_WIDTH + _MARGIN) + _MARGIN
    height = _HEIGHT + 2 * _MARGIN
    drawn = [
        _panel(sizes, title, lines, number * (_WIDTH + _MARGIN) + _MARGIN)
        for number, (title, lines) in enumerate(panels.items())
    ]
    style = "font-family: sans-serif; font-size: 11px; fill: #333"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" style="{style}">'
    return "\n".join([head, f'<rect width="{width}" height="{height}" fill="#fff"/>', *drawn, "</svg>\n"])


def _panel(sizes: Sequence[int], title: str, lines: Lines, left: int) -> str:
    top, bottom = _MARGIN, _MARGIN + _HEIGHT
    highest = max(max(values) for values in lines.values()) * 1.1 or 1.0

    def at(size: int, value: float) -> tuple[float, float]:
        return left + size / max(sizes) * _WIDTH, bottom - value / highest * _HEIGHT

    parts = [
        f'<text x="{left}" y="{top - 26}" font-weight="bold">{escape(title)}</text>',
        f'<path d="M{left} {top}V{bottom}H{left + _WIDTH}" fill="none" stroke="#999"/>',
        f'<text x="{left - 4}" y="{top + 4}" text-anchor="end">{highest:.4g}</text>',
        f'<text x="{left - 4}" y="{bottom}" text-anchor="end">0</text>',
    ]
    parts += [
        f'<text x="{at(size, 0)[0]:.0f}" y="{bottom + 16}" text-anchor="middle">{size:,}</text>'
        for size in sizes
    ]
    for number, (name, values) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = [at(size, value) for size, value in zip(sizes, values, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        parts.append(f'<text x="{left + number * 90}" y="{top - 10}" fill="{colour}">{escape(name)}</text>')
    return "\n".join(parts)
