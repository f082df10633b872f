"""Time correctness: the same question on several days gets each day's own answer.

An item of a series is right when everything asked of that day holds: the kind of reply, the key facts, the notices,
nothing forbidden, no invented figure. A series is right when all its days are. (Both are stricter than key-fact
accuracy: an answer that is right on one day and repeated on the next is half right by item and wrong by series.)

Source: the consistency score over edited inputs, Gardner et al., Evaluating Models' Local Decision Boundaries via
Contrast Sets, Findings of EMNLP 2020, §2.3; here the edit is the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def series_right(days: Iterable[tuple[str, bool]]) -> dict[str, bool]:
    """For each series whether all its days are right, in the order met.

    >>> series_right([("a", True), ("b", True), ("a", False)])
    {'a': False, 'b': True}
    """
    found: dict[str, list[bool]] = defaultdict(list)
    for name, right in days:
        found[name].append(right)
    return {name: all(rights) for name, rights in found.items()}
