"""Calls a tool with what a client sent; what goes wrong is told in words that say what to change."""

from __future__ import annotations

import logging
import time
import traceback
import uuid
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.assembly import Assistant
from assistant.errors import AssistantError
from assistant.service.errors import shortage
from assistant.service.mcp.tools import PolicyTool
from assistant.wording import say, words

log = logging.getLogger(__name__)


class Refused(Exception):
    """A call that came to nothing; ``code`` is stable, the message is for whoever called."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def call(tool: PolicyTool, arguments: Mapping[str, Any], assistant: Assistant) -> BaseModel:
    """The result of a tool.

    Raises:
        Refused: The arguments cannot be used, or something failed.
    """
    started, outcome = time.perf_counter(), "ok"
    try:
        return tool.run(assistant, tool.takes.model_validate(_filled(tool, arguments)))
    except ValidationError as error:
        outcome = "invalid_request"
        raise Refused(outcome, _misuse(tool, error)) from None
    except AssistantError as error:
        outcome = error.code
        raise Refused(outcome, _advised(error, assistant)) from None
    except Exception as error:
        short = shortage(error)
        outcome = short.code if short else "internal_error"
        told = _fault(error, outcome)
        raise Refused(outcome, str(short) if short else told) from None
    finally:
        log.info("mcp %s %s %.1f ms", tool.name, outcome, (time.perf_counter() - started) * 1000)


def _filled(tool: PolicyTool, arguments: Mapping[str, Any]) -> dict[str, Any]:
    # Chat models send "" for an argument that they do not mean to give.
    fields = tool.takes.model_fields
    return {
        name: value
        for name, value in arguments.items()
        if value != "" or name not in fields or fields[name].is_required()
    }


def _misuse(tool: PolicyTool, error: ValidationError) -> str:
    found = "；".join(
        f"{'.'.join(map(str, item['loc'])) or tool.name}：{_wrong(item)}"
        for item in error.errors(include_url=False, include_input=False)
    )
    return say("mcp", "misuse", errors=found, tool=tool.name, known="、".join(tool.takes.model_fields))


def _wrong(item: Mapping[str, Any]) -> str:
    known: Mapping[str, str] = words("problems")["fields"]
    if item["type"] not in known:
        return str(item["msg"])
    return known[item["type"]].format(**item.get("ctx", {}))


def _advised(error: AssistantError, assistant: Assistant) -> str:
    advice = words("mcp")["advice"].get(error.code, "")
    documents = "、".join(document.id for document in assistant.library.documents)
    return f"{error}{advice.format(documents=documents)}"


def _fault(error: Exception, code: str) -> str:
    # Frames only: the message of an unforeseen error may hold somebody's words.
    identity = uuid.uuid4().hex
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s %s %s\n%s", code, identity, type(error).__name__, frames)
    return str(words("problems")["details"]["internal_error"]).format(request_id=identity)
