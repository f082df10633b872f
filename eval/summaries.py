"""Summaries of scores: one interval a metric, over a dataset or over any group of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from eval.evaluate import Score
from eval.metrics.latency import percentile_ms
from eval.metrics.refusals import precision_recall
from eval.metrics.statistics import Interval, bootstrap
from eval.metrics.times import series_right

Summary = Mapping[str, Interval]
"""Metrics by name; one that applies to no item is absent."""


def summarise(scores: Sequence[Score]) -> dict[str, Interval]:
    """Every metric over these items, in the order of the catalogue."""
    if not scores:
        return {}
    found = {"all_right": _mean(scores, lambda s: float(not s.failed))}
    for name in dict.fromkeys(name for score in scores for name in score.values):
        found[name] = _mean([s for s in scores if name in s.values], lambda s, name=name: s.values[name])  # type: ignore[misc]
    found |= _of_series(scores)
    found |= _of_refusals(scores)
    counts = {
        "forbidden": sum(bool(s.forbidden) for s in scores),
        "invented_figures": sum(len(s.invented) for s in scores),
        "errors": sum(bool(s.error) for s in scores),
    }
    times = [s.seconds for s in scores if not s.error]
    exact = {
        **{name: float(count) for name, count in counts.items()},
        "p50_ms": percentile_ms(times, 50),
        "p95_ms": percentile_ms(times, 95),
    }
    return found | {name: Interval(value, value, value, len(scores)) for name, value in exact.items()}


def grouped(scores: Iterable[Score], key: Callable[[Score], Iterable[str]]) -> dict[str, list[Score]]:
    """Scores by group, largest group first; an item may stand in several groups or none."""
    found: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        for name in key(score):
            found[name].append(score)
    return dict(sorted(found.items(), key=lambda group: (-len(group[1]), group[0])))


def _mean(scores: Sequence[Score], value: Callable[[Score], float]) -> Interval:
    return bootstrap([value(s) for s in scores], [s.cluster for s in scores])


def _of_series(scores: Sequence[Score]) -> dict[str, Interval]:
    days = [(s.series, s.values["time_right"] == 1) for s in scores if s.series and "time_right" in s.values]
    return {"series_right": bootstrap([float(r) for r in series_right(days).values()])} if days else {}


def _of_refusals(scores: Sequence[Score]) -> dict[str, Interval]:
    """Precision and recall as means over the refusals and over what should be refused."""
    pairs = [(s.refusal, s.cluster) for s in scores if s.refusal is not None]
    precision, recall = precision_recall(pair for pair, _ in pairs)
    found = {}
    if precision == precision:
        found["refusal_precision"] = bootstrap([float(should) for (should, did), _ in pairs if did])
    if recall == recall:
        found["refusal_recall"] = bootstrap([float(did) for (should, did), _ in pairs if should])
    return found
