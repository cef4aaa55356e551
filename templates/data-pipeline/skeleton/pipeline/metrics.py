"""What a run leaves behind for Prometheus. A job ends before anybody asks, so it pushes."""

import logging
import time

from prometheus_client import CollectorRegistry, Gauge, pushadd_to_gateway

from pipeline.config import Config
from pipeline.run import Report

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 5


def metrics_of(report: Report, *, succeeded: bool, exit_code: int) -> CollectorRegistry:
    """The numbers of a run. Without success, the time of the last one stays what it was."""
    registry = CollectorRegistry()

    def gauge(name: str, text: str, value: float) -> None:
        Gauge(name, text, registry=registry).set(value)

    gauge("pipeline_run_duration_seconds", "From the start of the run to its end.", report.seconds)
    gauge("pipeline_run_exit_code", "How the run ended; 0 is well.", exit_code)
    records = Gauge("pipeline_records", "Records of the run.", ["stage"], registry=registry)
    records.labels("extracted").set(report.extracted)
    records.labels("loaded").set(report.loaded)
    records.labels("rejected").set(report.rejected)
    if report.newest is not None:
        gauge(
            "pipeline_checkpoint_lag_seconds",
            "How old the newest record was.",
            max(0.0, time.time() - report.newest.timestamp()),
        )
    if succeeded:
        gauge("pipeline_last_success_timestamp_seconds", "When a run last succeeded.", time.time())
    return registry


def push(config: Config, registry: CollectorRegistry) -> None:
    """Sends them on, where PUSHGATEWAY_URL is set. That it fails does not make a run fail."""
    if config.pushgateway_url is None:
        return
    try:
        pushadd_to_gateway(
            config.pushgateway_url,
            job=config.service_name,
            registry=registry,
            grouping_key={"namespace": config.namespace},
            timeout=TIMEOUT_SECONDS,
        )
    except OSError as error:
        log.warning("The metrics could not be pushed.", extra={"error": repr(error)})
