"""Several questions in one message: each is answered, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.agent.context import Context
from assistant.agent.draft import Block, Draft
from assistant.agent.speaking import asks
from assistant.agent.steps import in_order
from assistant.agent.understanding.question import Question

_ENDS = re.compile(r"[?？；;\n]+")
_COMMAS = re.compile(r"[，,。]+|[?？；;\n]+")
_LEAST, _MOST, _PLAIN = 5, 3, 0.3

Read = Callable[[str], Question]


def parts_of(message: str, read: Read) -> tuple[str, ...]:
    """The questions of a message, where each wants a value of its own kind (a number, and a phone); else nothing.

    >>> from types import SimpleNamespace
    >>> kinds = {"编号是多少": {"count"}, "联系电话几多": {"phone"}}
    >>> def read(part):
    ...     return SimpleNamespace(asks=frozenset(kinds.get(part, ())), asks_issue=frozenset(), intents=())
    >>> parts_of("编号是多少，联系电话几多", read), parts_of("编号是多少", read)
    (('编号是多少', '联系电话几多'), ())
    """
    for pattern in (_ENDS, _COMMAS):
        pieces = [piece.strip() for piece in pattern.split(message)]
        found = _joined([piece for piece in pieces if piece], read)
        if 2 <= len(found) <= _MOST and _differ([read(part) for part in found]):
            return tuple(found)
    return ()


def _joined(pieces: Sequence[str], read: Read) -> list[str]:
    """Pieces that ask nothing belong to the next one that does."""
    found: list[str] = []
    before = ""
    for piece in pieces:
        whole = f"{before}，{piece}" if before else piece
        if len(piece) >= _LEAST and (asks(piece.lower()) or _wanted(read(piece))):
            found.append(whole)
            before = ""
        else:
            before = whole
    return found


def _differ(questions: Sequence[Question]) -> bool:
    wanted = [_wanted(question) or _meant(question) for question in questions]
    return all(wanted) and all(not left & right for n, left in enumerate(wanted) for right in wanted[n + 1 :])


def _wanted(question: Question) -> frozenset[str]:
    """Kinds of value that a question wants."""
    return frozenset(question.asks) | frozenset(question.asks_issue)


def _meant(question: Question) -> frozenset[str]:
    """What a question is plainly about where it wants no value."""
    name, score = question.intents[0] if question.intents else ("none", 0.0)
    return frozenset({name}) if score >= _PLAIN and name != "none" else frozenset()


def joined_draft(context: Context, drafts: Sequence[Draft]) -> Draft | None:
    """The answers one after the other, without what belongs beside each; None where one part has no answer."""
    if any(draft.kind != "answer" for draft in drafts):
        return None
    related = context.say("related")
    cores = [_core(draft.blocks, related) for draft in drafts]
    keys = [
        {(e.document_id, e.clause_id) for b in core for s in b.sentences for e in s.evidence}
        for core in cores
    ]
    if any(not own for own in keys) or all(own == keys[0] for own in keys):
        return None
    blocks = tuple(item for core in cores for item in core)
    notices = in_order([notice for draft in drafts for notice in draft.notices])
    return replace(drafts[0], blocks=blocks, notices=notices)


def _core(blocks: Sequence[Block], related: str) -> list[Block]:
    kept: list[Block] = []
    for item in blocks:
        if all(s.fixed for s in item.sentences) and item.sentences[0].text.startswith(related):
            break
        kept.append(item)
    return kept
