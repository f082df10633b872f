"""The look of the page: a calm theme on system fonts, and the style sheet beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

CSS = Path(__file__).resolve().parent / "workbench.css"

_SANS = (
    "system-ui",
    "-apple-system",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "sans-serif",
)
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def make_theme() -> Any:
    """A theme without web fonts."""
    green = gr.themes.Color(
        c50="#f0f6f3",
        c100="#e0eee7",
        c200="#c2ddcf",
        c300="#97c4ae",
        c400="#5fa386",
        c500="#34845f",
        c600="#1f6b52",
        c700="#195743",
        c800="#154536",
        c900="#10362a",
        c950="#0a241c",
        name="house",
    )
    return gr.themes.Base(
        primary_hue=green,
        neutral_hue="stone",
        radius_size="lg",
        font=_SANS,
        font_mono=_MONO,
    ).set(
        body_background_fill="#f6f5f1",
        body_background_fill_dark="#161b19",
        block_border_width="0px",
        block_background_fill="transparent",
        block_shadow="none",
    )
