"""Two runs over the same items: which figures changed, and by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.errors import UsageError
from eval.evaluate import Score
from eval.metrics.statistics import Change, mcnemar, paired_bootstrap


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from one run to another.

    Attributes:
        changes: By metric, over the items to which it applies in both runs.
        worse: Ids that were right and are wrong; ``better`` the reverse.
        p: McNemar's exact p-value over right and wrong.
    """

    changes: dict[str, Change]
    worse: tuple[str, ...]
    better: tuple[str, ...]
    p: float
    shared: int


def compare(before: Sequence[Score], after: Sequence[Score]) -> Comparison:
    """Compare over the items that both runs hold.

    Raises:
        UsageError: The runs share no item.
    """
    then = {(score.set, score.id): score for score in before}
    pairs = [(then[score.set, score.id], score) for score in after if (score.set, score.id) in then]
    if not pairs:
        raise UsageError("the two runs share no item: compare runs over the same datasets and split")
    names = ["all_right", *dict.fromkeys(name for _, score in pairs for name in score.values)]
    changes = {}
    for name in names:
        both = [(_value(b, name), _value(a, name), a.cluster) for b, a in pairs]
        kept = [(b, a, cluster) for b, a, cluster in both if b is not None and a is not None]
        if kept:
            changes[name] = paired_bootstrap(
                [b for b, _, _ in kept], [a for _, a, _ in kept], [cluster for *_, cluster in kept]
            )
    right = [(not b.failed, not a.failed, a.id) for b, a in pairs]
    *_, p = mcnemar([b for b, _, _ in right], [a for _, a, _ in right])
    return Comparison(
        changes=changes,
        worse=tuple(name for b, a, name in right if b and not a),
        better=tuple(name for b, a, name in right if a and not b),
        p=p,
        shared=len(pairs),
    )


def _value(score: Score, name: str) -> float | None:
    return float(not score.failed) if name == "all_right" else score.values.get(name)
