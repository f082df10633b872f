"""How well facts are read off messages: precision and recall by type of fact.

Usage::

    python -m eval.facts [--set facts|facts_fresh|…] [--split tune|hold|all] [--failures]

Precision is the share of facts asserted that the row holds with that very value; recall the share of the row's facts
that were asserted. A fact that the row wants confirmed must not be asserted; it is counted apart whether it is asked
back. Failures are printed for the tuning split only.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.documents.library import load_library
from assistant.eligibility.doubtful import read_doubtful
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.facts import parse_facts
from assistant.eligibility.facts_from_text import read_facts
from assistant.wording import corpus_folder

DATASETS = Path(__file__).parent / "datasets"


@dataclass(slots=True)
class Tally:
    """Facts asserted rightly, asserted wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was asserted that is right; 1 where nothing was."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of what was told that was asserted; 1 where nothing was told."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """One message with what was read of it."""

    row: Mapping[str, Any]
    got: Mapping[str, Any]
    asked_back: frozenset[str]
    wrong: frozenset[str]
    missed: frozenset[str]


MESSAGE_SETS = tuple(sorted(path.stem for path in DATASETS.glob("facts*.jsonl")))
"""The datasets of messages that tell facts."""


def read_rows(checker: Checker, rows: list[dict[str, Any]]) -> Iterator[Read]:
    """Read every message against its scheme, on its day."""
    for row in rows:
        scheme, day = checker.scheme(row["scheme"]), date.fromisoformat(row["as_of"])
        asked = row.get("asked")
        got = read_facts(row["text"], scheme, day, asked)
        values = parse_facts(scheme.facts, got)
        vague = row.get("confirm", ())
        wanted = parse_facts(scheme.facts, {n: value for n, value in row["facts"].items() if n not in vague})
        back = read_doubtful(row["text"], scheme, day, asked, got)
        yield Read(
            row,
            got,
            frozenset(item.name for item in back),
            frozenset(n for n in values if n not in wanted or values[n] != wanted[n]),
            frozenset(n for n in wanted if n not in values or values[n] != wanted[n]),
        )


def tally(checker: Checker, reads: list[Read]) -> dict[str, Tally]:
    """Counts by type of fact, and over all."""
    by_type: dict[str, Tally] = defaultdict(Tally)
    for read in reads:
        facts = checker.scheme(read.row["scheme"]).facts
        for name in {*read.got, *read.missed}:
            for key in (facts[name].entry.type, "all"):
                by_type[key].right += name in read.got and name not in read.wrong
                by_type[key].wrong += name in read.wrong
                by_type[key].missed += name in read.missed
    return dict(by_type)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--set",
        default="facts",
        choices=MESSAGE_SETS,
    )
    parser.add_argument("--split", choices=("tune", "hold", "all"), default="hold")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    folder = corpus_folder()
    checker = load_checker(folder / "schemes", load_library(folder))
    rows = [
        json.loads(line)
        for line in (DATASETS / f"{options.set}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    rows = [row for row in rows if options.split in ("all", row["split"])]
    reads = list(read_rows(checker, rows))
    print(f"{len(rows)} messages ({options.split})")
    for name, counts in sorted(tally(checker, reads).items(), key=lambda item: (item[0] == "all", item[0])):
        print(
            f"{name:10s} precision {counts.precision:.3f}  recall {counts.recall:.3f}"
            f"  ({counts.right} right, {counts.wrong} wrong, {counts.missed} missed)"
        )
    vague = [(read, name) for read in reads for name in read.row.get("confirm", ())]
    held = sum(name not in read.got for read, name in vague)
    back = sum(name in read.asked_back for read, name in vague)
    print(f"to be confirmed: {len(vague)}, not asserted {held}, asked back {back}")
    if options.failures and options.split == "tune":
        for read in reads:
            if read.wrong or read.missed:
                print(
                    f"\n{read.row['id']} {read.row['scheme']} | {read.row['text']} | asked {read.row.get('asked')}"
                )
                print("  got   ", dict(read.got), "\n  wanted", read.row["facts"])


if __name__ == "__main__":
    main()
