"""Which provision answers to which: the most alike first, each once, then joined along their clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.documents.likeness import CAPTION_LEAST, MARGIN, Matrix
from assistant.documents.provisions import Provision

ENOUGH = 0.32
"""The likeness above which two provisions answer to each other whatever their rivals."""
_ENOUGH_FOR = {"body": ENOUGH, "caption": 0.42}
_LEAST = {"body": 0.235, "caption": CAPTION_LEAST}
_FRAME_THRESHOLD = 0.25
_SINGLE_FRAMES = frozenset({"title", "addressees", "signature", "date"})
_LEAST_SHARE = 0.34
_NEAR = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Provisions of one clause on each side that answer to each other, each run without a gap.

    Attributes:
        links: Which of them pair, as places in ``left`` and ``right``.
        near: Where a side is empty: the provision of that document that comes nearest, if any comes near.
    """

    left: tuple[Provision, ...]
    right: tuple[Provision, ...]
    links: tuple[tuple[int, int], ...] = ()
    likeness: float = 0.0
    near: Provision | None = None


def matches(left: Sequence[Provision], right: Sequence[Provision], alike: Matrix) -> tuple[Match, ...]:
    """Every provision of both sides in exactly one match, those without an answer included."""
    partner = assign(left, right, alike)
    joined = _joined(left, right, partner, alike)
    joined = [_with_captions(m, left, right, partner) for m in joined]
    taken = ({p.order for m in joined for p in m.left}, {p.order for m in joined for p in m.right})
    found = [*joined]
    alone = [_runs(p for p in side if p.order not in taken[n]) for n, side in enumerate((left, right))]
    found += [Match(left=run, right=(), near=_nearest(run, right, alike)) for run in alone[0]]
    found += [Match(left=(), right=run, near=_nearest(run, left, alike.T)) for run in alone[1]]
    return tuple(_in_order(found))


def assign(left: Sequence[Provision], right: Sequence[Provision], alike: Matrix) -> dict[int, int]:
    """Pairs of places, the most alike first; below what is enough alone only those without a near rival.

    Greedy on purpose: the pair that is most alike is never given up for the sum of others. Ties go to the
    pair at the same relative place, by a key that is the same whichever side is called left.
    """
    n, m = len(left), len(right)
    least = np.array([min(_enough_alone(p), _LEAST.get(p.group, 1.0)) for p in left])
    places = np.nonzero((alike > 0) & (alike >= least[:, None]))
    candidates = sorted(
        (-float(alike[i, j]), abs(i * m - j * n), i + j, i, j)
        for i, j in zip(*(axis.tolist() for axis in places), strict=True)
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, _, i, j in candidates:
        if i not in partner and j not in taken and -score >= _enough_alone(left[i]):
            partner[i] = j
            taken.add(j)
    rest = alike.copy()
    rest[list(partner), :] = 0.0
    rest[:, list(taken)] = 0.0
    return partner | {
        i: j
        for _, _, _, i, j in candidates
        if rest[i, j] >= _LEAST.get(left[i].group, 1.0) and _stands_out(rest, i, j)
    }


def _stands_out(alike: Matrix, i: int, j: int) -> bool:
    """Whether both are by far the most alike to each other of all that is left."""
    rivals = [*np.delete(alike[i, :], j), *np.delete(alike[:, j], i), 0.0]
    return bool(alike[i, j] >= MARGIN * max(rivals))


def _enough_alone(provision: Provision) -> float:
    """The likeness that needs no comparison with rivals."""
    if provision.group in _SINGLE_FRAMES:
        return 0.0
    return _ENOUGH_FOR.get(provision.group, _FRAME_THRESHOLD)


def _joined(
    left: Sequence[Provision], right: Sequence[Provision], partner: dict[int, int], alike: Matrix
) -> list[Match]:
    """Matches along clauses: all sentences of two clauses that answer to each other stand in one."""
    groups: dict[tuple[str, str], list[tuple[int, int]]] = {}
    found: list[Match] = []
    for i, j in sorted(partner.items()):
        if "item" in (left[i].part, right[j].part) or "lead" in (left[i].part, right[j].part):
            found.append(_match([left[i]], [right[j]], [(i, j)], alike))
        else:
            groups.setdefault((left[i].clause.id, right[j].clause.id), []).append((i, j))
    body = {(a, b) for (a, b), links in groups.items() if any(left[i].part != "caption" for i, _ in links)}
    for (a, b), links in groups.items():
        alone_left = sum(1 for x, _ in body if x == a) == 1 and (a, b) in body
        alone_right = sum(1 for _, y in body if y == b) == 1 and (a, b) in body
        sides = (
            _side(left, {i for i, _ in links}, set(partner), alone_left),
            _side(right, {j for _, j in links}, set(partner.values()), alone_right),
        )
        if all(_gapless(side) for side in sides) and _enough(left, right, links, sides):
            found.append(_match(*sides, links, alike))
        else:
            found += [_match([left[i]], [right[j]], [(i, j)], alike) for i, j in links]
    return found


def _with_captions(
    match: Match, left: Sequence[Provision], right: Sequence[Provision], partner: dict[int, int]
) -> Match:
    """A caption to which nothing answers stays with the words that follow it in its clause."""
    ahead = (
        _caption_before(match.left[0], left, frozenset(partner)),
        _caption_before(match.right[0], right, frozenset(partner.values())),
    )
    shift = [len(caption) for caption in ahead]
    return replace(
        match,
        left=ahead[0] + match.left,
        right=ahead[1] + match.right,
        links=tuple((i + shift[0], j + shift[1]) for i, j in match.links),
    )


def _caption_before(
    first: Provision, provisions: Sequence[Provision], paired: frozenset[int]
) -> tuple[Provision, ...]:
    before = provisions[first.order - 1] if first.order else first
    own = before.part == "caption" and before.clause.id == first.clause.id
    return (before,) if own and first.part != "caption" and before.order not in paired else ()


def _side(
    provisions: Sequence[Provision], linked: set[int], paired: set[int], whole: bool
) -> list[Provision]:
    """The linked provisions of a clause; with ``whole`` also its sentences that nothing else answers to."""
    clause = provisions[min(linked)].clause.id
    return [
        p
        for n, p in enumerate(provisions)
        if n in linked
        or (whole and p.clause.id == clause and n not in paired and p.part in ("sentence", "caption"))
    ]


def _gapless(side: Sequence[Provision]) -> bool:
    return side[-1].order - side[0].order == len(side) - 1


def _enough(
    left: Sequence[Provision],
    right: Sequence[Provision],
    links: Sequence[tuple[int, int]],
    sides: tuple[Sequence[Provision], Sequence[Provision]],
) -> bool:
    """Whether what pairs is a good part of both sides, so that the rest may be called added or dropped."""
    linked = (sum(len(left[i].words) for i, _ in links), sum(len(right[j].words) for _, j in links))
    whole = [max(1, sum(len(p.words) for p in side)) for side in sides]
    return min(linked[0] / whole[0], linked[1] / whole[1]) >= _LEAST_SHARE


def _match(
    left: Sequence[Provision], right: Sequence[Provision], links: Iterable[tuple[int, int]], alike: Matrix
) -> Match:
    """A match of given provisions; ``links`` are places in the documents."""
    places = [p.order for p in left], [p.order for p in right]
    inner = tuple((places[0].index(i), places[1].index(j)) for i, j in links)
    scores = [float(alike[i, j]) for i, j in links]
    return Match(
        left=tuple(left), right=tuple(right), links=inner, likeness=round(sum(scores) / len(scores), 4)
    )


def _runs(provisions: Iterable[Provision]) -> list[tuple[Provision, ...]]:
    """Neighbouring sentences of one clause in one run; captions and items of lists alone."""
    runs: list[list[Provision]] = []
    for p in provisions:
        last = runs[-1][-1] if runs else None
        joins = (
            last is not None
            and last.clause.id == p.clause.id
            and last.order == p.order - 1
            and p.part == "sentence"
            and last.part in ("sentence", "caption")
        )
        if joins:
            runs[-1].append(p)
        else:
            runs.append([p])
    return [tuple(run) for run in runs]


def _nearest(run: Sequence[Provision], others: Sequence[Provision], alike: Matrix) -> Provision | None:
    rows = [p.order for p in run if p.group == "body"]
    best = alike[rows, :].max(axis=0) if rows and others else np.zeros(1)
    return others[int(best.argmax())] if best.max() >= _NEAR else None


def _in_order(found: Sequence[Match]) -> list[Match]:
    """By the left document; what only the right one has follows what stands before it there."""
    place = {p.order: m.left[0].order for m in found if m.left for p in m.right}

    def key(match: Match) -> tuple[int, int, int]:
        if match.left:
            return match.left[0].order, 0, 0
        order = match.right[0].order
        before = [place[n] for n in range(order - 1, -1, -1) if n in place][:1]
        return (before[0] if before else -1), 1, order

    return sorted(found, key=key)
