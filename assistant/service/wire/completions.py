"""Chat completions in the shape of OpenAI's API, with the contract's fields beside the text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.answers import AnswerKind, Engine, Language
from assistant.service.wire.answers import AnswerOut
from assistant.service.wire.citations import CitationOut, NoticeOut
from assistant.service.wire.eligibility import ReportOut
from assistant.text.titles import short_title
from assistant.wording import words

MODEL = "policy-assistant"

_WIDE = re.compile(r"[⺀-鿿가-힯豈-﫿\uff00-\uffef]")
_NARROW_TOKEN = 4


class Part(BaseModel):
    """A piece of a message; only text is read."""

    type: str = Field(examples=["text"])
    text: str | None = None


class MessageIn(BaseModel):
    """A turn. User messages are read; what other roles say is no instruction and no source."""

    role: str = Field(description="The words of `user` count; other roles are passed over.")
    content: str | list[Part] | None = Field(None, description="Text, or parts of type `text`.")


class StreamOptions(BaseModel):
    """What a stream brings beside the text."""

    include_usage: bool | None = Field(None, description="Send a last chunk with `usage` and no choice.")


class CompletionRequest(BaseModel):
    """A conversation whose last user message is the question; fields not listed are passed over."""

    model_config = ConfigDict(protected_namespaces=())

    model: str = Field(description=f"`{MODEL}`.", examples=[MODEL])
    messages: list[MessageIn] = Field(
        json_schema_extra={"minItems": 1},
        description="The last user message is the question, at most 2,000 characters; earlier ones are the conversation.",
    )
    stream: bool | None = Field(None, description="Send chunks as server-sent events.")
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, description="1: one answer a request.")
    tool_choice: Any = Field(
        None, description="`auto` or `none`: tools offered by the caller are never called."
    )
    response_format: dict[str, Any] | None = Field(None, description='`{"type": "text"}`.')
    as_of: str | None = Field(None, description="Not of OpenAI: the day asked, YYYY-MM-DD; null is today.")
    language: Language | None = Field(None, description="Not of OpenAI: language of the assistant's words.")


class PolicyFields(BaseModel):
    """What the contract's answer holds beside its text; addresses are absolute."""

    citations: list[CitationOut]
    notices: list[NoticeOut]
    eligibility: ReportOut | None
    quick_replies: list[str]
    kind: AnswerKind
    session_id: str = Field(description="Goes on at POST /api/v1/ask.")
    answer_id: str
    as_of: date
    corpus_version: str
    rules_version: str
    engine: Engine
    language: Language


class MessageOut(PolicyFields):
    """The answer: its text with footnotes, and the same machine-readable."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class Choice(BaseModel):
    """The one answer."""

    index: int = 0
    message: MessageOut
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """Estimated: a token for each wide character (Chinese), and one for every four others."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(BaseModel):
    """An answer as a chat completion."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    system_fingerprint: str = Field(description="Versions of corpus and rules.")
    choices: list[Choice]
    usage: Usage


class Model(BaseModel):
    """A model that can be asked."""

    id: str
    object: Literal["model"] = "model"
    created: int = Field(default=0, description="Always 0; the versions stand in `system_fingerprint`.")
    owned_by: str = "assistant"


class Models(BaseModel):
    """All models."""

    object: Literal["list"] = "list"
    data: list[Model]


class OpenAiError(BaseModel):
    """What went wrong, in OpenAI's shape."""

    message: str = Field(description="What is wrong and what to change.")
    type: Literal["invalid_request_error", "server_error"]
    param: str | None = Field(None, description="The field to change, where there is one.")
    code: str = Field(description="Stable; as in the problem documents of the other calls.")


class OpenAiErrorBody(BaseModel):
    """The body of an error reply."""

    error: OpenAiError


def text_of(message: MessageIn) -> str:
    """The text of a message, its parts joined by line ends."""
    if isinstance(message.content, list):
        return "\n".join(part.text or "" for part in message.content if part.type == "text")
    return message.content or ""


def fields_of(shown: AnswerOut, base_url: str) -> PolicyFields:
    """The machine-readable part of an answer, its addresses under ``base_url``."""
    return PolicyFields.model_validate(_absolute(shown.model_dump(mode="json"), base_url))


def footnotes(fields: PolicyFields) -> str:
    """What follows the answer in its text: notices, sources, who wrote it."""
    say = words("completions")[fields.language]
    lines: list[str] = []
    for notice in fields.notices:
        mark = f" [{notice.citation}]" if notice.citation else ""
        lines += ["", say["notice"].format(text=notice.text) + mark]
    if fields.citations:
        # Two blanks at the end of a line keep it one in Markdown.
        listed = [_footnote(say["footnote"], citation) + "  " for citation in fields.citations]
        lines += ["", say["sources"], "", *listed]
    lines += ["", say[f"engine_{fields.engine}"].format(as_of=fields.as_of)]
    return "\n" + "\n".join(lines)


def usage_of(asked: Sequence[MessageIn], content: str) -> Usage:
    """The estimate for a request and its answer."""
    prompt, completion = sum(tokens(text_of(message)) for message in asked), tokens(content)
    return Usage(prompt_tokens=prompt, completion_tokens=completion, total_tokens=prompt + completion)


def tokens(text: str) -> int:
    """Estimated length of a text in tokens.

    >>> tokens("公示期"), tokens("notice"), tokens("")
    (3, 2, 0)
    """
    wide = len(_WIDE.findall(text))
    return wide + math.ceil((len(text) - wide) / _NARROW_TOKEN)


def _footnote(pattern: str, citation: CitationOut) -> str:
    return pattern.format(
        index=citation.index,
        title=short_title(citation.document_title),
        label=citation.clause_label,
        status=citation.status_label,
        url=citation.url,
    )


def _absolute(value: Any, base_url: str) -> Any:
    if isinstance(value, Mapping):
        return {
            key: base_url + item
            if key == "url" and isinstance(item, str) and item.startswith("/")
            else _absolute(item, base_url)
            for key, item in value.items()
        }
    return [_absolute(item, base_url) for item in value] if isinstance(value, list) else value
