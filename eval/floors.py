"""The gate: which figures lie below their floors, and which items pull them there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from eval.catalogue import BY_NAME
from eval.errors import UsageError
from eval.evaluate import Score
from eval.summaries import summarise

Floors = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure on the wrong side of its floor, with the ids of the items that are not right in it."""

    set: str
    metric: str
    value: float
    floor: float
    ids: tuple[str, ...]

    def __str__(self) -> str:
        """One line for the log of a build."""
        return f"{self.set}: {self.metric} is {self.value:.3f}, floor {self.floor:g}: {', '.join(self.ids)}"


def read_floors(path: Path) -> Floors:
    """Floors by dataset and metric.

    Raises:
        UsageError: The file cannot be read, or names a metric that is none.
    """
    try:
        floors = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    except (OSError, YAMLError) as error:
        raise UsageError(f"{path}: {error}") from error
    for name, group in floors.items():
        for metric in group:
            if metric not in BY_NAME:
                raise UsageError(f"{path}: {name}: no metric {metric!r}: choose among {', '.join(BY_NAME)}")
    found: Floors = floors
    return found


def breaches(scores: Mapping[str, Sequence[Score]], floors: Floors) -> Iterator[Breach]:
    """Every figure that fails, in the order of the floors; a figure that is asked for and lacking fails."""
    for name, group in floors.items():
        if not scores.get(name):
            continue
        figures = summarise(scores[name])
        for metric, floor in group.items():
            value = figures[metric].mean if metric in figures else float("nan")
            fits = value >= floor if BY_NAME[metric].more_is_better else value <= floor
            if not fits:
                yield Breach(name, metric, value, floor, _ids(scores[name], metric))


def _ids(scores: Sequence[Score], metric: str) -> tuple[str, ...]:
    tests: dict[str, Callable[[Score], bool]] = {
        "all_right": lambda s: s.failed,
        "forbidden": lambda s: bool(s.forbidden),
        "invented_figures": lambda s: bool(s.invented),
        "errors": lambda s: bool(s.error),
        "series_right": lambda s: s.values.get("time_right", 1) < 1,
        "refusal_recall": lambda s: s.refusal == (True, False),
        "refusal_precision": lambda s: s.refusal == (False, True),
    }
    wrong = tests.get(metric)
    return tuple(s.id for s in scores if (wrong(s) if wrong else s.values.get(metric, 1) < 1))
