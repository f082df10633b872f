"""Turns what the agent does into metrics and, where the operator wants them, spans."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import TracebackType

from assistant.agent.verify.gate import Drop
from assistant.agent.watching import Spent, Watch
from assistant.domain.answers import Answer
from assistant.records.unanswered import says_not_found
from assistant.service.observing.metrics import Metrics
from assistant.service.observing.traces import Traces


class Watching(Watch):
    """Counts for :class:`Metrics`; draws spans where there is somebody to send them to."""

    def __init__(self, metrics: Metrics, traces: Traces | None = None) -> None:
        self._metrics = metrics
        self._traces = traces

    def step(self, name: str) -> AbstractContextManager[object]:
        """Times a step."""
        return _Timed(self._metrics, name, self._traces.step(name) if self._traces else None)

    def ranked(self, scores: Sequence[float]) -> None:
        """Keeps the best score."""
        if scores:
            self._metrics.scored(scores[0])

    def answered(self, answer: Answer, drops: Sequence[Drop]) -> None:
        """Counts the answer, what was refused and what was taken out."""
        self._metrics.answered(answer.kind, answer.engine, answer.language)
        if answer.kind == "out_of_scope":
            self._metrics.refused("out_of_scope")
        elif says_not_found(answer.answer, answer.language):
            self._metrics.refused("not_found")
        for drop in drops:
            self._metrics.dropped(drop.reason)
        if self._traces:
            self._traces.answered(answer, len(drops))

    @contextmanager
    def model_call(self) -> Iterator[Spent]:
        """Times a call and counts its tokens."""
        spent, started = Spent(), time.perf_counter()
        with self._traces.model_call(spent) if self._traces else nullcontext():
            try:
                yield spent
            finally:
                tokens = {"input": spent.tokens_in, "output": spent.tokens_out}
                self._metrics.called_model(time.perf_counter() - started, tokens)

    def tool_call(self, name: str) -> AbstractContextManager[object]:
        """A span for a tool; its time is in the steps of the metrics."""
        return _Timed(self._metrics, f"tool {name}", self._traces.tool(name) if self._traces else None)

    def model_failed(self, reason: str) -> None:
        """Counts an answer that the model did not word."""
        self._metrics.model_failed(reason)


class _Timed:
    """Times a block, within a span where there is one; lighter than a generator."""

    __slots__ = ("_metrics", "_name", "_span", "_started")

    def __init__(self, metrics: Metrics, name: str, span: AbstractContextManager[object] | None) -> None:
        self._metrics, self._name, self._span = metrics, name, span
        self._started = 0.0

    def __enter__(self) -> None:
        if self._span is not None:
            self._span.__enter__()
        self._started = time.perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._metrics.stepped(self._name, time.perf_counter() - self._started)
        if self._span is not None:
            self._span.__exit__(kind, error, trace)
