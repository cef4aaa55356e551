"""The service's own requests."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.readings import MOST_AT_ONCE, Reading, ReadingStore, Sensor, now
from app.summaries import Every, Summary, summarise
{%- if values.hasCache %}
from app.summary_cache import SummaryCache
{%- endif %}


class NewReadings(BaseModel):
    """What is sent."""

    model_config = ConfigDict(extra="forbid")

    readings: Annotated[list[Reading], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Accepted(BaseModel):
    """What became of it. Sending the same again does no harm."""

    accepted: int
    duplicates: int


class ReadingPage(BaseModel):
    """Some readings, and how to ask for those before them."""

    readings: list[Reading]
    before: datetime | None


def reading_routes(store: ReadingStore{% if values.hasCache %}, cache: SummaryCache{% endif %}) -> APIRouter:
    """Takes readings, and answers questions about them."""
    router = APIRouter()

    @router.post("/readings", status_code=201)
    async def add(new: NewReadings) -> Accepted:
        accepted = await store.add(new.readings)
        return Accepted(accepted=accepted, duplicates=len(new.readings) - accepted)

    @router.get("/sensors/{sensor}/readings")
    async def latest(
        sensor: Annotated[Sensor, Path()],
        limit: Annotated[int, Query(ge=1, le=MOST_AT_ONCE)] = 100,
        before: Annotated[AwareDatetime | None, Query()] = None,
    ) -> ReadingPage:
        found = await store.latest(sensor, limit + 1, before)
        page = found[:limit]
        return ReadingPage(readings=page, before=page[-1].taken_at if len(found) > limit else None)

    @router.get("/sensors/{sensor}/summary")
    async def summary(
        sensor: Annotated[Sensor, Path()],
        every: Annotated[Every, Query()] = "1h",
        since: Annotated[AwareDatetime | None, Query()] = None,
    ) -> Summary:
        # To the minute, so that questions asked shortly after one another are the same.
        start = since or (now() - timedelta(days=1)).replace(second=0, microsecond=0)
{%- if values.hasCache %}
        known = await cache.find(sensor, every, start)
        if known:
            return known
{%- endif %}
        readings = await store.since(sensor, start)
{%- if values.hasCache %}
        made = await run_in_threadpool(summarise, sensor, every, start, readings)
        await cache.keep(made)
        return made
{%- else %}
        return await run_in_threadpool(summarise, sensor, every, start, readings)
{%- endif %}

    return router
