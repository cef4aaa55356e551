"""Puts the parts together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI

from app.config import Config
{%- if values.hasDatabase %}
from app.database import open_database
from app.database_readings import DatabaseReadingStore
{%- endif %}
from app.health import Readiness, health_routes
from app.metrics import MetricsMiddleware, new_registry
{%- if values.hasDatabase %}
from app.readings import ReadingStore
{%- else %}
from app.readings import MemoryReadingStore, ReadingStore
{%- endif %}
from app.routes import reading_routes
{%- if values.hasCache %}
from app.summary_cache import SummaryCache
{%- endif %}
from app.telemetry import trace_requests


@dataclass(frozen=True)
class Application:
    """What answers requests, and what says whether it can."""

    app: FastAPI
    readiness: Readiness


def build(config: Config, store: ReadingStore | None = None) -> Application:
    """Makes the application; `store` takes the place of its own in tests."""
    registry = new_registry()
{%- if values.hasDatabase %}
    kept = store or DatabaseReadingStore(open_database(config.database_url, registry))
{%- else %}
    kept = store or MemoryReadingStore()
{%- endif %}
{%- if values.hasCache %}
    cache = SummaryCache(config.redis_url, registry)
{%- endif %}
    readiness = Readiness({% if values.hasDatabase %}{"database": kept.check}{% else %}{}{% endif %})

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
{%- if values.hasCache %}
        await cache.close()
{%- endif %}
        await kept.close()

    app = FastAPI(title=config.service_name, version=config.service_version, lifespan=lifespan)
    app.include_router(health_routes(readiness, registry))
    app.include_router(reading_routes(kept{% if values.hasCache %}, cache{% endif %}))
    app.add_middleware(MetricsMiddleware, registry=registry)
    if config.traces_endpoint:
        trace_requests(app)
    return Application(app, readiness)
