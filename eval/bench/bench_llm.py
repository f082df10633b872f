"""What the checks cost: the gate for each answer, and the whole way of a model's answer beside the bare model call.

Usage::

    python -m eval.bench.bench_llm [--questions 200] [--model-ms 300]

The model is a local endpoint that answers each request after the given time with one true sentence from the clauses
that it was shown, so that every sentence passes and nothing is saved by a refusal. The bare call is made with the
official client to the same endpoint in the same run.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import openai
from pydantic import SecretStr

from assistant.agent.verify.gate import Gate
from assistant.assembly import Assistant, build_assistant
from assistant.settings import Settings
from eval.bench.bench_answers import percentiles
from eval.items import load_questions

DATASETS = Path(__file__).parents[1] / "datasets"
_SHOWN = re.compile(r"\[([\w.-]+)#([^\]]+)\] 《[^》]*》[^：]*：([^\n]{8,})")
_STOPS = re.compile(r"[。；]")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--model-ms", type=int, default=300)
    given = parser.parse_args()
    questions = [item.question for item in load_questions(DATASETS / "policy_qa.jsonl")][: given.questions]
    server, url = _endpoint(given.model_ms / 1000)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder),
            database_url="sqlite://",
            llm="openai:scripted",
            llm_base_url=url,
            llm_api_key=SecretStr("none"),
        )
        assistant = build_assistant(settings)
        _gate_alone(assistant, questions)
        _with_model(assistant, questions[:40], url)
        assistant.close()
    server.shutdown()


def _gate_alone(assistant: Assistant, questions: list[str]) -> None:
    """The gate's share of deterministic answers, every question different."""
    gate, writer = assistant.agent.gate, assistant.agent.writer
    assistant.agent.writer = None
    seconds: list[float] = []
    assistant.agent.gate = _Timed(gate, seconds.append)  # type: ignore[assignment]
    for question in questions:
        seconds.append(0.0)
        assistant.ask(question)
    assistant.agent.gate, assistant.agent.writer = gate, writer
    spent, total = [], 0.0
    for value in seconds:
        if value == 0.0 and total:
            spent.append(total)
            total = 0.0
        total += value
    _row("gate, one answer", spent)


class _Timed:
    def __init__(self, gate: Gate, note: Callable[[float], None]) -> None:
        self._gate = gate
        self._note = note

    def verify(self, *given: Any) -> Any:
        start = time.perf_counter()
        found = self._gate.verify(*given)
        self._note(time.perf_counter() - start)
        return found


def _with_model(assistant: Assistant, questions: list[str], url: str) -> None:
    client = openai.OpenAI(base_url=url, api_key="none")
    bare, first, whole, worded = [], [], [], 0
    for question in questions:
        start = time.perf_counter()
        for _ in client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": question}], stream=True
        ):
            pass
        bare.append(time.perf_counter() - start)
        heard: list[float] = []
        start = time.perf_counter()
        answer = assistant.ask(question, heard=lambda kind, text, at=heard: at.append(time.perf_counter()))  # type: ignore[misc]
        whole.append(time.perf_counter() - start)
        first += [at - start for at in heard[:1]]
        worded += answer.engine == "llm"
    _row("bare call of the model", bare)
    _row("first status", first)
    _row("whole answer", whole)
    _row("over the bare call", [w - b for w, b in zip(whole, bare, strict=True)])
    print(f"worded by the model   {worded} of {len(questions)}")


def _row(name: str, seconds: list[float]) -> None:
    middle, high, _ = percentiles(seconds)
    print(f"{name:24} p50 {middle:7.1f} ms  p95 {high:7.1f} ms  ({len(seconds)} times)")


def _endpoint(delay_s: float) -> tuple[ThreadingHTTPServer, str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            time.sleep(delay_s)
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            for delta, finish in (({"role": "assistant", "content": _said(body)}, None), ({}, "stop")):
                choice = {"index": 0, "delta": delta, "finish_reason": finish}
                chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
                self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, format: str, *args: Any) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/v1"


def _said(body: dict[str, Any]) -> str:
    """The first sentence of each clause shown, with its source."""
    lines = []
    for document_id, clause_id, text in _SHOWN.findall(str(body["messages"][-1]["content"]))[:4]:
        sentence = _STOPS.split(text)[0].strip()
        lines.append(f"{sentence}。[[{document_id}#{clause_id}|{sentence}]]")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
