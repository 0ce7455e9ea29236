"""Spans to a collector by OTLP over HTTP. Stands on OpenTelemetry's SDK, an extra: nothing else here imports it."""

from __future__ import annotations

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from api.observability.tracing import Attribute, Kind, Span, Tracing

_TRY_SECONDS = 3.0  # one sending, the tries again included; also what stopping may wait for
_KINDS = {
    Kind.INTERNAL: trace.SpanKind.INTERNAL,
    Kind.SERVER: trace.SpanKind.SERVER,
    Kind.CLIENT: trace.SpanKind.CLIENT,
}


class _Sent(Span):
    def __init__(self, span: trace.Span) -> None:
        self.inner = span
        self.told = True
        self.trace = trace.format_trace_id(span.get_span_context().trace_id)

    def rename(self, name: str) -> None:
        self.inner.update_name(name)

    def set(self, attribute: Attribute, value: str | int) -> None:
        self.inner.set_attribute(attribute, value)

    def fail(self, why: str) -> None:
        self.inner.set_status(trace.StatusCode.ERROR)
        self.inner.set_attribute("error.type", why)

    def forget(self) -> None:
        self.told = False


class Exported(Tracing):
    """A pipeline of its own: no global one is set, so that no library joins in with attributes of its own.

    endpoint: the URL of OTLP traces. A batch leaves every few seconds; what a collector does not take is dropped, and
    requests wait for none of it.
    """

    def __init__(self, endpoint: str) -> None:
        # Nothing of the environment and the machine, as the SDK's own resources would have it.
        self._provider = TracerProvider(ALWAYS_ON, Resource({"service.name": "hanotex"}), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint, timeout=_TRY_SECONDS)))
        self._tracer = self._provider.get_tracer("hanotex")

    def close(self) -> None:
        self._provider.shutdown()

    def _begin(self, name: str, kind: Kind, within: Span | str) -> Span:
        return _Sent(self._tracer.start_span(name, _context(within), _KINDS[kind]))

    def _end(self, span: Span) -> None:
        # One that is not ended is not sent.
        if isinstance(span, _Sent) and span.told:
            span.inner.end()


def _context(within: Span | str) -> Context:
    if isinstance(within, str):
        # Without `tracestate` and `baggage`, in which anybody may have written anything.
        return TraceContextTextMapPropagator().extract({"traceparent": within}, Context())
    return trace.set_span_in_context(within.inner, Context()) if isinstance(within, _Sent) else Context()
