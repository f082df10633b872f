"""Looking at pages: WCAG 2.2 AA by axe-core, whether they fit, and pictures for people.

``PICTURES=folder python -m pytest tests/service/test_looks.py tests/service/widget/test_accessibility.py`` writes a
picture of every page and state, at both widths.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "widget" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def keep_picture(page: Page, name: str) -> None:
    """Into the folder that the variable PICTURES names."""
    folder, size = os.environ.get("PICTURES"), page.viewport_size
    if folder and size:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{size['width']}-{name}.png")


def violations(page: Page, within: str = "html", excepted: Collection[str] = ()) -> list[str]:
    """What axe-core finds on the page as it stands, each with the place.

    Args:
        page: Nothing of it may move while it is looked at.
        within: The part to look at.
        excepted: Rules that markup of others breaks there.
    """
    if not AXE.is_file():
        pytest.skip("not run: axe-core is missing (cd widget && npm ci)")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],
    }
    found: dict[str, Any] = page.evaluate(
        "([within, options]) => axe.run(document.querySelector(within), options)", [within, options]
    )
    kept = [one for one in found["violations"] if one["id"] not in excepted]
    return [f"{one['id']}: {node['html'][:160]}" for one in kept for node in one["nodes"]]
