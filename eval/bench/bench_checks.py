"""Speed of eligibility: one check and one check of every scheme over HTTP, and a chat turn that reads facts.

Usage::

    python -m eval.bench.bench_checks [--rounds 200]

Facts are those of the scheme cases, so that every request differs; the server's own clock is read from
``Server-Timing``, and an empty ``GET /healthz`` in the same run shows what the road alone costs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import httpx

from assistant.eligibility.cases import load_cases
from assistant.wording import corpus_folder
from eval.bench.bench_answers import percentiles, server_seconds, start_server

_FACTS = Path(__file__).parents[1] / "datasets" / "facts.jsonl"
_WARM = 10


def timed(calls: Sequence[Callable[[], httpx.Response]]) -> list[tuple[float, float]]:
    """Seconds of each call, here and on the server's clock, after a warm-up; a refused one ends the run."""
    seconds = []
    for number, call in enumerate(calls):
        start = time.perf_counter()
        response = call().raise_for_status()
        if number >= _WARM:
            seconds.append((time.perf_counter() - start, server_seconds(response)))
    return seconds


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    count = parser.parse_args().rounds + _WARM
    cases = load_cases(corpus_folder() / "schemes" / "tests")
    told = [json.loads(line)["text"] for line in _FACTS.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        process, base, _ = start_server(Path(folder))
        try:
            with httpx.Client(base_url=base, timeout=60) as client:
                bodies = [
                    (
                        case.scheme,
                        json.loads(
                            json.dumps({"facts": dict(case.facts), "as_of": str(case.as_of)}, default=str)
                        ),
                    )
                    for case in (cases * 9)[:count]
                ]
                post = client.post
                empty = timed([partial(client.get, "/healthz")] * count)
                one = timed([partial(post, f"/api/v1/schemes/{name}/check", json=b) for name, b in bodies])
                every = timed([partial(post, "/api/v1/schemes/check", json=b) for _, b in bodies])
                turns = [
                    {"question": f"{text[:1900]}，我们够不够市级绿色工厂的条件"}
                    for text in (told * 9)[:count]
                ]
                chat = timed([partial(post, "/api/v1/ask", json=turn) for turn in turns])
        finally:
            process.terminate()
            process.wait()
    for name, seconds in (
        ("GET /healthz (the road alone)", empty),
        ("POST /api/v1/schemes/{id}/check", one),
        ("POST /api/v1/schemes/check", every),
        ("POST /api/v1/ask, facts and verdict", chat),
    ):
        (p50, p95, _), (s50, s95, _) = (percentiles(side) for side in zip(*seconds, strict=True))
        print(
            f"{name:38s} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms, on the server {s50:6.1f} and {s95:6.1f} ms"
            f"  ({len(seconds)} requests)"
        )


if __name__ == "__main__":
    main()
