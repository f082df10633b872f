"""Spans reach a collector: request, steps, calls of the model, one trace; names and counts, never words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from assistant.service.app import create_app
from assistant.service.observing.traces import open_traces
from tests.agent.llm.endpoint import text
from tests.service.serving import serving
from tests.service.worded import Worded, line

CALLER = "0af7651916cd43dd8448eb211c80319c"


class Collector:
    """Takes OTLP over HTTP, as a collector does."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        taken = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                taken.append(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def spans(self) -> list[dict[str, Any]]:
        """Every span, its attributes plain."""
        found = []
        for body in self.received:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    for span in scope.spans:
                        told = {
                            a.key: getattr(a.value, a.value.WhichOneof("value") or "")
                            for a in span.attributes
                        }
                        found.append({"span": span, "name": span.name, "told": told})
        return found


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    running = Collector()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture(scope="module")
def spans(worded: Worded, collector: Collector) -> list[dict[str, Any]]:
    traced = worded.assistant.settings.model_copy(update={"workbench": False, "traces": collector.url})
    worded.says(text(line("公示为 5 个工作日。", "公示 5 个工作日")))
    with serving(create_app(traced, assistant=worded.assistant)) as address:
        reply = httpx.post(
            f"{address}/api/v1/ask",
            json={"question": "我叫王小明，公示要几天？"},
            headers={"traceparent": f"00-{CALLER}-b7ad6b7169203331-01", "x-request-id": "traced-1"},
            trust_env=False,
            timeout=30,
        )
        assert reply.status_code == 200
    return collector.spans()


def test_a_request_is_a_trace_of_its_caller_with_the_steps_below(spans: list[dict[str, Any]]) -> None:
    by_name = {one["name"]: one for one in spans}
    top = by_name["POST /api/v1/ask"]
    assert top["span"].trace_id.hex() == CALLER
    assert top["told"]["http.response.status_code"] == 200
    assert top["told"]["http.route"] == "/api/v1/ask"
    assert top["told"]["assistant.request_id"] == "traced-1"
    assert top["told"]["assistant.kind"] == "answer"
    for step in ("understand", "screen", "gather", "compose", "write", "verify"):
        assert by_name[step]["span"].parent_span_id == top["span"].span_id
    assert {one["span"].trace_id.hex() for one in spans} == {CALLER}


def test_a_call_of_the_model_is_told_by_the_conventions(spans: list[dict[str, Any]]) -> None:
    call = next(one for one in spans if one["name"] == "chat scripted")
    write = next(one for one in spans if one["name"] == "write")
    assert call["span"].kind == 3  # client
    assert call["told"]["gen_ai.operation.name"] == "chat"
    assert call["told"]["gen_ai.request.model"] == "scripted"
    assert {"gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"} < set(call["told"])
    assert call["span"].trace_id == write["span"].trace_id


def test_no_span_holds_anyones_words(spans: list[dict[str, Any]], collector: Collector) -> None:
    assert spans
    for body in collector.received:
        assert "王小明".encode() not in body
        assert "公示".encode() not in body


def test_without_a_collector_there_is_nothing_to_pay_for(worded: Worded) -> None:
    assert open_traces(worded.assistant.settings) is None
