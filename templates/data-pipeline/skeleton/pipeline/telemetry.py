"""Traces, by OpenTelemetry; none without an endpoint."""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from pipeline.config import Config


def start_telemetry(config: Config) -> TracerProvider | None:
    """Sends traces where OTEL_EXPORTER_OTLP_ENDPOINT says, sampled as OTEL_TRACES_SAMPLER says."""
    if config.traces_endpoint is None:
        return None
    provider = TracerProvider(resource=Resource.create({"service.name": config.service_name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return provider
