"""What tests have in common."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.config import Config, read_config
from pipeline.shipments import Rejected, Shipment

ENVIRONMENT = {
    "SERVICE_NAME": "test",
    "BATCH_SIZE": "10",
{%- if values.hasDatabase %}
    # Never connected to: tests bring a sink of their own.
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
{%- endif %}
}


def config(**settings: str) -> Config:
    """Settings of a test."""
    return read_config({**ENVIRONMENT, **settings})


def record(number: int, **change: Any) -> dict[str, Any]:
    """A good record, with something else about it."""
    return {
        "id": f"s-{number}",
        "sku": "apple" if number % 2 else "pear",
        "quantity": number,
        "weight_kg": 0.5,
        "shipped_at": f"2026-03-{1 + number // 20:02d}T12:00:00Z",
        **change,
    }


def write(path: Path, records: list[dict[str, Any]]) -> str:
    """Writes a source; its address."""
    path.write_text("".join(json.dumps(it) + "\n" for it in records), encoding="utf-8")
    return f"file:{path}"


class MemorySink:
    """Keeps everything in memory, and may fail on the way."""

    def __init__(self) -> None:
        self.shipments: dict[str, Shipment] = {}
        self.rejected: list[Rejected] = []
        self.cursor: str | None = None
        self.loads = 0
        self.fail_at: int | None = None

    @contextmanager
    def exclusive(self) -> Iterator[bool]:
        """Nobody else has it."""
        yield True

    def checkpoint(self) -> str | None:
        """As the protocol says."""
        return self.cursor

    def load(self, shipments: list[Shipment], rejected: list[Rejected], cursor: str) -> None:
        """As the protocol says, unless it is to fail."""
        self.loads += 1
        if self.loads == self.fail_at:
            raise OSError("The disk is full.")
        self.shipments.update({it.id: it for it in shipments})
        self.rejected += rejected
        self.cursor = cursor

    def close(self) -> None:
        """There is nothing to let go of."""
