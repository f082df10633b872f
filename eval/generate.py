"""Generate: ask every question of the datasets and keep what came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from eval.items import Dialogue, Item


class Target(Protocol):
    """Something that answers: the assistant in this process, or a server."""

    def ask(self, question: str, *, session_id: str | None, as_of: date) -> Mapping[str, Any]:
        """The answer as on the wire."""
        ...

    def search(self, query: str, *, limit: int, as_of: date) -> Sequence[Mapping[str, Any]]:
        """Clauses as mappings with ``document_id`` and ``text``, best first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """One item with what the target returned."""

    item: Item
    answer: Mapping[str, Any]
    hits: tuple[Mapping[str, Any], ...]
    seconds: float


def generate(
    target: Target,
    items: Sequence[Item],
    dialogues: Sequence[Dialogue],
    progress: Callable[[], None] = lambda: None,
) -> Iterator[Generated]:
    """Ask single questions in new conversations and dialogues turn by turn."""
    for item in items:
        yield _one(target, item, None, retrieve=True)[0]
        progress()
    for dialogue in dialogues:
        session: str | None = None
        for item in dialogue.turns:
            generated, session = _one(target, item, session, retrieve=False)
            if item.scored:
                yield generated
            progress()


def _one(target: Target, item: Item, session: str | None, *, retrieve: bool) -> tuple[Generated, str]:
    start = time.perf_counter()
    answer = target.ask(item.question, session_id=session, as_of=item.as_of)
    seconds = time.perf_counter() - start
    hits = tuple(target.search(item.question, limit=10, as_of=item.as_of)) if retrieve and item.gold else ()
    return Generated(item=item, answer=answer, hits=hits, seconds=seconds), str(answer["session_id"])
