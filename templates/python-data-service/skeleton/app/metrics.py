"""Metrics for Prometheus, called as OpenTelemetry's conventions say."""

import time

from prometheus_client import (
    CollectorRegistry,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
QUIET = {"/healthz", "/readyz", "/metrics"}


def new_registry() -> CollectorRegistry:
    """A registry with what the process and its runtime say of themselves."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


class MetricsMiddleware:
    """Counts and times requests by the route they matched, never by their path."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
        self._duration = Histogram(
            "http_server_request_duration_seconds",
            "How long requests take.",
            ["http_request_method", "http_route", "http_response_status_code"],
            buckets=BUCKETS,
            registry=registry,
        )
        self._active = Gauge(
            "http_server_active_requests",
            "Requests being answered.",
            ["http_request_method"],
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self._app(scope, receive, send)
            return
        method = str(scope["method"])
        began = time.perf_counter()
        status = 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._active.labels(method).inc()
        try:
            await self._app(scope, receive, watch)
        finally:
            self._active.labels(method).dec()
            route = getattr(scope.get("route"), "path", "none")
            self._duration.labels(method, route, str(status)).observe(time.perf_counter() - began)
