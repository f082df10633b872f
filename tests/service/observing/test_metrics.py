"""What Prometheus is told is true, has few labels, and holds nobody's words."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from assistant.assembly import Assistant
from assistant.service.app import create_app
from assistant.service.observing.sharing import share_figures
from tests.agent.llm.endpoint import Move, chunk, error, raw
from tests.service.serving import serving
from tests.service.worded import Worded, line

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]
SENTENCE, QUOTE = "公示为 5 个工作日。", "公示 5 个工作日"


@pytest.fixture(scope="module")
def server(assistant: Assistant) -> Iterator[httpx.Client]:
    quiet = assistant.settings.model_copy(update={"workbench": False})
    with (
        serving(create_app(quiet, assistant=assistant)) as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False) as client,
    ):
        yield client


def figures(client: httpx.Client) -> Figures:
    reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(reply.text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


def value(told: Figures, name: str, **labels: str) -> float:
    return told.get((f"assistant_{name}", tuple(sorted(labels.items()))), 0.0)


def test_requests_are_counted_by_route_and_status_and_not_by_what_was_typed(server: httpx.Client) -> None:
    server.get("/api/v1/documents/某人的话")
    server.get("/api/v1/某人的话")
    server.request("SECRET", "/healthz")
    told = figures(server)
    route = "/api/v1/documents/{document_id}"
    assert value(told, "requests_total", method="GET", route=route, status="404") == 1
    assert value(told, "requests_total", method="other", route="-", status="405") <= 1
    assert value(told, "request_seconds_count", route=route) == 1
    assert not any("某人" in str(key) or "SECRET" in str(key) for key in told)


def test_an_answer_tells_its_steps_its_kind_and_how_well_the_best_clause_fitted(server: httpx.Client) -> None:
    before = figures(server)
    asked = {"question": "公示要几天？", "as_of": "2026-11-20"}
    assert server.post("/api/v1/ask", json=asked).json()["kind"] == "answer"
    assert server.post("/api/v1/ask", json={"question": "今天天气怎么样？"}).json()["kind"] == "out_of_scope"
    told = figures(server)

    def grown(name: str, **labels: str) -> float:
        return value(told, name, **labels) - value(before, name, **labels)

    for step in ("understand", "screen", "verify"):
        assert grown("step_seconds_count", step=step) == 2
    assert grown("answers_total", kind="answer", engine="deterministic", language="zh") == 1
    assert grown("refusals_total", reason="out_of_scope") == 1
    assert grown("retrieval_score_count") >= 1


def test_what_the_model_cost_and_how_it_failed_is_counted(worded: Worded) -> None:
    usage = {"prompt_tokens": 70, "completion_tokens": 5, "total_tokens": 75}
    quiet = worded.assistant.settings.model_copy(update={"workbench": False})
    with (
        serving(create_app(quiet, assistant=worded.assistant)) as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False) as client,
    ):
        worded.says(_with_usage(line(SENTENCE, QUOTE), usage))
        client.post("/api/v1/ask", json={"question": "公示要几天？"})
        worded.says(error(400, "no"))
        client.post("/api/v1/ask", json={"question": "公示要几天？"})
        told = figures(client)
    assert value(told, "llm_tokens_total", direction="input") >= 70
    assert value(told, "llm_tokens_total", direction="output") >= 5
    assert value(told, "llm_call_seconds_count") >= 2
    assert value(told, "llm_failures_total", reason="endpoint") == 1
    assert value(told, "step_seconds_count", step="write") == 2


def test_every_figure_says_what_it_is(server: httpx.Client) -> None:
    text = server.get("/metrics").text
    names = set(re.findall(r"^# TYPE (assistant_\w+)", text, re.M))
    assert len(names) >= 14
    assert all(f"# HELP {name} " in text for name in names)


_PROCESS = """
import asyncio, os, sys
from assistant.service.access.lanes import Lane
from assistant.service.observing.metrics import Metrics
metrics = Metrics()
lane = Lane("quick", at_once=1, waiting=1, longest_s=1)
metrics.watch(lane)
metrics.answered("answer", "deterministic", "zh")
asyncio.run(lane.enter("a"))
if sys.argv[1] == "tell":
    sys.stdout.buffer.write(metrics.told())
"""


def test_several_processes_tell_the_figures_of_all_and_what_a_dead_one_had_under_way_is_forgotten() -> None:
    shared = {**os.environ, **share_figures()}
    for act in ("work", "work", "tell"):
        run = [sys.executable, "-c", _PROCESS, act]
        done = subprocess.run(run, env=shared, capture_output=True, check=True, text=True, timeout=60)
    assert 'assistant_answers_total{engine="deterministic",kind="answer",language="zh"} 3.0' in done.stdout
    assert 'assistant_requests_at_work{lane="quick"} 1.0' in done.stdout


def _with_usage(content: str, usage: dict[str, int]) -> Move:
    """A streamed answer, and at its end what it cost, as endpoints send it."""
    counted = {**chunk({}), "choices": [], "usage": usage}
    parts = [chunk({"role": "assistant", "content": content}), chunk({}, "stop"), counted]
    events = b"".join(b"data: " + json.dumps(part).encode() + b"\n\n" for part in parts)
    return raw(events, b"data: [DONE]\n\n")
