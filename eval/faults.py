"""Injected faults: does the evaluation see each, and by the right metric?

Each fault breaks one part of the assistant on purpose and names the metric that should notice. A fault of the composer
is injected twice: with the gate standing nothing false may come out (contained), with the gate taken away it must show.

Source: DeMillo, Lipton and Sayward, Hints on Test Data Selection, 1978 (mutation analysis), applied to a pipeline.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Literal

from assistant.agent import steps
from assistant.agent.draft import Draft
from assistant.agent.verify.gate import Verified
from assistant.assembly import Assistant, build_assistant
from assistant.eligibility.engine import Checker
from assistant.eligibility.forms import Not
from assistant.settings import Settings
from assistant.wording import corpus_folder
from eval.comparing import compare
from eval.evaluate import Score, evaluate
from eval.generate import generate
from eval.items import load_suite
from eval.metrics.statistics import Change
from eval.mutate_rules import changed
from eval.targets import InProcess, Target
from eval.units import Case, Suite

Effect = Literal["falls", "holds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to break the assistant.

    Attributes:
        metric: What should notice.
        effect: ``falls``, or ``holds`` where something behind the fault should contain it.
        sets: The datasets on which it is looked for.
        broken: The assistant with the fault, for as long as the context lasts.
    """

    name: str
    metric: str
    effect: Effect
    sets: tuple[str, ...]
    broken: Callable[[Assistant, Path], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault with what the metric that should notice said; ``also`` are the others that certainly fell."""

    name: str
    metric: str
    effect: Effect
    change: Change | None
    also: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the metric fell, or held where it should.

        The same program gives the same answers to the same questions, so any fall is the fault's; the interval says
        how far it would carry over to other questions.
        """
        if self.change is None:
            return False
        return self.change.difference >= 0 if self.effect == "holds" else self.change.difference < 0


@contextmanager
def corrupted_figures(assistant: Assistant, _: Path, *, gate: bool) -> Iterator[Target]:
    """Every figure of the composed prose is one too high in its last digit."""
    compose = steps.compose

    def corrupt(context: Any) -> Draft:
        return corrupted(compose(context))

    standing = assistant.agent.gate
    steps.compose = corrupt
    if not gate:
        assistant.agent.gate = _OpenGate()  # type: ignore[assignment]
    try:
        yield InProcess(assistant)
    finally:
        steps.compose = compose
        assistant.agent.gate = standing


@contextmanager
def shuffled_retrieval(assistant: Assistant, _: Path) -> Iterator[Target]:
    """The sixty best clauses in random order."""
    ranker = assistant.agent.ranker
    rank = ranker.rank

    def shuffled(question: Any, as_of: date, *, limit: int = 12, **options: Any) -> list[Any]:
        found = rank(question, as_of, limit=60, **options)
        Random(question.raw).shuffle(found)
        return found[:limit]

    ranker.rank = shuffled  # type: ignore[method-assign]
    try:
        yield InProcess(assistant)
    finally:
        ranker.rank = rank  # type: ignore[method-assign]


@contextmanager
def flipped_rule(assistant: Assistant, _: Path) -> Iterator[Target]:
    """The first deciding criterion of the scheme with most cases says the reverse."""
    cases = [unit.scheme for unit in load_suite("eligibility").units if isinstance(unit, Case)]
    checker = with_flipped_rule(assistant.checker, Counter(cases).most_common(1)[0][0])
    agent, standing = assistant.agent, assistant.agent.checker
    agent.checker = checker
    try:
        yield InProcess(replace(assistant, checker=checker))
    finally:
        agent.checker = standing


@contextmanager
def shifted_days(assistant: Assistant, _: Path) -> Iterator[Target]:
    """Every question is answered as if asked a day later."""
    yield DayLater(InProcess(assistant))


@contextmanager
def removed_document(_: Assistant, folder: Path) -> Iterator[Target]:
    """The corpus without the document that most gold quotes stand in."""
    items = [item for item in load_suite("policy_qa").scored if not isinstance(item, Case)]
    gone = Counter(name for item in items for name in item.documents).most_common(1)[0][0]
    corpus = folder / "corpus"
    shutil.copytree(
        corpus_folder(),
        corpus,
        ignore=lambda where, names: [n for n in names if n == gone and Path(where).name == "documents"],
    )
    built = build_assistant(Settings(data_dir=folder / "without", corpus_dir=corpus))
    try:
        yield InProcess(built)
    finally:
        built.close()


FAULTS = (
    Fault(
        name="composer corrupts figures, gate on",
        metric="figures_faithful",
        effect="holds",
        sets=("policy_qa",),
        broken=lambda a, f: corrupted_figures(a, f, gate=True),
    ),
    Fault(
        name="composer corrupts figures, gate off",
        metric="figures_faithful",
        effect="falls",
        sets=("policy_qa",),
        broken=lambda a, f: corrupted_figures(a, f, gate=False),
    ),
    Fault(
        name="retrieval shuffled",
        metric="ndcg_at_10",
        effect="falls",
        sets=("policy_qa",),
        broken=shuffled_retrieval,
    ),
    Fault(
        name="one rule flipped", metric="criteria", effect="falls", sets=("eligibility",), broken=flipped_rule
    ),
    Fault(
        name="all days shifted by one",
        metric="time_right",
        effect="falls",
        sets=("time",),
        broken=shifted_days,
    ),
    Fault(
        name="one document removed",
        metric="citation_recall",
        effect="falls",
        sets=("policy_qa",),
        broken=removed_document,
    ),
)


def find_faults(
    assistant: Assistant,
    folder: Path,
    split: str | None,
    faults: Sequence[Fault] = FAULTS,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Finding]:
    """Break the assistant in every way, one after the other, and see what the metrics say."""
    sound: dict[str, list[Score]] = {}
    found = []
    for fault in faults:
        progress(fault.name)
        suites = [load_suite(name, split) for name in fault.sets]
        for suite in suites:
            if suite.name not in sound:
                sound[suite.name] = _scores(InProcess(assistant), suite)
        with fault.broken(assistant, folder) as target:
            broken = [score for suite in suites for score in _scores(target, suite)]
        before = [score for suite in suites for score in sound[suite.name]]
        found.append(_finding(fault, compare(before, broken).changes))
    return found


def corrupted(draft: Draft) -> Draft:
    """The draft with the last digit of every figure of its prose one higher; the evidence stays."""
    blocks = tuple(
        replace(
            block, sentences=tuple(replace(s, text=_FIGURE.sub(_one_higher, s.text)) for s in block.sentences)
        )
        for block in draft.blocks
    )
    return replace(draft, blocks=blocks)


def with_flipped_rule(checker: Checker, scheme_id: str) -> Checker:
    """The checker with the first criterion of the scheme that decides and can fail negated."""
    scheme = checker.scheme(scheme_id)
    place = next(n for n, c in enumerate(scheme.criteria) if c.decides and c.can_fail)
    criterion = scheme.criteria[place]
    entry = changed(criterion.entry, test=Not.model_construct(test=criterion.entry.test))
    criteria = (*scheme.criteria[:place], replace(criterion, entry=entry), *scheme.criteria[place + 1 :])
    return checker.with_scheme(replace(scheme, criteria=criteria))


class DayLater:
    """A target that lives one day ahead."""

    def __init__(self, inner: Target, days: int = 1) -> None:
        self._inner = inner
        self._shift = timedelta(days=days)

    def ask(self, question: str, *, session_id: str | None, as_of: date) -> Mapping[str, Any]:
        """The answer of the next day."""
        return self._inner.ask(question, session_id=session_id, as_of=as_of + self._shift)

    def search(self, query: str, *, limit: int, as_of: date) -> Sequence[Mapping[str, Any]]:
        """What is found on the next day."""
        return self._inner.search(query, limit=limit, as_of=as_of + self._shift)

    def check(self, scheme: str, facts: Mapping[str, Any], *, as_of: date) -> Mapping[str, Any] | None:
        """The report of the next day."""
        return self._inner.check(scheme, facts, as_of=as_of + self._shift)

    def versions(self) -> Mapping[str, str]:
        """The versions of the inner target."""
        return self._inner.versions()


class _OpenGate:
    """Lets everything pass."""

    def verify(self, draft: Draft, question: str) -> Verified:
        return Verified(draft, ())


_FIGURE = re.compile(r"\d+(?=\D|$)")


def _one_higher(match: re.Match[str]) -> str:
    figure = match.group()
    return f"{figure[:-1]}{(int(figure[-1]) + 1) % 10}"


def _scores(target: Target, suite: Suite) -> list[Score]:
    return evaluate(suite, {r.id: r for made in generate(target, suite.units) for r in made})


def _finding(fault: Fault, changes: Mapping[str, Change]) -> Finding:
    also = tuple(name for name, change in changes.items() if change.high < 0 and name != fault.metric)
    return Finding(
        name=fault.name,
        metric=fault.metric,
        effect=fault.effect,
        change=changes.get(fault.metric),
        also=also,
    )
