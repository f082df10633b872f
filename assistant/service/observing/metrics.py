"""What Prometheus is told: counts and durations by names of the house, never by anybody's words.

Every label has few values: methods, route templates, statuses, steps, kinds, reasons by their first word.

Several processes that serve one port write their figures into a folder that they share (``share_figures``), and
whichever is asked tells those of all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from assistant.service.access.lanes import Lane
from assistant.service.observing.sharing import FOLDER

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_STEP_S = (0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5)
_SCORES = (2, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20)
_WORD = re.compile(r"[a-z_]{1,24}")


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        counter = partial(Counter, registry=self.registry)
        histogram = partial(Histogram, registry=self.registry)
        self._requests = counter(
            "assistant_requests", "Requests by method, route and status.", ("method", "route", "status")
        )
        self._request_s = histogram(
            "assistant_request_seconds", "Time to the end of the reply.", ("route",), buckets=_REQUEST_S
        )
        self._step_s = histogram(
            "assistant_step_seconds", "Time of a step of the agent.", ("step",), buckets=_STEP_S
        )
        self._answers = counter("assistant_answers", "Answers given.", ("kind", "engine", "language"))
        self._refusals = counter("assistant_refusals", "Questions not answered, by why.", ("reason",))
        self._drops = counter(
            "assistant_grounding_drops", "Sentences that the last step took out, by why.", ("reason",)
        )
        self._score = histogram(
            "assistant_retrieval_score", "Score of the best clause for a question.", buckets=_SCORES
        )
        self._model_s = histogram(
            "assistant_llm_call_seconds", "Time of a call of the language model.", buckets=_REQUEST_S
        )
        self._tokens = counter("assistant_llm_tokens", "Tokens by direction.", ("direction",))
        self._failures = counter(
            "assistant_llm_failures", "Answers that the model failed to word, by why.", ("reason",)
        )
        self._turned_away = counter(
            "assistant_turned_away", "Requests refused before any work, by why.", ("reason",)
        )
        gauge = partial(Gauge, registry=self.registry, multiprocess_mode="livesum")
        self._depth = gauge("assistant_queue_depth", "Requests that wait.", ("lane",))
        self._busy = gauge("assistant_requests_at_work", "Requests worked on.", ("lane",))
        self._folder = os.environ.get(FOLDER)
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

    def replied(self, method: str, route: str, status: int, took_s: float) -> None:
        """A request was answered."""
        self._requests.labels(method if method in _METHODS else "other", route, status).inc()
        self._request_s.labels(route).observe(took_s)

    def stepped(self, step: str, took_s: float) -> None:
        """A step of the agent ended."""
        self._step_s.labels(step).observe(took_s)

    def answered(self, kind: str, engine: str, language: str) -> None:
        """An answer was given."""
        self._answers.labels(kind, engine, language).inc()

    def refused(self, reason: str) -> None:
        """A question was not answered."""
        self._refusals.labels(_first_word(reason)).inc()

    def dropped(self, reason: str) -> None:
        """A sentence did not pass."""
        self._drops.labels(_first_word(reason)).inc()

    def scored(self, score: float) -> None:
        """The best clause for a question had this score."""
        self._score.observe(score)

    def called_model(self, took_s: float, tokens: Mapping[str, int]) -> None:
        """The language model was called; ``tokens`` by direction, as the endpoint counts them."""
        self._model_s.observe(took_s)
        for direction, count in tokens.items():
            self._tokens.labels(direction).inc(count)

    def model_failed(self, reason: str) -> None:
        """The model did not word an answer."""
        self._failures.labels(reason).inc()

    def turned_away(self, reason: str) -> None:
        """A request was refused before any work."""
        self._turned_away.labels(reason).inc()

    def watch(self, lane: Lane) -> None:
        """Tell of a lane whenever somebody asks."""
        depth, busy = self._depth.labels(lane.name), self._busy.labels(lane.name)
        if self._folder is None:
            depth.set_function(lambda: lane.depth)
            busy.set_function(lambda: lane.busy)
            return

        def changed(_: Lane) -> None:
            depth.set(lane.depth)
            busy.set(lane.busy)

        lane.changed = changed

    def told(self) -> bytes:
        """Everything, in Prometheus' text format."""
        if self._folder is None:
            return generate_latest(self.registry)
        _forget_dead(Path(self._folder))
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all, path=self._folder)  # type: ignore[no-untyped-call]
        return generate_latest(of_all)


def _forget_dead(folder: Path) -> None:
    """What a process that is gone had under way counts no longer; what it had counted does."""
    for path in folder.glob("gauge_live*_*.db"):
        pid = int(path.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
        except PermissionError:
            continue


def _first_word(reason: str) -> str:
    """What a reason is of; behind its first word may stand what somebody wrote."""
    found = _WORD.match(reason)
    return found.group() if found else "other"
