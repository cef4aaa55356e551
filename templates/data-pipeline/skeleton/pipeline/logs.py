"""Logs as JSON, one line each, with the ids that lead to the trace."""

import logging
import sys
from datetime import UTC, datetime

from opentelemetry import trace
from pythonjsonlogger.json import JsonFormatter

from pipeline.config import Config


class Formatter(JsonFormatter):
    """Names fields as every service of the platform does."""

    def __init__(self, config: Config) -> None:
        super().__init__(
            "%(message)s %(name)s",
            rename_fields={"name": "logger"},
            static_fields={
                "service": config.service_name,
                "version": config.service_version,
                "environment": config.environment,
            },
        )

    def add_fields(
        self,
        log_data: dict[str, object],
        record: logging.LogRecord,
        message_dict: dict[str, object],
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data["level"] = "warn" if record.levelname == "WARNING" else record.levelname.lower()
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat()
        span = trace.get_current_span().get_span_context()
        if span.is_valid:
            log_data["trace_id"] = trace.format_trace_id(span.trace_id)
            log_data["span_id"] = trace.format_span_id(span.span_id)


def set_up_logs(config: Config) -> None:
    """Sends all logs, those of libraries too, to the standard output."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Formatter(config))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(config.log_level)
    # Each says more of a single request than anybody wants to read.
    for noisy in ("httpcore", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
