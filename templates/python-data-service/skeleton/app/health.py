"""GET /healthz: the process is alive. GET /readyz: it can answer requests now. GET /metrics."""

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

LONGEST_CHECK_SECONDS = 1.5

Check = Callable[[], Awaitable[None]]


class Readiness:
    """Whether requests are to be sent here."""

    def __init__(self, dependencies: dict[str, Check]) -> None:
        self._dependencies = dependencies
        self._stopping = False

    def stop(self) -> None:
        """From here on /readyz says no, so that no new requests are sent here."""
        self._stopping = True

    async def answer(self) -> JSONResponse:
        """What /readyz says: 503 while stopping, or with the names of what is missing."""
        if self._stopping:
            return JSONResponse({"status": "stopping"}, 503)
        names = list(self._dependencies)
        well = await asyncio.gather(*(self._is_well(name) for name in names))
        missing = [name for name, is_well in zip(names, well, strict=True) if not is_well]
        if missing:
            return JSONResponse({"status": "unavailable", "missing": missing}, 503)
        return JSONResponse({"status": "ok"})

    async def _is_well(self, name: str) -> bool:
        try:
            await asyncio.wait_for(self._dependencies[name](), LONGEST_CHECK_SECONDS)
        except Exception:
            return False
        return True


def health_routes(readiness: Readiness, registry: CollectorRegistry) -> APIRouter:
    """What the platform asks of every service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        return await readiness.answer()

    @router.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return router
