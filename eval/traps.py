"""The traps of the documents: what the assistant says to each, as a Markdown table.

Usage::

    python -m eval.traps

A probe is a question (or a conversation) or a check; regular expressions say what must and must not stand in it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from assistant.agent.pipeline import Agent
from assistant.assembly import build_assistant
from assistant.domain.dialogue import DialogueState
from assistant.settings import Settings

DATASET = Path(__file__).parent / "datasets" / "traps.yaml"
DEFAULT_DAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Probe:
    """One probe as it stands in the file."""

    trap: str
    row: Mapping[str, Any]

    @property
    def as_of(self) -> date:
        """The day of the probe."""
        found: date = self.row.get("as_of", DEFAULT_DAY)
        return found

    @property
    def title(self) -> str:
        """What was asked or checked."""
        if "check" in self.row:
            return f"{self.row['check']} {json.dumps(self.row.get('facts', {}), ensure_ascii=False)}"
        asked = self.row["ask"]
        return " → ".join(asked) if isinstance(asked, list) else str(asked)


@dataclass(frozen=True, slots=True)
class Said:
    """What came out: the text that is searched, a short form to print, the notices."""

    text: str
    shown: str
    notices: frozenset[str]


def load_probes(path: Path = DATASET) -> list[Probe]:
    """Every probe of the file, in order."""
    rows = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return [Probe(row["trap"], row) for row in rows]


def run(agent: Agent, probe: Probe) -> Said:
    """Put the probe to the agent, or the facts to its checker."""
    if "check" in probe.row:
        report = agent.checker.check(probe.row["check"], probe.row.get("facts", {}), probe.as_of)
        criteria = [
            {"id": c.id, "label": c.label, "outcome": c.outcome, "why": c.why} for c in report.criteria
        ]
        content = {
            "verdict": report.verdict,
            "window": {"status": report.window.status},
            "results": [asdict(r) | {"citation": None} for r in report.results],
            "criteria": criteria,
        }
        touched = [c for c in report.criteria if c.facts or c.outcome == "not_met"]
        shown = "; ".join(f"{c.citation.clause_label} {c.outcome}: {c.why}" for c in touched[:2])
        text = json.dumps(content, ensure_ascii=False, default=str)
        return Said(text, f"{report.verdict} | {shown}", frozenset(n.code for n in report.notices))
    asked = probe.row["ask"]
    state = DialogueState()
    for question in asked if isinstance(asked, list) else [asked]:
        turn = agent.answer(question, state=state, as_of=probe.as_of)
        state = turn.state
    answer = turn.answer
    return Said(answer.answer, answer.answer, frozenset(n.code for n in answer.notices))


def faults(probe: Probe, said: Said) -> Iterator[str]:
    """What is missing from the answer, and what should not be there."""
    yield from (
        f"lacks {wanted}" for wanted in probe.row.get("must", ()) if not re.search(str(wanted), said.text)
    )
    yield from (
        f"holds {bad}"
        for bad in probe.row.get("must_not", ())
        if re.search(str(bad), said.text, re.MULTILINE)
    )
    yield from (f"no notice {code}" for code in probe.row.get("notices", ()) if code not in said.notices)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        agent = build_assistant(Settings(data_dir=Path(folder))).agent
        print("| trap | asked | printed | |\n| --- | --- | --- | --- |")
        for probe in load_probes():
            said = run(agent, probe)
            wrong = "; ".join(faults(probe, said))
            shown = re.sub(r"\s+", " ", said.shown).replace("|", "/")[:180]
            print(f"| {probe.trap} | {probe.title} | {shown} | {'✗ ' + wrong if wrong else '✓'} |")


if __name__ == "__main__":
    main()
