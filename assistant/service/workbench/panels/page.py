"""The tabs themselves: the shared script and one of their own, and the words that both say.

Nothing is read from the assistant here, so the tabs work as well in a process that has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.service.workbench.scripted import KIT, scripted_tab
from assistant.wording import words

_FOLDER = Path(__file__).resolve().parent
CSS = _FOLDER / "panels.css"
PANELS = ("procedures", "deadlines", "contacts", "library", "quality")


def make_panel(name: str) -> gr.HTML:
    """The component that holds a whole tab; its value is the language."""
    scripts = (KIT, _FOLDER / f"{name}.js")
    return scripted_tab(f"panel-{name}", scripts, server_functions(name), classes="panels", busy=True)


def server_functions(name: str) -> list[Callable[[Any], dict[str, Any]]]:
    """What the script of a tab may call."""

    def panel_words(sent: Any) -> dict[str, Any]:
        """The words of the tab in the language sent, Chinese for any other; badges by their Chinese ones."""
        wanted = sent.get("language") if isinstance(sent, Mapping) else None
        language = "en" if wanted == "en" else "zh"
        badges = zip(words("badges.zh").values(), words(f"badges.{language}").values(), strict=True)
        return {**words(f"tabs.{language}"), **words(f"tabs_{name}.{language}"), "badges": dict(badges)}

    return [panel_words]
