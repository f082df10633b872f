"""The tab itself: one component whose script talks to the admin calls of the API with the key that is typed in.

The server part of the component only hands out words: nothing can be published around the API and its ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.service.workbench.scripted import scripted_tab
from assistant.wording import words

_FOLDER = Path(__file__).resolve().parent
CSS = _FOLDER / "panel.css"


def make_tab() -> gr.HTML:
    """The component that holds the whole tab; its value is the language."""
    return scripted_tab("publish", [_FOLDER / "panel.js"], server_functions())


def server_functions() -> list[Callable[[Any], dict[str, Any]]]:
    """What the script of the tab may call."""

    def panel_words(sent: Any) -> dict[str, Any]:
        """The words of the tab, badges and levels included, in the language sent; Chinese for any other."""
        language = sent.get("language") if isinstance(sent, Mapping) else None
        return dict(words(f"publish_tab.{'en' if language == 'en' else 'zh'}"))

    return [panel_words]
