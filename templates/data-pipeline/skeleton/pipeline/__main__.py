"""python -m pipeline run [--dry-run] [--restart] | status"""

import argparse
import logging
import signal
import sys
import threading
from dataclasses import asdict

from pipeline.config import Config, ConfigError, read_config
{%- if values.hasDatabase %}
from pipeline.database_sink import open_sink
{%- else %}
from pipeline.file_sink import open_sink
{%- endif %}
from pipeline.logs import set_up_logs
from pipeline.metrics import metrics_of, push
from pipeline.run import QualityError, Report, run
from pipeline.sink import SinkError
from pipeline.source import SourceError, open_source
from pipeline.telemetry import start_telemetry

log = logging.getLogger("pipeline")

DONE = 0
FAILED = 1
WRONG_SETTINGS = 2
BAD_DATA = 3
# The cluster tries again, and goes on from the checkpoint.
INTERRUPTED = 75


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pipeline")
    commands = parser.add_subparsers(dest="command", required=True)
    work = commands.add_parser("run", help="read what is new, check it, keep it")
    work.add_argument("--dry-run", action="store_true", help="read and check, and keep nothing")
    work.add_argument("--restart", action="store_true", help="begin at the beginning")
    commands.add_parser("status", help="say how far the work has come")
    return parser.parse_args(given)


def _run(config: Config, arguments: argparse.Namespace) -> int:
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    report = Report()
    code = FAILED
    try:
        sink = open_sink(config)
        try:
            with sink.exclusive() as alone:
                if not alone:
                    log.warning("Another run is at work.")
                    return DONE
                run(
                    config,
                    source=open_source(config.source_url),
                    sink=sink,
                    report=report,
                    stop=stop,
                    dry=arguments.dry_run,
                    restart=arguments.restart,
                )
            code = DONE if report.finished else INTERRUPTED
        finally:
            sink.close()
    except QualityError as error:
        log.error("Bad data.", extra={"error": str(error)})
        code = BAD_DATA
    except (SourceError, SinkError) as error:
        log.error("Failed.", extra={"error": str(error)})
    facts = {key: value for key, value in asdict(report).items() if key != "began"}
    log.info("Ends.", extra={**facts, "exit_code": code})
    if not arguments.dry_run:
        push(config, metrics_of(report, succeeded=code == DONE, exit_code=code))
    return code


def _status(config: Config) -> int:
    try:
        sink = open_sink(config)
        try:
            log.info("Status.", extra={"cursor": sink.checkpoint()})
        finally:
            sink.close()
    except SinkError as error:
        log.error("Failed.", extra={"error": str(error)})
        return FAILED
    return DONE


def main(given: list[str] | None = None) -> int:
    """Does what it is told; its exit code."""
    arguments = _arguments(given)
    try:
        config = read_config()
    except ConfigError as error:
        print(error, file=sys.stderr)  # noqa: T201 there are no logs yet
        return WRONG_SETTINGS
    set_up_logs(config)
    traces = start_telemetry(config)
    try:
        return _run(config, arguments) if arguments.command == "run" else _status(config)
    finally:
        if traces:
            traces.shutdown()


if __name__ == "__main__":
    sys.exit(main())
