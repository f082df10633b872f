"""The line in brackets under a title that says who issued the text, when and under which number (题注).

``（某水资〔2026〕15号　2026年2月24日某市水利局、某市工业和信息化局印发）``
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.documents.heads import is_issuer
from assistant.domain.documents import Clause, Proved
from assistant.text.dates import find_dates
from assistant.text.quantities import find_numbers_of_documents

_LINE = re.compile(r"[（(](?P<said>[^（）()]*?)(?:联合)?(?:印发|发布|公布|颁布)(?:[，,；;][^（）()]*)?[）)]")
_FIRST = 12
"""So many clauses at most stand before it."""


@dataclass(frozen=True, slots=True)
class Proclaimed:
    """What the line tells; each part may be missing."""

    number: Proved[str] | None
    day: Proved[date] | None
    issuers: tuple[Proved[str], ...]


def proclaimed(clauses: Sequence[Clause]) -> Proclaimed | None:
    """The line under the title, read; None where there is none."""
    for clause in clauses[:_FIRST]:
        found = (
            _LINE.fullmatch(re.sub(r"\s+$", "", clause.text))
            if clause.kind in ("preamble", "meta", "note")
            else None
        )
        if found:
            return _read(clause, found.group("said"))
    return None


def _read(clause: Clause, said: str) -> Proclaimed:
    numbers, days = find_numbers_of_documents(said), find_dates(said)
    front = said
    for printed in (*(n.text for n in numbers), *(said[d.start : d.end] for d in days)):
        front = front.replace(printed, "，")
    names = [name for name in re.split(r"[，,；;、\s]+", front) if is_issuer(name)]

    def proved(value: str) -> Proved[str]:
        return Proved(value=value, clause_id=clause.id, quote=clause.text)

    return Proclaimed(
        proved(re.sub(r"\s+", "", numbers[0].text)) if numbers else None,
        Proved(value=days[0].value, clause_id=clause.id, quote=clause.text) if days else None,
        tuple(proved(name) for name in names),
    )
