"""The built chat knows nothing that Chromium 86 (WeChat, 360) does not, by MDN's data on browsers."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

WIDGET = Path(__file__).parents[3] / "widget"

# What an old browser passes over without loss, or what the code asks for before it uses it.
HARMLESS = {
    "style": {
        "text-decoration-thickness: Chrome 87",  # the underline of a link is a little thicker
        "text-underline-offset: Chrome 87",  # and nearer
        "scrollbar-width: Chrome 121",
        "scrollbar-width: thin: Chrome 121",
        "box-decoration-break: Chrome 130",  # rounded ends where a marked quote breaks
    },
    "code": {
        ".showPopover: Chrome 114",  # asked for first (element.ts); without it the z-index serves
        ".path: Chrome Infinity",  # a field of our own; Event.path is another
    },
}


def newer(*files: Path) -> dict[str, set[str]]:
    """What is newer than the target in the built chat, or in the file given."""
    if not (node := shutil.which("node")) or not (WIDGET / "node_modules" / "@mdn").is_dir():
        pytest.skip("not run: Node or the widget's packages are missing (cd widget && npm ci)")
    command = [node, "compat.mjs", *map(str, files)]
    found: dict[str, Any] = json.loads(subprocess.check_output(command, cwd=WIDGET, timeout=60))
    return {part: set(lines) for part, lines in found.items()}


def test_the_built_chat_needs_nothing_newer_than_chromium_86() -> None:
    assert newer() == HARMLESS


def test_what_is_newer_is_found(tmp_path: Path) -> None:
    (style := tmp_path / "new.css").write_text(
        "a:has(b){inset:0;aspect-ratio:1;width:10dvh;color:color-mix(in srgb,red,blue)} @container x{b{gap:1px}}"
    )
    (code := tmp_path / "new.js").write_text(
        "x=[1].at(-1);y=structuredClone(x);Object.hasOwn(a,'b');el.inert=!0;new NavigationPreloadManager();s.replaceAll('a','b')"
    )
    assert {line.rsplit(": ", 1)[0] for line in newer(style)["style"]} == {
        *(":has", "inset", "aspect-ratio", "width: 10dvh", "color-mix()", "@container")
    }
    assert {line.partition(": ")[0] for line in newer(code)["code"]} == {
        *(".at", "structuredClone()", ".hasOwn", ".inert")
    }
