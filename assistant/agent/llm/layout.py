"""Where a model's sentences stand in the answer: the first leads, the others are a list, verdicts stay in front."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.agent.compose.notices import cited, missing_texts, validity_notices
from assistant.agent.compose.openings import opened
from assistant.agent.context import Context, derived
from assistant.agent.draft import Block, Draft, DraftNotice, Sentence, block
from assistant.agent.render import render
from assistant.agent.steps import in_order
from assistant.agent.writing import Written
from assistant.register.deadlines import Deadline

_KEPT = frozenset({"documents_differ", "needs_official_confirmation"})


class Layout:
    """Grows the answer sentence by sentence; what was shown stays as it is."""

    def __init__(self, context: Context, draft: Draft) -> None:
        self._context = context
        self._draft = draft
        self._own: list[Sentence] = []
        self._shown = ""

    def add(self, sentence: Sentence) -> Iterator[str]:
        """Take a sentence in; yields the text that is new with it."""
        self._own.append(sentence)
        text, _, _ = render(
            replace(self._draft, blocks=tuple(self._front(self._context, self._draft)), notices=()),
            self._context.library,
            self._context.as_of,
        )
        if text.startswith(self._shown) and len(text) > len(self._shown):
            yield text[len(self._shown) :]
            self._shown = text

    def finished(self, context: Context, base: Draft, quotes: Iterable[Sentence]) -> Written:
        """The whole draft: the model's sentences within the tools' frame.

        Args:
            context: The context, with what the model's own calls of tools returned.
            base: The tools' draft; a check made on the way has replaced the first one.
            quotes: Clauses' own words in place of sentences that did not pass.
        """
        blocks = [*self._front(context, base), *(block("bullet", quote) for quote in quotes)]
        if base.report is not None:
            blocks += base.blocks[1:]
        draft = replace(
            base,
            kind="answer" if base.kind == "out_of_scope" else base.kind,
            blocks=tuple(blocks),
            notices=(),
        )
        notices = (
            base.notices if base.report is not None else in_order([*self._notices(context, base, draft)])
        )
        return Written(replace(draft, notices=notices), len(self._own), context)

    def _front(self, context: Context, base: Draft) -> list[Block]:
        own = [block("bullet" if n else "lead", s) for n, s in enumerate(self._own)]
        if base.report is not None:
            return [base.blocks[0], *(block("bullet", s) for s in self._own)]
        return opened(context, own)

    def _notices(self, context: Context, base: Draft, draft: Draft) -> Iterator[DraftNotice]:
        proofs = cited(draft)
        yield from (n for n in base.notices if n.code in _KEPT)
        yield from validity_notices(context, proofs)
        yield from missing_texts(context, proofs[:2])
        for deadline in context.register.deadlines:
            if self._says(deadline) and deadline.last_day is not None and deadline.last_day < context.as_of:
                yield _passed(context, deadline)

    def _says(self, deadline: Deadline) -> bool:
        day = deadline.last_day
        if day is None:
            return False
        pattern = re.compile(rf"{day.month}\s*月\s*{day.day}\s*[日号]|{day.isoformat()}|{day:%B} {day.day}\b")
        key = (deadline.document_id, deadline.clause_id)
        return any(
            pattern.search(s.text) and key in {(e.document_id, e.clause_id) for e in s.evidence}
            for s in self._own
        )


def _passed(context: Context, deadline: Deadline) -> DraftNotice:
    source = (deadline.document_id, deadline.clause_id)
    values = tuple(
        derived(value, *source, how)
        for value, how in ((deadline.last_day, "last day"), (context.as_of, "as_of"))
    )
    text = context.say("note_deadline_passed", day=deadline.last_day, as_of=context.as_of)
    return DraftNotice(code="deadline_passed", text=text, derived=values)
