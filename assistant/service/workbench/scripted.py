"""A tab that is one component: its own script does the rest and talks to the HTTP interface alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

_FOLDER = Path(__file__).resolve().parent
_DOM = _FOLDER / "dom.js"
KIT = _FOLDER / "panels" / "kit.js"
"""What the tabs that look things up share."""
_SHELL = '<div class="panel" data-language="${value}"{busy}></div>'

Function = Callable[[Any], dict[str, Any]]


def scripted_tab(
    elem_id: str,
    scripts: Sequence[Path],
    functions: Sequence[Function],
    *,
    classes: str | None = None,
    busy: bool = False,
) -> gr.HTML:
    """The component that holds a whole tab; its value is the language.

    Args:
        elem_id: Its id in the page.
        scripts: What follows the shared first lines.
        functions: What the script may call.
        classes: Class names of the component.
        busy: Whether the tab is called busy until its script says otherwise.
    """
    texts = [script.read_text(encoding="utf-8") for script in (_DOM, *scripts)]
    return gr.HTML(
        "zh",
        html_template=_SHELL.replace("{busy}", ' aria-busy="true"' if busy else ""),
        js_on_load="\n".join(texts),
        server_functions=list(functions),
        apply_default_css=False,
        padding=False,
        elem_id=elem_id,
        elem_classes=classes,
    )
