"""What can be evaluated: the assistant in this process, or any server by its address."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import httpx

from assistant.assembly import Assistant, build_assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from eval.errors import TargetDown, TargetError


class Target(Protocol):
    """Something that answers."""

    def ask(self, question: str, *, session_id: str | None, as_of: date) -> Mapping[str, Any]:
        """The answer as on the wire.

        Raises:
            TargetError: No usable answer came.
        """
        ...

    def search(self, query: str, *, limit: int, as_of: date) -> Sequence[Mapping[str, Any]]:
        """Clauses as mappings with ``document_id`` and ``text``, best first."""
        ...

    def check(self, scheme: str, facts: Mapping[str, Any], *, as_of: date) -> Mapping[str, Any] | None:
        """The report on one scheme as on the wire; None from a target that cannot check."""
        ...

    def versions(self) -> Mapping[str, str]:
        """Name and versions of all that shapes an answer."""
        ...


class InProcess:
    """The assistant in this process.

    Args:
        assistant: Built already, whole or with a fault in it.
        name: How it is called in tables.
    """

    def __init__(self, assistant: Assistant, name: str = "assistant") -> None:
        self.assistant = assistant
        self._name = name

    @classmethod
    def build(cls, data_dir: Path, **settings: Any) -> InProcess:
        """The assistant built here, on a data directory of its own."""
        return cls(build_assistant(Settings(data_dir=data_dir, **settings)))

    def ask(self, question: str, *, session_id: str | None, as_of: date) -> Mapping[str, Any]:
        """The answer as a mapping with the fields of the contract."""
        try:
            return asdict(self.assistant.ask(question, session_id=session_id, as_of=as_of))
        except AssistantError as error:
            raise TargetError(f"{self._name}: {error}") from error

    def search(self, query: str, *, limit: int, as_of: date) -> Sequence[Mapping[str, Any]]:
        """Clauses with their own text, best first."""
        try:
            found = self.assistant.search(query, limit=limit, as_of=as_of)
        except AssistantError as error:
            raise TargetError(f"{self._name}: {error}") from error
        clause = self.assistant.library.clause
        return [
            {"document_id": c.document_id, "text": clause(c.document_id, c.clause_id).text} for c, _ in found
        ]

    def check(self, scheme: str, facts: Mapping[str, Any], *, as_of: date) -> Mapping[str, Any]:
        """The report of the checker."""
        try:
            return asdict(self.assistant.check(scheme, facts, as_of))
        except AssistantError as error:
            raise TargetError(f"{self._name}: {error}") from error

    def versions(self) -> Mapping[str, str]:
        """Versions of corpus, rules and models."""
        built = self.assistant
        return {
            "target": self._name,
            "corpus": built.library.version,
            "rules": built.checker.rules_version,
            "embedder": built.searcher.index.embedder.name,
            "llm": built.settings.llm or "none",
        }


class Server:
    """A server by its base URL.

    Args:
        base_url: Its address.
        timeout_s: How long one answer may take.
    """

    def __init__(self, base_url: str, timeout_s: float = 60.0) -> None:
        self._address = base_url.rstrip("/")
        self._timeout_s = timeout_s
        self._client = httpx.Client(base_url=self._address, timeout=timeout_s)

    def ask(self, question: str, *, session_id: str | None, as_of: date) -> Mapping[str, Any]:
        """``POST /api/v1/ask``."""
        body = {"question": question, "session_id": session_id, "as_of": as_of.isoformat()}
        return self._fields(
            self._call("POST", "/api/v1/ask", body), "/api/v1/ask", "answer", "kind", "citations"
        )

    def search(self, query: str, *, limit: int, as_of: date) -> Sequence[Mapping[str, Any]]:
        """``POST /api/v1/search``; the quote is the clause's text."""
        found = self._call(
            "POST", "/api/v1/search", {"query": query, "limit": limit, "as_of": as_of.isoformat()}
        )
        rows = found["results"] if isinstance(found, dict) else found
        return [{"document_id": row["document_id"], "text": row["quote"]} for row in rows]

    def check(self, scheme: str, facts: Mapping[str, Any], *, as_of: date) -> Mapping[str, Any]:
        """``POST /api/v1/schemes/{id}/check``."""
        path = f"/api/v1/schemes/{scheme}/check"
        body = {"facts": dict(facts), "as_of": as_of.isoformat()}
        return self._fields(self._call("POST", path, body), path, "verdict", "criteria")

    def versions(self) -> Mapping[str, str]:
        """What ``GET /readyz`` tells of versions, and the address.

        Raises:
            TargetDown: Nobody answers there.
        """
        ready = self._call("GET", "/readyz", None)
        told = ready if isinstance(ready, dict) else {}
        return {
            "target": self._address,
            "corpus": str(told.get("corpus_version", "untold")),
            "rules": str(told.get("rules_version", "untold")),
            "embedder": str(told.get("embedder", "untold")),
            "llm": str(told.get("engine", "untold")),
        }

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        where = f"{method} {self._address}{path}"
        try:
            response = self._client.request(method, path, json=body)
            response.raise_for_status()
            return response.json()
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.UnsupportedProtocol,
            httpx.InvalidURL,
        ) as error:
            raise TargetDown(
                f"{where}: nobody answers ({error}); start the server or mend --target"
            ) from error
        except httpx.TimeoutException as error:
            raise TargetError(f"{where}: no answer within {self._timeout_s:g} s") from error
        except httpx.HTTPStatusError as error:
            raise TargetError(
                f"{where}: status {error.response.status_code}: {error.response.text[:200]}"
            ) from error
        except httpx.HTTPError as error:
            raise TargetError(f"{where}: {error}") from error
        except json.JSONDecodeError as error:
            raise TargetError(f"{where}: the reply is no JSON") from error

    def _fields(self, found: Any, path: str, *names: str) -> Mapping[str, Any]:
        lacking = [name for name in names if not isinstance(found, dict) or name not in found]
        if lacking:
            raise TargetError(f"{self._address}{path}: the reply lacks {', '.join(lacking)}")
        return dict(found)
