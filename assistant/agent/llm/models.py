"""The model of an OpenAI-compatible endpoint, with a clock on every byte that it sends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx
from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.errors import SettingsError

_CONNECT_S = 5.0


@dataclass(slots=True)
class Clock:
    """When the time of one answer is over, and whether its reader has gone."""

    ends: float
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def left_s(self) -> float:
        """Seconds left; 0 when the reader has gone."""
        return 0.0 if self.stopped.is_set() else max(0.0, self.ends - time.monotonic())


CLOCK: ContextVar[Clock | None] = ContextVar("llm_clock", default=None)


class TimedTransport(httpx.HTTPTransport):
    """Ends a response when the time of its answer is over, however slowly it drips."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request within the time left.

        Raises:
            httpx.ReadTimeout: The time is over.
        """
        clock = CLOCK.get()
        if clock is None:
            return super().handle_request(request)
        left = clock.left_s
        if left <= 0:
            raise httpx.ReadTimeout("the time of this answer is over", request=request)
        limits = {"connect": min(_CONNECT_S, left), "read": left, "write": left, "pool": left}
        request.extensions = {**request.extensions, "timeout": limits}
        response = super().handle_request(request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Timed(response.stream, clock, request)
        return response


class _Timed(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, clock: Clock, request: httpx.Request) -> None:
        self._stream = stream
        self._clock = clock
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            if self._clock.left_s <= 0:
                raise httpx.ReadTimeout("the time of this answer is over", request=self._request)
            yield piece

    def close(self) -> None:
        self._stream.close()


def open_model(spec: str, base_url: str | None, api_key: str | None, *, tokens: int) -> BaseChatModel:
    """The chat model that ``spec`` names (``openai:MODEL``); nothing is sent yet.

    Args:
        spec: Provider and model.
        base_url: Address of the endpoint; the provider's own when None.
        api_key: Its key, if it wants one.
        tokens: Longest reply, in tokens.

    Raises:
        SettingsError: The provider is not known.
    """
    provider, _, name = spec.partition(":")
    if provider != "openai" or not name:
        raise SettingsError(
            f"ASSISTANT_LLM={spec!r} 无法使用：请写 openai:模型名，并用 ASSISTANT_LLM_BASE_URL 指明服务地址。"
        )
    options: dict[str, Any] = {"stream_usage": True} if base_url is None else {}
    return ChatOpenAI(
        model=name,
        base_url=base_url,
        api_key=SecretStr(api_key or "none"),
        temperature=0,
        max_retries=0,
        max_completion_tokens=tokens,
        streaming=True,
        http_client=httpx.Client(transport=TimedTransport(trust_env=False), trust_env=False),
        **options,
    )
