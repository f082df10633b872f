"""What stands around each call of the model and of a tool: budget, retries, tool guard, grounding."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import openai
from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse, hook_config
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langgraph.runtime import Runtime
from langgraph.types import Command

from assistant.agent.llm.desk import Desk, Refused
from assistant.agent.llm.models import Clock
from assistant.agent.llm.protocol import Claim, read_arguments, read_text
from assistant.agent.llm.toolset import WRITE, Ledger, refused_call
from assistant.agent.watching import Spent, Watch
from assistant.agent.writing import WriterFailed
from assistant.errors import AssistantError
from assistant.wording import say, words

log = logging.getLogger(__name__)

_FIRST_WAIT_S, _SHOWN = 0.4, 80
_RESULT = 12_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one answer may cost.

    Attributes:
        seconds: Wall time from question to last sentence.
        steps: Calls of the model.
        tool_calls: Calls of tools.
        tokens: Tokens read and written, as the endpoint counts them.
        retries: Further attempts after an error that may pass.
    """

    seconds: float = 30.0
    steps: int = 6
    tool_calls: int = 12
    tokens: int = 60_000
    retries: int = 2


class Budget(AgentMiddleware[AgentState[Any], None, Any]):
    """Ends a turn that costs too much: steps, tokens, seconds."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        super().__init__()
        self._limits = limits
        self._clock = clock
        self._steps = 0

    def before_model(self, state: AgentState[Any], runtime: Runtime[None]) -> dict[str, Any] | None:
        """Count the step before it is taken.

        Raises:
            WriterFailed: The budget is spent.
        """
        self._steps += 1
        usages = [m.usage_metadata for m in state["messages"] if isinstance(m, AIMessage)]
        spent = sum(usage["total_tokens"] for usage in usages if usage)
        if self._steps > self._limits.steps:
            raise WriterFailed(f"more than {self._limits.steps} model calls", "steps")
        if spent > self._limits.tokens:
            raise WriterFailed(f"{spent} tokens spent", "tokens")
        if self._clock.left_s <= 0:
            raise WriterFailed("time is over", "time")
        return None


class Retries(AgentMiddleware[AgentState[Any], None, Any]):
    """Tries again after an error that may pass, as long as the endpoint asks to wait, within the time left."""

    def __init__(self, limits: Limits, clock: Clock, begun: Callable[[], bool], watch: Watch) -> None:
        super().__init__()
        self._limits = limits
        self._clock = clock
        self._begun = begun
        self._watch = watch

    def wrap_model_call(
        self, request: ModelRequest[None], handler: Callable[[ModelRequest[None]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Call the model; not again once sentences of this answer were shown."""
        for attempt in range(self._limits.retries + 1):
            try:
                with self._watch.model_call() as spent:
                    response = handler(request)
                    _count(spent, response)
                return response
            except (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError) as error:
                wait = max(_FIRST_WAIT_S * 2**attempt, _asked_wait(error))
                last = attempt == self._limits.retries
                if last or self._begun() or wait >= self._clock.left_s or self._clock.stopped.wait(wait):
                    raise
        raise AssertionError("the last attempt returns or raises")


class ToolGuard(AgentMiddleware[AgentState[Any], None, Any]):
    """Runs a tool unless there were too many; what goes wrong is told to the model, never to the reader."""

    def __init__(self, limits: Limits, clock: Clock, stepped: Callable[[str], None], watch: Watch) -> None:
        super().__init__()
        self._limits = limits
        self._clock = clock
        self._stepped = stepped
        self._watch = watch
        self._lock = threading.Lock()
        self._calls = 0

    def wrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], ToolMessage | Command[Any]],
    ) -> ToolMessage | Command[Any]:
        """Run one tool call."""
        with self._lock:
            self._calls += 1
            many = self._calls > self._limits.tool_calls
        if many or self._clock.left_s <= 0:
            return _reply(request, say("llm", "tool_limit"))
        self._stepped(str(request.tool_call["name"]))
        try:
            with self._watch.tool_call(str(request.tool_call["name"])):
                result = handler(request)
        except AssistantError as error:
            return _reply(request, refused_call(error))
        except Exception as error:
            log.warning("Tool %s failed: %s", request.tool_call["name"], type(error).__name__)
            return _reply(request, say("llm", "tool_error", reason=type(error).__name__))
        if isinstance(result, ToolMessage) and len(result.text) > _RESULT:
            return _reply(request, result.text[:_RESULT])
        return result


def _count(spent: Spent, response: ModelResponse[Any]) -> None:
    """Add up what the endpoint says that it read and wrote."""
    for message in response.result:
        usage = message.usage_metadata if isinstance(message, AIMessage) else None
        if usage:
            spent.tokens_in += usage["input_tokens"]
            spent.tokens_out += usage["output_tokens"]


class Grounding(AgentMiddleware[AgentState[Any], None, Any]):
    """Reads each answer; what does not stand is sent back once with its reason, then left out."""

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        super().__init__()
        self._desk = desk
        self._ledger = ledger
        self._sent_back = False
        self.refused: list[Refused] = []

    @hook_config(can_jump_to=["model", "end"])
    def after_model(self, state: AgentState[Any], runtime: Runtime[None]) -> dict[str, Any] | None:
        """Check a handed-in answer; let tool calls pass."""
        message = state["messages"][-1]
        if not isinstance(message, AIMessage):
            return None
        handed_in = [c for c in message.tool_calls if c["name"] == WRITE]
        broken = [c for c in message.invalid_tool_calls if c.get("name") in (WRITE, None)]
        if message.tool_calls and not handed_in:
            return None
        if message.invalid_tool_calls and not handed_in and not broken:
            return self._again(message, say("llm", "malformed"))
        claims = self._claims(message)
        self._desk.report = self._ledger.report or self._desk.report
        refused = self._desk.round(claims)
        self.refused += refused
        if not claims:
            return self._again(message, say("llm", "malformed"))
        return self._again(message, _faults(refused)) if refused else _done(message)

    def _again(self, message: AIMessage, why: str) -> dict[str, Any]:
        if self._sent_back:
            return _done(message)
        self._sent_back = True
        answered = _answered(message, why)
        return {"messages": answered or [HumanMessage(why)], "jump_to": "model"}

    def _claims(self, message: AIMessage) -> Sequence[Claim]:
        claims = [
            c for call in message.tool_calls if call["name"] == WRITE for c in read_arguments(call["args"])
        ]
        for call in message.invalid_tool_calls:
            claims += read_text(str(call.get("args") or ""))
        return claims or read_text(message.text)


def _faults(refused: Sequence[Refused]) -> str:
    reasons = words("llm")["reasons"]
    lines = []
    for item in refused:
        code = item.reason.split(" ")[0]
        lines.append(say("llm", "fault", sentence=item.text[:_SHOWN], reason=reasons.get(code, code)))
    return say("llm", "sent_back", faults="\n".join(lines))


def _done(message: AIMessage) -> dict[str, Any]:
    return {"messages": _answered(message, ""), "jump_to": "end"}


def _answered(message: AIMessage, text: str) -> list[BaseMessage]:
    """A reply to each tool call of a message, as the protocol demands."""
    calls = [*message.tool_calls, *message.invalid_tool_calls]
    return [ToolMessage(text, tool_call_id=str(c.get("id") or n)) for n, c in enumerate(calls)]


def _reply(request: ToolCallRequest, text: str) -> ToolMessage:
    return ToolMessage(text, tool_call_id=str(request.tool_call["id"]), name=str(request.tool_call["name"]))


def _asked_wait(error: openai.APIError) -> float:
    """Seconds that the endpoint asks to wait; 0 where it does not say."""
    response = getattr(error, "response", None)
    value = response.headers.get("retry-after", "") if response is not None else ""
    try:
        return max(0.0, float(value))
    except ValueError:
        return 0.0
