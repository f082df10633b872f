"""Run folders: what a target answered, kept so that it can be scored, compared and resumed.

``manifest.json`` says what was asked of whom (revision, corpus, rules, models, target); ``answers/SET.jsonl`` holds one
line an item. Lines are appended as they come, so a run that was killed goes on where it stopped; a half-written last
line is dropped.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.errors import RunMismatch, UsageError
from eval.generate import Record, fingerprint
from eval.units import Suite, Unit, parts

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What shaped the answers of a run.

    Attributes:
        revision: Git commit of the program, ``+`` behind it where files were changed since; ``unknown`` outside git.
        versions: Target, corpus, rules, embedder and language model.
        sets: The datasets asked, each with its split.
        wall_s: Seconds of asking, over all sittings.
    """

    revision: str
    versions: Mapping[str, str]
    created: str
    sets: Mapping[str, str]
    wall_s: float = 0.0
    format: int = FORMAT


class Run:
    """One run folder."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    def records(self, name: str) -> dict[str, Record]:
        """The records of a dataset by item id; of an item asked twice the later one."""
        return {record.id: record for record in _lines(self._path(name))}

    def missing(self, suite: Suite) -> list[Unit]:
        """The units that have no answer yet, failed, or were asked in other words."""
        known = self.records(suite.name)

        def answered(unit: Unit) -> bool:
            found = [(known.get(part.id), fingerprint(part)) for part in parts(unit)]
            return all(record and not record.error and record.asked == asked for record, asked in found)

        return [unit for unit in suite.units if not answered(unit)]

    def append(self, name: str, records: Sequence[Record]) -> None:
        """Add the records of one unit; they are on the disk when this returns."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(record.to_json() + "\n" for record in records))

    def asked_for(self, suites: Mapping[str, str], wall_s: float) -> None:
        """Note datasets and seconds in the manifest."""
        known = asdict(self.manifest)
        known["sets"] = {**known["sets"], **suites}
        known["wall_s"] = round(self.manifest.wall_s + wall_s, 2)
        self.manifest = Manifest(**known)
        _write(self.folder, self.manifest)

    def _path(self, name: str) -> Path:
        return self.folder / "answers" / f"{name}.jsonl"


def open_run(folder: Path, versions: Mapping[str, str]) -> Run:
    """The run of a folder, begun when the folder holds none.

    Raises:
        RunMismatch: The folder holds answers of another version.
        UsageError: The folder holds something else.
    """
    if (folder / MANIFEST).is_file():
        run = read_run(folder)
        now = {"revision": revision(), **versions}
        then = {"revision": run.manifest.revision, **run.manifest.versions}
        changed = [
            f"{key} {then.get(key)} → {now.get(key)}" for key in sorted(now) if then.get(key) != now[key]
        ]
        if changed:
            raise RunMismatch(
                f"{folder}: a run of another version ({'; '.join(changed)}): choose a new folder, "
                "or score it as it is with --evaluate-only"
            )
        for path in sorted((folder / "answers").glob("*.jsonl")):
            _cut_torn_line(path)
        return run
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: holds no run (no {MANIFEST}) and is not empty: choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(
        revision=revision(),
        versions=dict(versions),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        sets={},
    )
    _write(folder, manifest)
    return Run(folder, manifest)


def read_run(folder: Path) -> Run:
    """The run of a folder, to be scored as it is.

    Raises:
        UsageError: There is no run, or its manifest cannot be read.
        RunMismatch: It was written by a program that writes runs in another form.
    """
    path = folder / MANIFEST
    try:
        row: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if row.get("format") != FORMAT:
            raise RunMismatch(
                f"{path}: written in format {row.get('format')}, this program reads {FORMAT}: generate it anew"
            )
        return Run(folder, Manifest(**row))
    except (OSError, json.JSONDecodeError, TypeError) as error:
        raise UsageError(f"{path}: no run can be read there ({error})") from error


def revision() -> str:
    """The commit of the program, with ``+`` where tracked files differ from it."""
    here = Path(__file__).parent
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude", "*"],
            cwd=here,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return told.stdout.strip()


def _write(folder: Path, manifest: Manifest) -> None:
    draft = folder / f"{MANIFEST}.part"
    draft.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(folder / MANIFEST)


def _lines(path: Path) -> Iterator[Record]:
    if not path.is_file():
        return
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            yield Record.from_json(line)
        except (json.JSONDecodeError, TypeError, KeyError) as error:
            if number == len(lines):
                return
            raise UsageError(f"{path}:{number}: no record of a run: {error}") from error


def _cut_torn_line(path: Path) -> None:
    content = path.read_bytes()
    if content and not content.endswith(b"\n"):
        path.write_bytes(content[: content.rfind(b"\n") + 1])
