"""The ledger of publishing: every publication and removal, and every attempt that came to nothing."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.errors import StoreError
from assistant.records.database import FAILURES, open_engine, reason
from assistant.records.tables import publications

log = logging.getLogger(__name__)

_ID_LENGTH, _TEXT_LENGTH = 128, 2000
_MOST_WAITING = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One line of the ledger.

    Attributes:
        act: What tells an act of the shelf apart; None for an attempt that came to nothing.
        outcome: ``done``, or the code of the error.
        seq: Its place in the ledger; 0 before it is entered.
    """

    act: str | None
    at: datetime
    by: str
    action: str
    document_id: str = ""
    version: str = ""
    title: str = ""
    outcome: str = "done"
    detail: str = ""
    seq: int = 0


class LedgerPage(NamedTuple):
    """Some lines, the newest first, and how many there are in all."""

    lines: tuple[Publication, ...]
    total: int


class Ledger:
    """The ledger in the database at ``url``, which is opened when the first line is to be entered."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opened: Engine | None = None
        self._waiting: deque[Publication] = deque(maxlen=_MOST_WAITING)
        self._guard = threading.Lock()

    def enter(self, line: Publication) -> bool:
        """Enter a line, after those that wait; one that a failing database does not take waits in memory."""
        self._waiting.append(line)
        return self._enter_waiting()

    def _enter_waiting(self) -> bool:
        while self._waiting:
            line = self._waiting.popleft()
            try:
                with self._engine().begin() as connection:
                    connection.execute(insert(publications).values(_row(line)))
            except IntegrityError:
                # Another process entered the same act.
                continue
            except (StoreError, *FAILURES) as error:
                self._waiting.appendleft(line)
                log.warning("not yet in the ledger: %s %s (%s)", line.action, line.outcome, reason(error))
                return False
        return True

    def complete(self, lines: Iterable[Publication]) -> int:
        """Enter the acts among ``lines`` that the ledger lacks; returns how many it lacked."""
        wanted = {line.act: line for line in lines if line.act}
        if not wanted:
            return 0
        try:
            with self._engine().connect() as connection:
                known = connection.execute(select(publications.c.act)).scalars().all()
        except (StoreError, *FAILURES) as error:
            log.warning("ledger not read: %s", reason(error))
            return 0
        missing = [line for act, line in wanted.items() if act not in set(known)]
        return sum(self.enter(line) for line in missing)

    def page(self, limit: int, offset: int = 0) -> LedgerPage:
        """Lines of the ledger, the newest first.

        Raises:
            StoreError: The database cannot be read.
        """
        self._enter_waiting()
        newest = publications.c.at.desc(), publications.c.seq.desc()
        try:
            with self._engine().connect() as connection:
                rows = connection.execute(
                    select(publications).order_by(*newest).limit(limit).offset(offset)
                ).mappings()
                found = tuple(Publication(**row) for row in rows)
                total = connection.execute(select(func.count()).select_from(publications)).scalar_one()
        except FAILURES as error:
            raise StoreError(f"发布记录无法读取（{reason(error)}）：请检查数据库。") from error
        return LedgerPage(found, total)

    def close(self) -> None:
        """Close the database."""
        with self._guard:
            if self._opened:
                self._opened.dispose()
                self._opened = None

    def _engine(self) -> Engine:
        with self._guard:
            if self._opened is None:
                self._opened = open_engine(self._url)
            return self._opened


def _row(line: Publication) -> dict[str, Any]:
    row = asdict(line)
    del row["seq"]
    return {
        **row,
        "document_id": line.document_id[:_ID_LENGTH],
        "title": line.title[:_TEXT_LENGTH],
        "detail": line.detail[:_TEXT_LENGTH],
    }
