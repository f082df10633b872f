"""Generate: ask every unit of the datasets and keep what came back, with how long it took."""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

from eval.errors import TargetDown, TargetError
from eval.targets import Target
from eval.units import Case, Dialogue, Item, Unit, parts

HITS = 10
"""How many clauses retrieval is asked for."""
_VOLATILE = ("session_id", "answer_id")
"""Fields that differ between two runs of the same program, and say nothing of quality."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the target returned for one item.

    Attributes:
        asked: Fingerprint of what was asked; an answer to other words does not count as an answer.
        answer: The answer on the wire; None for a check of facts.
        report: The report of a check; None where none was asked for or the target cannot check.
        error: Why no usable answer came; empty when one did.
    """

    id: str
    asked: str
    answer: Mapping[str, Any] | None = None
    report: Mapping[str, Any] | None = None
    hits: tuple[Mapping[str, Any], ...] = ()
    seconds: float = 0.0
    error: str = ""

    def to_json(self) -> str:
        """One line; dates as text."""
        return json.dumps(asdict(self), ensure_ascii=False, default=str, sort_keys=True)

    @classmethod
    def from_json(cls, line: str) -> Record:
        """The record of a line."""
        row = json.loads(line)
        return cls(**{**row, "hits": tuple(row["hits"])})


def generate(target: Target, units: Sequence[Unit], workers: int = 1) -> Iterator[list[Record]]:
    """The records of each unit, in the order of the units however many are asked at once.

    An item that fails bears its error and the next one is asked.

    Raises:
        TargetDown: The target cannot be reached; the units before are yielded first.
    """
    with ThreadPoolExecutor(max_workers=workers) as pool:
        pending: deque[Future[list[Record]]] = deque()
        waiting = iter(units)
        try:
            for unit in waiting:
                pending.append(pool.submit(ask_unit, target, unit))
                if len(pending) > 2 * workers:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def ask_unit(target: Target, unit: Unit) -> list[Record]:
    """Ask a question in a new conversation, a dialogue turn by turn, or check a case."""
    if isinstance(unit, Case):
        return [_check(target, unit) if unit.facts is not None else _tell(target, unit)]
    if isinstance(unit, Item):
        return [_ask(target, unit, None)[0]]
    session: str | None = None
    found = []
    for item in unit.turns:
        record, session = _ask(target, item, session, retrieve=False)
        if item.scored:
            found.append(record)
        if record.error:
            # A conversation that lost a turn is lost: what follows would answer another question.
            return _broken(unit, found, record.error)
    return found


def fingerprint(unit: Item | Case) -> str:
    """Changes when what is asked changes; expectations may be corrected without asking again."""
    said = (
        (unit.question, "") if isinstance(unit, Item) else (unit.question if unit.text else "", unit.scheme)
    )
    facts = unit.facts if isinstance(unit, Case) else None
    how = ["search"] if isinstance(unit, Item) and unit.searched else []
    asked = json.dumps(
        [*said, facts, unit.as_of.isoformat(), *how], ensure_ascii=False, sort_keys=True, default=str
    )
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def _ask(
    target: Target, item: Item, session: str | None, *, retrieve: bool = True
) -> tuple[Record, str | None]:
    start = time.perf_counter()
    record = Record(id=item.id, asked=fingerprint(item))
    try:
        if item.searched:
            found = tuple(target.search(item.question, limit=HITS, as_of=item.as_of))
            return replace(record, hits=found, seconds=time.perf_counter() - start), session
        answer = target.ask(item.question, session_id=session, as_of=item.as_of)
        seconds = time.perf_counter() - start
        hits = target.search(item.question, limit=HITS, as_of=item.as_of) if retrieve and item.gold else ()
    except TargetDown:
        raise
    except TargetError as error:
        return replace(record, error=str(error), seconds=time.perf_counter() - start), session
    return replace(record, answer=_lasting(answer), hits=tuple(hits), seconds=seconds), answer.get(
        "session_id"
    )


def _check(target: Target, case: Case) -> Record:
    start = time.perf_counter()
    record = Record(id=case.id, asked=fingerprint(case))
    try:
        report = target.check(case.scheme, case.facts or {}, as_of=case.as_of)
    except TargetDown:
        raise
    except TargetError as error:
        return replace(record, error=str(error), seconds=time.perf_counter() - start)
    return replace(record, report=_lasting(report) if report else None, seconds=time.perf_counter() - start)


def _tell(target: Target, case: Case) -> Record:
    """Tell the applicant's words; the report is the answer's own."""
    start = time.perf_counter()
    record = Record(id=case.id, asked=fingerprint(case))
    try:
        answer = target.ask(case.question, session_id=None, as_of=case.as_of)
    except TargetDown:
        raise
    except TargetError as error:
        return replace(record, error=str(error), seconds=time.perf_counter() - start)
    kept = _lasting(answer)
    return replace(record, answer=kept, report=kept.get("eligibility"), seconds=time.perf_counter() - start)


def _broken(dialogue: Dialogue, found: Sequence[Record], error: str) -> list[Record]:
    done = {record.id for record in found}
    lost = [Record(id=i.id, asked=fingerprint(i), error=error) for i in parts(dialogue) if i.id not in done]
    return [*found, *lost]


def _lasting(reply: Mapping[str, Any]) -> dict[str, Any]:
    """The reply as JSON would give it back, without what differs from call to call."""
    kept = {key: value for key, value in reply.items() if key not in _VOLATILE}
    lasting: dict[str, Any] = json.loads(json.dumps(kept, ensure_ascii=False, default=str))
    return lasting
