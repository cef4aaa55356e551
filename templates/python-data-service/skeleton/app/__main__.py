"""python -m app"""

import logging
import sys

from app.application import build
from app.config import ConfigError, read_config
{%- if values.hasDatabase %}
from app.database import migrate
{%- endif %}
from app.logs import set_up_logs
from app.server import serve
from app.telemetry import start_telemetry


def main() -> int:
    """Starts the service; its exit code."""
    try:
        config = read_config()
    except ConfigError as error:
        print(error, file=sys.stderr)  # noqa: T201 there are no logs yet
        return 2
    set_up_logs(config)
    logging.getLogger(__name__).info("Starting.", extra={"port": config.port})
    traces = start_telemetry(config)
{%- if values.hasDatabase %}
    migrate(config.database_url)
{%- endif %}
    application = build(config)
    started = serve(
        application.app,
        port=config.port,
        begin=application.readiness.stop,
        delay=config.shutdown_delay_seconds,
    )
    if traces:
        traces.shutdown()
    return 0 if started else 1


if __name__ == "__main__":
    sys.exit(main())
