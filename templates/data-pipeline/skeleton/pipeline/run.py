"""One run: batch by batch from the checkpoint to the end of the source."""

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime

from opentelemetry import trace

from pipeline.config import Config
from pipeline.shipments import check
from pipeline.sink import Sink
from pipeline.source import Source

log = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)

# Fewer say nothing about the source.
FEWEST_TO_JUDGE = 20


class QualityError(Exception):
    """So much of a batch is bad that the source must have changed."""


@dataclass
class Report:
    """What a run did."""

    extracted: int = 0
    loaded: int = 0
    rejected: int = 0
    batches: int = 0
    seconds: float = 0
    cursor: str | None = None
    newest: datetime | None = None
    finished: bool = False
    began: float = field(default_factory=time.monotonic)


def run(
    config: Config,
    *,
    source: Source,
    sink: Sink,
    report: Report,
    stop: threading.Event,
    dry: bool = False,
    restart: bool = False,
) -> None:
    """
    Reads, checks and keeps what is new, and notes in `report` what it did as it goes.

    Each batch is kept before the next is read, together with its cursor: after a run that ends
    early, however it ends, the next goes on from there. `dry` keeps nothing; `restart` begins at
    the beginning, which does no harm. `stop` ends it after the batch at hand.
    """
    report.cursor = None if restart else sink.checkpoint()
    log.info("Begins.", extra={"cursor": report.cursor, "dry": dry})
    try:
        with tracer.start_as_current_span("run") as span:
            for batch in source.batches(report.cursor, config.batch_size):
                with tracer.start_as_current_span("batch"):
                    good, bad = check(batch.records)
                    _judge(len(bad), len(batch.records), config.most_rejected_percent)
                    for it in bad:
                        log.debug("Rejected.", extra={"reasons": it.reasons})
                    if not dry:
                        sink.load(good, bad, batch.cursor)
                report.batches += 1
                report.extracted += len(batch.records)
                report.loaded += 0 if dry else len(good)
                report.rejected += len(bad)
                report.cursor = batch.cursor
                known = [report.newest] if report.newest else []
                report.newest = max([*known, *(it.shipped_at for it in good)], default=None)
                counts = {"good": len(good), "bad": len(bad)}
                log.info("Batch.", extra={"cursor": batch.cursor, **counts})
                if stop.wait(config.batch_pause_seconds):
                    return
            report.finished = True
            span.set_attribute("pipeline.records", report.extracted)
    finally:
        report.seconds = time.monotonic() - report.began


def _judge(bad: int, all_of_them: int, most_percent: int) -> None:
    if all_of_them >= FEWEST_TO_JUDGE and bad * 100 > all_of_them * most_percent:
        raise QualityError(
            f"{bad} of {all_of_them} records do not pass the checks, more than {most_percent} %. "
            "Nothing of this batch was kept."
        )
