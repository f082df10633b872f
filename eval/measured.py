"""Robustness and faults of a run, kept beside its answers so that a report can be made again without asking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.catalogue import BY_NAME
from eval.faults import Finding
from eval.metrics.statistics import Change
from eval.printing import Sheet
from eval.robustness import SHOWN, Drop


def save_drops(folder: Path, drops: Sequence[Drop]) -> None:
    """Keep the robustness table."""
    _save(folder / "robustness.json", [asdict(drop) for drop in drops])


def save_findings(folder: Path, findings: Sequence[Finding]) -> None:
    """Keep the table of faults."""
    _save(folder / "faults.json", [asdict(finding) for finding in findings])


def read_drops(folder: Path) -> list[Drop]:
    """The robustness table of a run; empty where none was made."""
    return [
        Drop(**{**row, "changes": {name: Change(**change) for name, change in row["changes"].items()}})
        for row in _read(folder / "robustness.json")
    ]


def read_findings(folder: Path) -> list[Finding]:
    """The table of faults of a run; empty where none was made."""
    return [
        Finding(
            **{
                **row,
                "change": Change(**row["change"]) if row["change"] else None,
                "also": tuple(row["also"]),
            }
        )
        for row in _read(folder / "faults.json")
    ]


def drops_sheet(drops: Sequence[Drop]) -> Sheet:
    """Perturbations in rows, the change of the main figures in columns."""
    rows = [
        (
            drop.name,
            str(drop.items),
            str(drop.skipped),
            *(told(drop.changes.get(name)) for name in SHOWN),
        )
        for drop in drops
    ]
    title = "Robustness: change against the plain question, with 95 % intervals"
    return Sheet(title, ("perturbation", "items", "skipped", *SHOWN), tuple(rows))


def findings_sheet(findings: Sequence[Finding]) -> Sheet:
    """Faults in rows, the metric that should notice before and after."""
    rows = [
        (
            finding.name,
            finding.metric,
            finding.effect,
            f"{finding.change.before:.3f}" if finding.change else "–",
            f"{finding.change.after:.3f}" if finding.change else "–",
            told(finding.change),
            "yes" if finding.is_right else "NO",
            ", ".join(name for name in finding.also if BY_NAME[name].form == "share"),
        )
        for finding in findings
    ]
    heads = ("fault", "metric", "should", "sound", "broken", "change", "seen", "others that fell")
    return Sheet("Injected faults", heads, tuple(rows))


def told(change: Change | None) -> str:
    """A change with its interval; a dash where the metric applies to nothing."""
    if change is None:
        return "–"
    return f"{change.difference:+.3f} [{change.low:+.3f}, {change.high:+.3f}]"


def _save(path: Path, rows: Any) -> None:
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows
