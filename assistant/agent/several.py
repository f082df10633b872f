"""Several questions in one message: each is answered, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.agent.context import Context
from assistant.agent.draft import Block, Draft
from assistant.agent.speaking import asks
from assistant.agent.steps import in_order

_ENDS = re.compile(r"[?？；;\n]+")
_COMMAS = re.compile(r"[，,。]+|[?？；;\n]+")
_LEAST, _MOST = 5, 3
_FROM_WHEN = re.compile(
    r"(?:是|又是)?(?:从|自|打)?(?:哪[天年]|什么时候|啥时候|几时|何时)(?:开始|起)?(?:起算|算起|计算|算)[的呢吗]*"
)
"""From when a span runs is asked of the span before, and is no question of its own."""

Wanted = Callable[[str], frozenset[str]]
"""Kinds of value that a piece of a message asks for."""


def parts_of(message: str, wanted: Wanted) -> tuple[str, ...]:
    """The questions of a message, where each wants a value of its own kind (a number, and a phone); else nothing.

    A part that wants no value leans on the others (and what if it cheats): such a message is answered as a whole.

    >>> kinds = {"编号是多少": {"count"}, "联系电话几多": {"phone"}}
    >>> def wanted(part):
    ...     return frozenset(kinds.get(part, ()))
    >>> parts_of("编号是多少，联系电话几多", wanted), parts_of("编号是多少", wanted)
    (('编号是多少', '联系电话几多'), ())
    """
    for pattern in (_ENDS, _COMMAS):
        pieces = [piece.strip() for piece in pattern.split(message) if piece.strip()]
        found = _joined(pieces, wanted) if len(pieces) > 1 else []
        if 2 <= len(found) <= _MOST and _differ([wanted(part) for part in found]):
            return tuple(found)
    return ()


def _joined(pieces: Sequence[str], wanted: Wanted) -> list[str]:
    """Pieces that ask nothing belong to the next one that does."""
    found: list[str] = []
    before = ""
    for piece in pieces:
        whole = f"{before}，{piece}" if before else piece
        if (
            len(piece) >= _LEAST
            and not _FROM_WHEN.fullmatch(piece)
            and (asks(piece.lower()) or wanted(piece))
        ):
            found.append(whole)
            before = ""
        else:
            before = whole
    return found


def _differ(kinds: Sequence[frozenset[str]]) -> bool:
    return all(kinds) and all(not left & right for n, left in enumerate(kinds) for right in kinds[n + 1 :])


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
