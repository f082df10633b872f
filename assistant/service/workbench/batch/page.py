"""The tab itself: one component whose script talks to the API alone; only words come from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.service.workbench.scripted import KIT, scripted_tab
from assistant.wording import words

_FOLDER = Path(__file__).resolve().parent
CSS = _FOLDER / "batch.css"


def make_tab() -> gr.HTML:
    """The component that holds the whole tab; its value is the language."""
    scripts = (KIT, _FOLDER / "batch.js", _FOLDER / "picking.js")
    return scripted_tab("batch", scripts, server_functions(), classes="panels", busy=True)


def server_functions() -> list[Callable[[Any], dict[str, Any]]]:
    """What the script of the tab may call."""

    def panel_words(sent: Any) -> dict[str, Any]:
        """The words of the tab in the language sent; Chinese for any other."""
        wanted = sent.get("language") if isinstance(sent, Mapping) else None
        language = "en" if wanted == "en" else "zh"
        return {**words(f"tabs.{language}"), **words(f"batch_tab.{language}")}

    return [panel_words]
