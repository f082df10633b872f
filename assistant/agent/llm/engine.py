"""A LangChain agent that words the tools' answer; each of its sentences passes the gate before anybody reads it."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from contextvars import copy_context
from dataclasses import replace
from typing import Any, Literal

import openai
from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, HumanMessage

from assistant.agent.compose.eligibility import eligibility_draft
from assistant.agent.context import Context
from assistant.agent.draft import Draft
from assistant.agent.llm.desk import Desk, is_unsaid
from assistant.agent.llm.layout import Layout
from assistant.agent.llm.middleware import Budget, Grounding, Limits, Retries, ToolGuard
from assistant.agent.llm.models import CLOCK, Clock
from assistant.agent.llm.protocol import ClaimLines, ClaimList
from assistant.agent.llm.reading import instructions, request
from assistant.agent.llm.toolset import WRITE, Ledger, make_tools
from assistant.agent.tools import Toolbox
from assistant.agent.verify.gate import Gate
from assistant.agent.watching import Watch
from assistant.agent.writing import Heard, WriterFailed, Written

log = logging.getLogger(__name__)

Protocol = Literal["auto", "tools", "lines"]
_SILENT = ("not_stated_plain", "not_stated", "deadline_none", "contact_none", "place_none")
_END = "end"
_PULSE_S = 0.25
"""How often a silent reader is asked whether it is still there."""


class LlmWriter:
    """Words answers with a chat model.

    Args:
        model: The chat model.
        toolbox: The tools that it may call.
        gate: What every sentence must pass.
        limits: What one answer may cost.
        protocol: ``tools`` where the model can call tools, ``lines`` where it writes plain text only; ``auto``
            begins with tools and keeps to lines once the endpoint has refused them.
        at_once: How many answers may be under way; the next one is not worded by a model.
        watch: Gives whom to tell of calls.
    """

    def __init__(
        self,
        model: BaseChatModel,
        toolbox: Toolbox,
        gate: Gate,
        *,
        limits: Limits,
        protocol: Protocol = "auto",
        at_once: int = 8,
        watch: Callable[[], Watch] = Watch,
    ) -> None:
        self._model = model
        self._toolbox = toolbox
        self._gate = gate
        self._limits = limits
        self._protocol = protocol
        self._watch = watch
        self._free = threading.BoundedSemaphore(at_once)

    def write(self, context: Context, draft: Draft, heard: Heard) -> Written:
        """The tools' draft in the model's words.

        Raises:
            WriterFailed: Nothing may be shown, the time is over, or too many answers are under way.
            Left: The reader has gone.
        """
        if not self._free.acquire(blocking=False):
            raise WriterFailed("too many answers under way", "busy")
        turn = _Turn(context, draft, self._gate, Clock(ends=time.monotonic() + self._limits.seconds))
        # A context variable, so that every thread that LangGraph starts for this turn knows its clock.
        run = copy_context().run
        threading.Thread(target=run, args=(self._work, turn), daemon=True, name="llm").start()
        try:
            return turn.follow(heard)
        finally:
            turn.clock.stopped.set()

    def _work(self, turn: _Turn) -> None:
        """Runs in a thread of its own; every outcome is put into the turn's queue."""
        try:
            CLOCK.set(turn.clock)
            self._converse(turn)
            turn.put(_END, None)
        except Exception as error:
            turn.put(_END, error)
        finally:
            self._free.release()

    def _converse(self, turn: _Turn) -> None:
        if self._protocol != "lines":
            try:
                self._run(turn, tools=True)
            except (openai.BadRequestError, openai.NotFoundError, openai.UnprocessableEntityError) as error:
                if self._protocol == "tools" or turn.desk.kept or "tool" not in str(error).lower():
                    raise
                log.info("The endpoint refuses tools; asking for lines from now on.")
                self._protocol = "lines"
            else:
                return
        self._run(turn, tools=False)

    def _run(self, turn: _Turn, *, tools: bool) -> None:
        grounding = Grounding(turn.desk, turn.ledger)
        turn.grounding.append(grounding)
        watch = self._watch()
        agent = create_agent(
            self._model,
            tools=make_tools(self._toolbox, turn.context, turn.ledger) if tools else [],
            system_prompt=instructions(turn.context, tools=tools),
            middleware=[
                Budget(self._limits, turn.clock),
                Retries(self._limits, turn.clock, lambda: bool(turn.desk.kept), watch),
                ToolGuard(self._limits, turn.clock, lambda name: turn.put("step", name), watch),
                grounding,
            ],
        )
        asked = HumanMessage(turn.asked())
        config: Any = {"recursion_limit": 4 * self._limits.steps + 20}
        stream: Any = agent.stream({"messages": [asked]}, config, stream_mode="messages")
        # Left open when the time is over, it would keep a thread waiting, and the process from ending.
        with closing(stream):
            turn.read(piece for piece, _ in stream)


class _Turn:
    """One answer under way: what the thread at work hands to the one that reads."""

    def __init__(self, context: Context, draft: Draft, gate: Gate, clock: Clock) -> None:
        self.context = context
        self.draft = draft
        self.clock = clock
        self.ledger = Ledger(report=draft.report)
        self.grounding: list[Grounding] = []
        silent = [context.say(key, what="\0", place="\0").split("\0")[0] for key in _SILENT]
        self.desk = Desk(
            context,
            gate,
            unsaid=is_unsaid(draft, [words for words in silent if words]),
            passed=lambda sentence: self.put("sentence", sentence),
        )
        self.desk.report = draft.report
        self._events: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()

    def put(self, kind: str, item: object) -> None:
        """Hand something to the reader's thread."""
        self._events.put((kind, item))

    def asked(self) -> str:
        """The message that opens the conversation with the model."""
        return request(self.context, self.draft)

    def read(self, pieces: Iterator[Any]) -> None:
        """Check claims while they are being written.

        Raises:
            WriterFailed: The time is over.
        """
        readers = _Readers()
        for piece in pieces:
            if self.clock.left_s <= 0:
                raise WriterFailed("time is over", "time")
            if isinstance(piece, AIMessageChunk):
                self.desk.report = self.ledger.report or self.desk.report
                self.desk.offer(readers.feed(piece))

    def follow(self, heard: Heard) -> Written:
        """Show what passes as it passes, until the model has ended or the time is over.

        Raises:
            WriterFailed: Nothing passed.
        """
        layout = Layout(self.context, self.draft)
        while True:
            try:
                kind, item = self._events.get(timeout=min(self.clock.left_s or 0.001, _PULSE_S))
            except queue.Empty:
                if self.clock.left_s <= 0:
                    raise WriterFailed("time is over", "time") from None
                heard("delta", "")  # a reader who has gone raises
                continue
            match kind:
                case "step":
                    heard("step", item)
                case "sentence":
                    for piece in layout.add(item):
                        heard("delta", piece)
                case _:
                    if item is not None:
                        raise _failed(item) from item
                    return self._finished(layout)

    def _finished(self, layout: Layout) -> Written:
        if not self.desk.kept:
            raise WriterFailed("no sentence passed", "grounding")
        refused = [r for grounding in self.grounding for r in grounding.refused]
        context = self.context
        base = self.draft
        report = self.ledger.report
        if report is not None and base.report is None:
            context = replace(
                context,
                scheme=report.scheme,
                facts=dict(self.ledger.facts),
                facts_read=dict(self.ledger.read),
            )
            base = eligibility_draft(context, report)
        return layout.finished(context, base, self.desk.quotes_for(refused))


def _failed(error: Exception) -> WriterFailed:
    reason = error.reason if isinstance(error, WriterFailed) else "endpoint"
    reason = reason if isinstance(error, WriterFailed | openai.OpenAIError) else "fault"
    return WriterFailed(f"{type(error).__name__}: {error}", reason)


class _Readers:
    """A reader of claims for each message and tool call under way."""

    def __init__(self) -> None:
        self._lines: dict[str, ClaimLines] = {}
        self._calls: dict[tuple[str, Any], ClaimList] = {}

    def feed(self, piece: AIMessageChunk) -> list[Any]:
        """Claims that are complete with this piece."""
        identity = str(piece.id)
        found = list(self._lines.setdefault(identity, ClaimLines()).feed(piece.text)) if piece.text else []
        for part in piece.tool_call_chunks:
            key = (identity, part.get("index"))
            if part.get("name") == WRITE:
                self._calls.setdefault(key, ClaimList())
            if key in self._calls:
                found += self._calls[key].feed(part.get("args") or "")
        return found
