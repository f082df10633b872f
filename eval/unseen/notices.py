"""The unseen notices: paragraphs with the labels under which an official would cite them, and the facts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from assistant.text.normalise import squeeze

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph, or a row of a table.

    Attributes:
        labels: Under which it may be cited; empty where the label is not judged.
        text: As printed, a line end where a title goes on in the next line.
        cells: Of a row; empty for a paragraph.
        runs_on: Whether it stands in the line of the paragraph before it.
    """

    labels: tuple[str, ...]
    text: str
    cells: tuple[str, ...] = ()
    runs_on: bool = False

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return bool(self.cells)

    @property
    def key(self) -> str:
        """The words without blanks, for comparing."""
        return squeeze("".join(self.cells) if self.is_row else self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice with the truth about it."""

    name: str
    parts: tuple[Part, ...]
    facts: Mapping[str, Any]

    def lines(self) -> list[list[Part]]:
        """Paragraphs with those that run on in their line; the rows of one table together."""
        grouped: list[list[Part]] = []
        for part in self.parts:
            same_table = part.is_row and grouped and grouped[-1][-1].is_row
            if part.runs_on or same_table:
                grouped[-1].append(part)
            else:
                grouped.append([part])
        return grouped


def names(folder: Path = FOLDER) -> list[str]:
    """The notices of a folder."""
    return sorted(path.parent.name for path in folder.glob("*/notice.txt"))


@cache
def load(name: str, folder: Path = FOLDER) -> Notice:
    """Read one notice and the facts about it."""
    lines = (folder / name / "notice.txt").read_text(encoding="utf-8").splitlines()
    facts = YAML(typ="safe").load((folder / name / "truth.yaml").read_text(encoding="utf-8"))
    return Notice(name=name, parts=tuple(_part(line) for line in lines if line.strip()), facts=facts)


def _part(line: str) -> Part:
    if line.startswith("||"):
        cells = tuple(cell.strip() for cell in line[2:].split(" | "))
        return Part(labels=(), text="", cells=cells)
    label, _, text = line.lstrip("+").partition(" | ")
    labels: Sequence[str] = () if label.startswith("*") else label.split("/")
    return Part(labels=tuple(labels), text=text.replace("⏎", "\n"), runs_on=line.startswith("+"))


def plain_label(label: str) -> str:
    """A label without blanks, 、 and the name of an attachment behind its number.

    >>> plain_label("附件2《汇总表》"), plain_label("二、1")
    ('附件2', '二1')
    """
    return re.sub(r"(附件\d*|附表\d*)《[^》]*》", r"\1", squeeze(label)).replace("、", "")
