"""Where shipments are kept."""

from contextlib import AbstractContextManager
from typing import Protocol

from pipeline.shipments import Rejected, Shipment


class SinkError(Exception):
    """What was made cannot be kept."""


class Sink(Protocol):
    """Keeps shipments, their totals by day, what was rejected, and how far the work has come."""

    def exclusive(self) -> AbstractContextManager[bool]:
        """Whether nobody else is at work, for as long as it is held."""

    def checkpoint(self) -> str | None:
        """The cursor behind the last batch that was kept."""

    def load(self, shipments: list[Shipment], rejected: list[Rejected], cursor: str) -> None:
        """Keeps a batch, then the cursor. The same batch again changes nothing."""

    def close(self) -> None:
        """Lets go of what is held."""
