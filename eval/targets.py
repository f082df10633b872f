"""What can be evaluated: the assistant in this process, or any server by its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from assistant.assembly import Assistant, build_assistant
from assistant.settings import Settings


class InProcess:
    """The assistant built here, on a data directory of its own."""

    def __init__(self, data_dir: Path) -> None:
        self._assistant: Assistant = build_assistant(Settings(data_dir=data_dir))

    def ask(self, question: str, *, session_id: str | None, as_of: date) -> Mapping[str, Any]:
        """The answer as a mapping with the fields of the contract."""
        return asdict(self._assistant.ask(question, session_id=session_id, as_of=as_of))

    def search(self, query: str, *, limit: int, as_of: date) -> Sequence[Mapping[str, Any]]:
        """Clauses with their own text, best first."""
        found = self._assistant.search(query, limit=limit, as_of=as_of)
        return [
            {
                "document_id": c.document_id,
                "text": self._assistant.library.clause(c.document_id, c.clause_id).text,
            }
            for c, _ in found
        ]


class Server:
    """A server by its base URL."""

    def __init__(self, base_url: str) -> None:
        self._client = httpx.Client(base_url=base_url, timeout=60)

    def ask(self, question: str, *, session_id: str | None, as_of: date) -> Mapping[str, Any]:
        """``POST /api/v1/ask``."""
        body = {"question": question, "session_id": session_id, "as_of": as_of.isoformat()}
        response = self._client.post("/api/v1/ask", json=body)
        response.raise_for_status()
        return dict(response.json())

    def search(self, query: str, *, limit: int, as_of: date) -> Sequence[Mapping[str, Any]]:
        """``POST /api/v1/search``; the quote is the clause's text."""
        response = self._client.post(
            "/api/v1/search", json={"query": query, "limit": limit, "as_of": as_of.isoformat()}
        )
        response.raise_for_status()
        found = response.json()
        rows = found["results"] if isinstance(found, dict) else found
        return [{"document_id": row["document_id"], "text": row["quote"]} for row in rows]
