"""Pictures of pages, read by Tesseract where it is installed."""

from __future__ import annotations

import functools
import os
import shutil
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from assistant.documents.readers.layout import Line
from assistant.documents.readers.scan_lines import lines_of, mean_confidence
from assistant.documents.readers.tools import run_tool

ADVICE = (
    "文字识别需要本机安装 Tesseract 及其简体中文数据"
    "（Debian/Ubuntu：apt install tesseract-ocr tesseract-ocr-chi-sim）"
)
_PAGE_TIMEOUT_S = 60.0
_POOR = 0.55
"""Below this confidence a page may lie on its side; worth asking how it was laid down."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as shades of grey: ``pixels`` row by row, one byte each."""

    width: int
    height: int
    pixels: bytes

    def pgm(self) -> bytes:
        """As a file that Tesseract reads."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.pixels


@functools.cache
def recogniser() -> str | None:
    """Tesseract's command, or None where it or its simplified Chinese is not installed."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    listed = run_tool([command, "--list-langs"], timeout_s=10)
    return command if b"chi_sim" in listed.output.split() else None


def recognise(
    pictures: Iterable[tuple[int, Callable[[], Picture]]], *, deadline: float
) -> dict[int, list[Line]]:
    """Read pictures, two at a time; one that the deadline leaves unread is absent from the answer.

    Args:
        pictures: Number and maker of each; it is made only when its turn comes.
        deadline: As of ``time.monotonic``.
    """
    command = recogniser()
    if command is None:
        return {}
    found: dict[int, list[Line]] = {}
    waiting: list[tuple[int, Future[list[Line] | None]]] = []
    hands = min(os.cpu_count() or 1, 4)
    with ThreadPoolExecutor(hands) as pool:
        for number, make in pictures:
            if time.monotonic() >= deadline:
                break
            waiting.append((number, pool.submit(_read_picture, command, make(), deadline)))
            if len(waiting) > hands:
                _collect(waiting.pop(0), found)
        for each in waiting:
            _collect(each, found)
    return found


def _collect(each: tuple[int, Future[list[Line] | None]], found: dict[int, list[Line]]) -> None:
    lines = each[1].result()
    if lines is not None:
        found[each[0]] = lines


def _read_picture(command: str, picture: Picture, deadline: float) -> list[Line] | None:
    """Lines of a picture, turned upright where it lies on its side; None where time ran out."""
    lines = _ask(command, picture, deadline)
    if lines is None or mean_confidence(lines) >= _POOR:
        return lines
    turned = _turned(command, picture, deadline)
    again = _ask(command, turned, deadline) if turned else None
    return again if again and mean_confidence(again) > mean_confidence(lines) else lines


def _ask(command: str, picture: Picture, deadline: float) -> list[Line] | None:
    ran = run_tool(
        [command, "-", "-", "-l", "chi_sim", "--dpi", "200", "--psm", "3", "tsv"],
        data=picture.pgm(),
        timeout_s=min(_PAGE_TIMEOUT_S, deadline - time.monotonic()),
    )
    if ran.status is None:
        return None
    return lines_of(ran.output.decode("utf-8", "replace")) if ran.status == 0 else []


def _turned(command: str, picture: Picture, deadline: float) -> Picture | None:
    """The picture turned upright, or None where it is, or nobody can tell."""
    ran = run_tool(
        [command, "-", "-", "-l", "osd", "--dpi", "200", "--psm", "0"],
        data=picture.pgm(),
        timeout_s=min(20.0, deadline - time.monotonic()),
    )
    turns = [x for x in ran.output.decode("utf-8", "replace").splitlines() if x.startswith("Rotate:")]
    angle = int(turns[0].split(":")[1]) if turns else 0
    if angle not in (90, 180, 270):
        return None
    from PIL import Image

    upright = Image.frombytes("L", (picture.width, picture.height), picture.pixels).rotate(
        -angle, expand=True
    )
    return Picture(upright.width, upright.height, upright.tobytes())
