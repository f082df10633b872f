"""Sends a running server what its own description allows, and what it does not; no reply may be a server error.

Usage::

    python -m eval.bench.bench_fuzz [--examples 100] [--seed 1] [--target URL] [--key KEY]

Cases come from ``/openapi.json`` by schemathesis: for each call some that fit the description and some that break it in one
place, and for calls about a document or a scheme as many that fit and name one that there is. Without ``--target`` a server of its own is started in a temporary folder, with an admin key, so that calls for
operators are tried too. Of each reply it is checked that it is no server error, that its status and media type are
described, that its body has the shape described, and that refusals are problem documents with a code.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode, Response, openapi
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok

from eval.bench.served import served

ANYWHERE = frozenset({400, 404, 405, 408, 413, 422, 429})
"""Refusals that any call may give and that are described once for all: size, shape, rate, an unknown path."""


@dataclass(slots=True)
class Found:
    """What a run came to.

    Attributes:
        cases: Requests sent.
        statuses: How many replies had which status.
        faults: What was wrong, with the request that first showed it, as a curl command.
        slowest_s: The longest a reply took.
    """

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    slowest_s: float = 0.0

    @property
    def server_errors(self) -> int:
        """Replies with a status of 500 and above."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


def fuzz(
    address: str,
    *,
    examples: int,
    number: int = 1,
    key: str | None = None,
    only: Callable[[str], bool] = lambda _: True,
    told: Callable[[str], object] = lambda _: None,
) -> Found:
    """Try every call of the server at ``address``.

    Args:
        address: Where it is.
        examples: Cases a call of each of two or three kinds.
        number: Seed of the cases.
        key: Admin key to send.
        only: Which calls, by ``METHOD /path``.
        told: Hears the label of each call as it is begun.
    """
    schema = openapi.from_url(f"{address}/openapi.json")
    found = Found()
    headers = {"authorization": f"Bearer {key}"} if key else {}
    known = _known(address)
    for result in schema.get_all_operations():
        if not isinstance(result, Ok):
            found.faults.setdefault("description", str(result.err()))
            continue
        operation = result.ok()
        if not only(operation.label):
            continue
        told(operation.label)
        kinds = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
        names = {name: known[name] for name in known if f"{{{name}}}" in operation.path}
        if names and operation.path.count("{") == len(names):
            kinds.append(operation.as_strategy(path_parameters=names))
        for kind in kinds:
            _try(kind, address, examples, number, headers, found)
    return found


def _known(address: str) -> dict[str, str]:
    """Names that there are."""
    with httpx.Client(base_url=f"{address}/api/v1", trust_env=False, timeout=30) as client:
        cited = client.post("/search", json={"query": "公示", "limit": 1}).json()["results"][0]
        schemes = client.get("/schemes").json()["schemes"]
    return {
        "document_id": cited["document_id"],
        "clause_id": cited["clause_id"],
        "scheme_id": schemes[0]["id"],
    }


def _try(
    strategy: Any, address: str, examples: int, number: int, headers: dict[str, str], found: Found
) -> None:
    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def attempt(case: Case[Any]) -> None:
        started = time.perf_counter()
        reply = case.call(base_url=address, headers=headers, timeout=60)
        found.slowest_s = max(found.slowest_s, time.perf_counter() - started)
        found.cases += 1
        found.statuses[reply.status_code] += 1
        for fault in faults_of(case, reply):
            found.faults.setdefault(f"{case.operation.label}: {fault}", case.as_curl_command())

    try:
        attempt()
    except Exception as error:
        # A call that takes nothing cannot be broken, which schemathesis says by an error of its own.
        if type(error).__name__ not in ("Unsatisfiable", "UnsatisfiableNegation"):
            raise


def faults_of(case: Case[Any], reply: Response) -> Iterator[str]:
    """What is wrong with a reply."""
    from schemathesis import checks
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

    status = reply.status_code
    if status >= 500 and status != 503:
        yield f"server error {status}"
    if status >= 400 and case.path.startswith("/api/"):
        yield from _unlike_a_problem(reply)
    described = set(case.operation.definition.raw.get("responses", {}))
    if str(status) not in described and status not in ANYWHERE:
        yield f"status {status} is not described"
    if str(status) in described and status < 400:
        wanted: list[checks.CheckFunction] = [content_type_conformance, response_schema_conformance]
        try:
            case.validate_response(reply, checks=wanted)
        except (FailureGroup, Failure) as group:
            yield from (failure.title for failure in getattr(group, "exceptions", [group]))


def _unlike_a_problem(reply: Response) -> Iterator[str]:
    kind = reply.headers.get("content-type", [""])[0]
    if not kind.startswith("application/problem+json"):
        yield f"refusal {reply.status_code} as {kind or 'nothing'}"
        return
    problem = json.loads(reply.content)
    for member in ("code", "title", "detail", "request_id"):
        if not problem.get(member):
            yield f"problem without {member}"


@contextmanager
def _own_server(key: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {"ASSISTANT_ADMIN_KEYS": key, "ASSISTANT_WORKBENCH": "false"}
        with served(Path(folder), environment) as address:
            yield address


def main() -> int:
    """Try and print what was found; 1 when something was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="cases a call and kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", help="address of a server; default: one of its own")
    parser.add_argument("--key", default="fuzz-key", help="admin key")
    asked = parser.parse_args()
    started = time.perf_counter()

    def told(label: str) -> None:
        print(f"\r\033[K{label}", end="", file=sys.stderr)

    def run(address: str) -> Found:
        return fuzz(address, examples=asked.examples, number=asked.seed, key=asked.key, told=told)

    if asked.target:
        found = run(asked.target.rstrip("/"))
    else:
        with _own_server(asked.key) as address:
            found = run(address)
    print("\r\033[K", end="", file=sys.stderr)
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(found.statuses.items()))
    print(f"{found.cases} cases in {time.perf_counter() - started:.0f} s, slowest {found.slowest_s:.2f} s")
    print(f"server errors: {found.server_errors}; statuses {statuses}")
    for fault, request in sorted(found.faults.items()):
        print(f"- {fault}\n  {request[:400]}")
    return 1 if found.faults or found.server_errors else 0


if __name__ == "__main__":
    sys.exit(main())
