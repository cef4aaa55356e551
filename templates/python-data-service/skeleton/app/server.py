"""Runs the application, and stops it without losing a request."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI

log = logging.getLogger(__name__)

LONGEST_REQUEST_SECONDS = 20


class DrainingServer(uvicorn.Server):
    """On SIGTERM says so, still takes requests for a while, finishes them, and ends with 0."""

    def __init__(self, config: uvicorn.Config, begin: Callable[[], None], delay: float) -> None:
        super().__init__(config)
        self._begin = begin
        self._delay = delay

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(wanted, self._drain, wanted)
        yield

    def _drain(self, received: signal.Signals) -> None:
        log.info("Stopping.", extra={"signal": received.name})
        self._begin()
        asyncio.get_running_loop().call_later(self._delay, self._end)

    def _end(self) -> None:
        self.should_exit = True


def serve(app: FastAPI, *, port: int, begin: Callable[[], None], delay: float) -> bool:
    """Answers requests until told to stop. Whether it ever began."""
    config = uvicorn.Config(
        app,
        host="0.0.0.0",  # noqa: S104 the pod's own network
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=LONGEST_REQUEST_SECONDS,
    )
    server = DrainingServer(config, begin, delay)
    server.run()
    log.info("Stopped.")
    return server.started
