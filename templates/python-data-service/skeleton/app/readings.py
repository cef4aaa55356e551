"""Readings of sensors: what they are, and where they are kept."""

from datetime import UTC, datetime
from typing import Annotated, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Sensor = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", examples=["cold-room-1"])]

MOST_AT_ONCE = 1000


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Reading(BaseModel):
    """What a sensor measured at a time. A sensor has one reading at any time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sensor: Sensor
    value: Annotated[float, Field(allow_inf_nan=False)]
    taken_at: Annotated[AwareDatetime, Field(default_factory=now)]


class ReadingStore(Protocol):
    """Where readings are kept."""

    async def add(self, readings: list[Reading]) -> int:
        """Keeps them; how many of them were new."""

    async def latest(self, sensor: str, limit: int, before: datetime | None) -> list[Reading]:
        """Those of a sensor, the newest first."""

    async def since(self, sensor: str, start: datetime) -> list[Reading]:
        """All of a sensor from a time on, the oldest first."""

    async def check(self) -> None:
        """Fails when nothing can be kept or read now."""

    async def close(self) -> None:
        """Lets go of what is held."""


class MemoryReadingStore:
    """Keeps readings as long as the process lives: for tests, and until there is a database."""

    def __init__(self, most: int = 100_000) -> None:
        self._most = most
        self._readings: dict[tuple[str, datetime], Reading] = {}

    async def add(self, readings: list[Reading]) -> int:
        """The oldest arrivals make room for the newest."""
        before = set(self._readings)
        for reading in readings:
            self._readings.setdefault((reading.sensor, reading.taken_at), reading)
        added = len(self._readings) - len(before)
        while len(self._readings) > self._most:
            del self._readings[next(iter(self._readings))]
        return added

    async def latest(self, sensor: str, limit: int, before: datetime | None) -> list[Reading]:
        """As the protocol says."""
        found = [it for it in self._of(sensor) if before is None or it.taken_at < before]
        return sorted(found, key=lambda it: it.taken_at, reverse=True)[:limit]

    async def since(self, sensor: str, start: datetime) -> list[Reading]:
        """As the protocol says."""
        found = [it for it in self._of(sensor) if it.taken_at >= start]
        return sorted(found, key=lambda it: it.taken_at)

    async def check(self) -> None:
        """There is nothing that could be missing."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    def _of(self, sensor: str) -> list[Reading]:
        return [it for it in self._readings.values() if it.sensor == sensor]
