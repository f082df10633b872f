"""Spans for a collector that speaks OTLP, where the operator names one; otherwise nothing of this is imported.

A request is a span, the steps of the agent stand below it, calls of a language model and of its tools below these.
Spans hold names, counts and durations; of an exception its type alone, since its message may quote somebody.

Source: OpenTelemetry semantic conventions, HTTP server spans and generative AI client spans.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import __version__
from assistant.agent.watching import Spent
from assistant.domain.answers import Answer
from assistant.errors import SettingsError
from assistant.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

SERVICE = "policy-assistant"


def open_traces(settings: Settings) -> Traces | None:
    """What sends spans to the collector of the settings; None where there is none.

    Raises:
        SettingsError: The packages for it are not installed.
    """
    if settings.traces is None:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError(
            "ASSISTANT_TRACES 需要另装的软件包：请运行 pip install 'green-policy-assistant[tracing]'，或不设置此变量。"
        ) from error
    address = f"{settings.traces.rstrip('/')}/v1/traces"
    resource = Resource.create({"service.name": SERVICE, "service.version": __version__})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address, timeout=5)))
    return Traces(provider, settings.llm.partition(":")[2] if settings.llm else "")


class Traces:
    """Draws the spans.

    Args:
        provider: Gives them to whoever sends them.
        model: Name of the language model, if one words the answers.
    """

    def __init__(self, provider: TracerProvider, model: str = "") -> None:
        from opentelemetry import trace

        self._trace = trace
        self._provider = provider
        self._tracer = provider.get_tracer("assistant", __version__)
        self._model = model

    def step(self, name: str) -> AbstractContextManager[Any]:
        """A step of the agent."""
        return self._span(name)

    def tool(self, name: str) -> AbstractContextManager[Any]:
        """A tool that the model called."""
        told = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name}
        return self._span(f"execute_tool {name}", told)

    @contextmanager
    def model_call(self, spent: Spent) -> Iterator[None]:
        """A call of the model; what it cost is known at its end."""
        told = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": self._model,
        }
        with self._span(f"chat {self._model}", told, client=True) as span:
            try:
                yield
            finally:
                span.set_attribute("gen_ai.usage.input_tokens", spent.tokens_in)
                span.set_attribute("gen_ai.usage.output_tokens", spent.tokens_out)

    def answered(self, answer: Answer, drops: int) -> None:
        """Say on the span under way what came of the question."""
        span = self._trace.get_current_span()
        span.set_attribute("assistant.kind", answer.kind)
        span.set_attribute("assistant.engine", answer.engine)
        span.set_attribute("assistant.citations", len(answer.citations))
        span.set_attribute("assistant.drops", drops)

    @contextmanager
    def request(self, scope: Scope, identity: str) -> Iterator[Any]:
        """A request, as a part of the trace that its caller is in."""
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carried = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        caller = TraceContextTextMapPropagator().extract(carried)
        told = {"http.request.method": scope["method"], "assistant.request_id": identity}
        with self._span(scope["method"], told, context=caller, server=True) as span:
            yield span

    def close(self) -> None:
        """Send what waits."""
        self._provider.shutdown()

    @contextmanager
    def _span(
        self,
        name: str,
        attributes: dict[str, str] | None = None,
        *,
        context: Any = None,
        client: bool = False,
        server: bool = False,
    ) -> Iterator[Any]:
        kinds = self._trace.SpanKind
        kind = kinds.CLIENT if client else kinds.SERVER if server else kinds.INTERNAL
        with self._tracer.start_as_current_span(
            name, context, kind, attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield span
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(self._trace.StatusCode.ERROR)
                raise


class Traced:
    """ASGI middleware that draws a span around each request; only there where spans are wanted."""

    def __init__(self, app: ASGIApp, traces: Traces) -> None:
        self._app = app
        self._traces = traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._traces.request(scope, str(scope.get("assistant.request_id", ""))) as span:

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    route = getattr(scope.get("route"), "path", None)
                    span.set_attribute("http.response.status_code", message["status"])
                    if route:
                        span.set_attribute("http.route", route)
                        span.update_name(f"{scope['method']} {route}")
                await send(message)

            await self._app(scope, receive, answer)
