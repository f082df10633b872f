"""Are the cases of the rules sharp enough? Each rule is spoilt in one place; some case must then come out otherwise.

Usage::

    python -m eval.mutate_rules [--scheme ID] [--survivors]

Spoilt are comparators and their numbers, windows and how they are read, steps of scales, kinds, values, negations,
``all`` and ``any``, what removal from a list does, modality and role. The lints of the loader are passed by, so the
cases alone must notice. (Mutation analysis: DeMillo, Lipton and Sayward, Hints on Test Data Selection, 1978.)
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from assistant.documents.library import load_library
from assistant.eligibility.cases import Case, load_cases
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.forms import (
    All,
    AnyOf,
    AtLeast,
    Compare,
    Count,
    Entry,
    First,
    Is,
    Judgement,
    NoEvent,
    NoSpell,
    Not,
    NotListed,
    OnDate,
    OneOf,
    Present,
    Series,
    Test,
    ThisYear,
)
from assistant.eligibility.schemes import Criterion, Scheme
from assistant.eligibility.tree import can_fail, fact_names
from assistant.errors import AssistantError
from assistant.wording import corpus_folder

_FLIPPED = {">": ">=", ">=": ">", "<": "<=", "<=": "<"}
_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One rule spoilt in one place."""

    scheme: str
    criterion: str
    what: str
    spoilt: Scheme


def changed(part: Entry, **values: Any) -> Any:
    """A copy with other values, no validator asked: a mutant is allowed to contradict its quote."""
    return part.model_copy(update=values)


def mutate(test: Test, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    """Every way to spoil a test in one place, with its description."""
    if isinstance(test, All | AnyOf | First):
        yield from _combined(test, scheme)
    elif isinstance(test, Not):
        yield "not dropped", test.test
        yield from ((what, changed(test, test=inner)) for what, inner in mutate(test.test, scheme))
    elif not isinstance(test, Judgement):
        yield from _leaf(test, scheme)


def _combined(test: All | AnyOf | First, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    if isinstance(test, All):
        yield "all → any", AnyOf(form="any", tests=test.tests)
    elif isinstance(test, AnyOf):
        yield "any → all", All(form="all", tests=test.tests)
    for place, part in enumerate(test.tests):
        for what, other in mutate(part, scheme):
            yield what, changed(test, tests=(*test.tests[:place], other, *test.tests[place + 1 :]))
        if len(test.tests) > 1 and not isinstance(part, Judgement):
            yield (
                f"part {place + 1} dropped",
                changed(test, tests=(*test.tests[:place], *test.tests[place + 1 :])),
            )


def _leaf(test: Any, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    yield from _SPOILT[type(test)](test, scheme)
    if getattr(test, "window", None) is not None:
        yield from _window(test)


def _truths(test: Is, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    yield "value negated", changed(test, value=not test.value)


def _presences(test: Present, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    yield "presence negated", Not(form="not", test=test)


def _years(test: ThisYear, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    yield "this year negated", Not(form="not", test=test)


def _days(test: OnDate, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    yield "day before", changed(test, value=test.value - timedelta(days=1))
    yield "day after", changed(test, value=test.value + timedelta(days=1))
    yield "comparison turned", changed(test, op=_TURNED[test.op])


def _spells(test: NoSpell, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    yield "a month less", changed(test, months=test.months - 1)
    yield "a month more", changed(test, months=test.months + 1)


def _grades(test: AtLeast, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    yield from _steps(test, scheme, "step")


def _sums(test: Compare, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    yield from _comparison(test)
    for name in test.plus:
        yield f"plus {name} dropped", changed(test, plus=tuple(n for n in test.plus if n != name))


def _counts(test: Count, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    yield from _comparison(test)


def _values(test: OneOf, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    for value in test.values:
        rest = tuple(other for other in test.values if other != value)
        yield f"value {value} dropped", changed(test, values=rest)
    for value in test.doubtful:
        rest = tuple(other for other in test.doubtful if other != value)
        yield f"doubtful {value} refused", changed(test, doubtful=rest)
        yield f"doubtful {value} accepted", changed(test, doubtful=rest, values=(*test.values, value))


def _comparison(test: Any) -> Iterator[tuple[str, Test]]:
    yield "boundary flipped", changed(test, op=_FLIPPED[test.op])
    yield "comparison turned", changed(test, op=_TURNED[test.op])
    yield "threshold up", changed(test, value=test.value + 1)
    yield "threshold down", changed(test, value=test.value - 1)


def _steps(test: Any, scheme: Scheme, name: str) -> Iterator[tuple[str, Test]]:
    ranks = scheme.facts[test.fact].ranks
    by_rank = {rank: value for value, rank in ranks.items()}
    here = ranks[getattr(test, name)]
    for word, there in (("up", here + 1), ("down", here - 1)):
        if there in by_rank:
            yield f"{name} {word}", changed(test, **{name: by_rank[there]})


def _events(test: NoEvent, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    if test.grade is not None:
        yield from _steps(test, scheme, "grade")
        yield "grade dropped", changed(test, grade=None, word=None)
    for kind in test.kinds if len(test.kinds) > 1 else ():
        yield f"kind {kind} dropped", changed(test, kinds=tuple(k for k in test.kinds if k != kind))
    if test.kinds:
        yield "every kind counts", changed(test, kinds=())
    for limit in ("floor", "since"):
        if getattr(test, limit):
            yield f"{limit} dropped", changed(test, **{limit: None})
    if test.only_doubtful:
        yield "doubt made certain", changed(test, only_doubtful=False)
    if test.doubtful:
        yield "doubtful events cleared", changed(test, doubtful=())
    if test.window is not None:
        yield "window dropped", changed(test, window=None)


def _listings(test: NotListed, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    for other in {"clear", "open", "counts"} - {test.once_removed}:
        if other == "clear" or test.window is not None:
            window = None if other == "clear" else test.window
            yield f"removed: {other}", changed(test, once_removed=other, window=window)


def _series(test: Series, scheme: Scheme) -> Iterator[tuple[str, Test]]:
    if test.every is not None:
        for what, spoilt in _comparison(test.every):
            yield what, changed(test, every=spoilt)
    if test.above is not None:
        yield "above up", changed(test, above=test.above + 1)
        yield "above down", changed(test, above=test.above - 1)
    if test.or_total:
        yield "sum ignored", changed(test, or_total=False)
    for year in test.years if len(test.years) > 1 else ():
        yield f"year {year} dropped", changed(test, years=tuple(y for y in test.years if y != year))
    if test.last is not None:
        yield "a year more", changed(test, last=test.last + 1)
        if test.last > 1:
            yield "a year less", changed(test, last=test.last - 1)


def _window(test: Any) -> Iterator[tuple[str, Test]]:
    window = test.window
    yield "window longer", changed(test, window=changed(window, years=window.years + 1))
    if window.years > 1:
        yield "window shorter", changed(test, window=changed(window, years=window.years - 1))
    other = "rolling" if window.reading == "both" else "both"
    yield f"reading {other}", changed(test, window=changed(window, reading=other))


_SPOILT: dict[type, Callable[[Any, Scheme], Iterator[tuple[str, Test]]]] = {
    Is: _truths,
    Present: _presences,
    OneOf: _values,
    Compare: _sums,
    Count: _counts,
    OnDate: _days,
    ThisYear: _years,
    AtLeast: _grades,
    NoEvent: _events,
    NoSpell: _spells,
    NotListed: _listings,
    Series: _series,
}


def mutants(scheme: Scheme) -> Iterator[Mutant]:
    """Every mutant of a scheme."""
    for place, criterion in enumerate(scheme.criteria):
        entry = criterion.entry
        spoilt: list[tuple[str, Any]] = [
            (what, changed(entry, test=test)) for what, test in mutate(entry.test, scheme)
        ]
        if entry.applies_when is not None:
            spoilt += [
                (f"applies when: {what}", changed(entry, applies_when=test))
                for what, test in mutate(entry.applies_when, scheme)
            ]
            spoilt.append(("applies always", changed(entry, applies_when=None)))
        if criterion.can_fail and criterion.decides:
            spoilt.append(("made soft", changed(entry, modality="in_principle")))
        elif criterion.can_fail and entry.role in ("condition", "exclusion"):
            spoilt.append(("made hard", changed(entry, modality="mandatory")))
        elif criterion.can_fail:
            spoilt.append(("made a condition", changed(entry, role="condition", modality="mandatory")))
        for what, other in spoilt:
            again = _criterion(criterion, other)
            criteria = (*scheme.criteria[:place], again, *scheme.criteria[place + 1 :])
            yield Mutant(scheme.id, entry.id, what, replace(scheme, criteria=criteria))


def _criterion(criterion: Criterion, entry: Any) -> Criterion:
    names = dict.fromkeys((*fact_names(entry.test), *fact_names(entry.applies_when)))
    return replace(criterion, entry=entry, fact_names=tuple(names), can_fail=can_fail(entry.test))


def is_caught(mutant: Mutant, checker: Checker, cases: Sequence[Case]) -> bool:
    """Whether some case of the scheme comes out otherwise than written, or not at all."""
    spoilt = checker.with_scheme(mutant.spoilt)
    for case in cases:
        try:
            if any(case.mismatches(spoilt.check(case.scheme, case.facts, case.as_of))):
                return True
        except (AssistantError, KeyError, TypeError, ValueError):
            return True
    return False


def main() -> None:
    """Spoil every rule, print how many were noticed, and name the rest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scheme", default="")
    parser.add_argument("--survivors", action="store_true", help="name what no case noticed")
    options = parser.parse_args()
    folder = corpus_folder()
    checker = load_checker(folder / "schemes", load_library(folder))
    cases = load_cases(folder / "schemes" / "tests")
    totals = [0, 0]
    for scheme in checker.schemes:
        if options.scheme not in ("", scheme.id):
            continue
        own = [case for case in cases if case.scheme == scheme.id]
        found = [(mutant, is_caught(mutant, checker, own)) for mutant in mutants(scheme)]
        caught = sum(noticed for _, noticed in found)
        totals = [totals[0] + caught, totals[1] + len(found)]
        print(
            f"{scheme.id:28s} {len(own):3d} cases  {caught:3d} of {len(found):3d} mutants caught ({caught / len(found):.3f})"
        )
        for mutant, noticed in found:
            if options.survivors and not noticed:
                print(f"    {mutant.criterion}: {mutant.what}")
    print(f"all: {totals[0]} of {totals[1]} caught ({totals[0] / totals[1]:.3f})")


if __name__ == "__main__":
    main()
