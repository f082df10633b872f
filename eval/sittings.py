"""One sitting: ask a target what a run still lacks, and score all that it holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from eval.errors import UsageError
from eval.evaluate import Score, evaluate
from eval.generate import generate
from eval.items import load_suite
from eval.runs import Run
from eval.targets import Target
from eval.units import Suite, Unit, parts

Progress = Callable[[str, int], None]
"""Told of a dataset and how many units of it are done since the last time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One target's scores by dataset, with the run that they come from."""

    name: str
    run: Run
    scores: Mapping[str, Sequence[Score]]

    @property
    def pooled(self) -> list[Score]:
        """All scores, in order."""
        return [score for group in self.scores.values() for score in group]


def load_suites(names: Sequence[str], split: str, only: Sequence[str]) -> list[Suite]:
    """The datasets, reduced to the ids that match one of the patterns.

    Raises:
        UsageError: No such dataset, or nothing matches.
    """
    suites = [load_suite(name, None if split == "all" else split) for name in names]
    if only:
        suites = [_reduced(suite, only) for suite in suites]
    suites = [suite for suite in suites if suite.units]
    if not suites:
        raise UsageError(f"no item of {', '.join(names)} ({split}) matches {', '.join(only) or 'the split'}")
    return suites


def sit(
    target: Target | None, run: Run, suites: Sequence[Suite], *, split: str, workers: int, progress: Progress
) -> None:
    """Ask what the run lacks; what was answered before an error or a kill stays in the run.

    Raises:
        TargetDown: The target cannot be reached.
    """
    if target is None:
        return
    for suite in suites:
        start = time.perf_counter()
        missing = run.missing(suite)
        progress(suite.name, len(suite.units) - len(missing))
        try:
            for records in generate(target, missing, workers):
                run.append(suite.name, records)
                progress(suite.name, 1)
        finally:
            run.asked_for({suite.name: split}, time.perf_counter() - start)


def outcome(name: str, run: Run, suites: Sequence[Suite]) -> Outcome:
    """The scores of all that the run holds of these datasets."""
    return Outcome(name=name, run=run, scores={s.name: evaluate(s, run.records(s.name)) for s in suites})


def _reduced(suite: Suite, only: Sequence[str]) -> Suite:
    def wanted(unit: Unit) -> bool:
        names = [unit.id, *(part.id for part in parts(unit))]
        return any(fnmatchcase(name, pattern) for name in names for pattern in only)

    return Suite(name=suite.name, units=tuple(u for u in suite.units if wanted(u)), path=suite.path)
