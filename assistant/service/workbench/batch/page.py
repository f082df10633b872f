"""The tab itself: one component whose script talks to the API alone; only words come from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.wording import words

_FOLDER = Path(__file__).resolve().parent
_KIT = _FOLDER.parent / "panels" / "kit.js"
CSS = _FOLDER / "batch.css"
_SHELL = '<div class="panel" data-language="${value}" aria-busy="true"></div>'


def make_tab() -> gr.HTML:
    """The component that holds the whole tab; its value is the language."""
    scripts = (_KIT, _FOLDER / "batch.js", _FOLDER / "picking.js")
    return gr.HTML(
        "zh",
        html_template=_SHELL,
        js_on_load="\n".join(script.read_text(encoding="utf-8") for script in scripts),
        server_functions=server_functions(),
        apply_default_css=False,
        padding=False,
        elem_id="batch",
        elem_classes="panels",
    )


def server_functions() -> list[Callable[[Any], dict[str, Any]]]:
    """What the script of the tab may call."""

    def panel_words(sent: Any) -> dict[str, Any]:
        """The words of the tab in the language sent; Chinese for any other."""
        wanted = sent.get("language") if isinstance(sent, Mapping) else None
        language = "en" if wanted == "en" else "zh"
        return {**words(f"tabs.{language}"), **words(f"batch_tab.{language}")}

    return [panel_words]
