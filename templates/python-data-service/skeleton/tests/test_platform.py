"""What the platform relies on: settings, health, metrics and logs."""

import json
import logging

import pytest
from fastapi.testclient import TestClient

from app.config import ConfigError, read_config
from app.logs import Formatter
from app.readings import MemoryReadingStore
from tests.support import ENVIRONMENT, application, client


def test_reads_the_standard_environment() -> None:
    config = read_config(
        {
            **ENVIRONMENT,
            "PORT": "9000",
            "LOG_LEVEL": "warn",
            "SERVICE_ENVIRONMENT": "prod",
            "OTEL_RESOURCE_ATTRIBUTES": "service.namespace=a,service.version=1.2%2B3",
        }
    )
    assert (config.port, config.log_level, config.service_version) == (9000, "WARNING", "1.2+3")
    assert config.shutdown_delay_seconds == 5
    assert read_config(ENVIRONMENT).shutdown_delay_seconds == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "http"), ("PORT", "70000"), ("LOG_LEVEL", "loud"), ("SHUTDOWN_DELAY_SECONDS", "99")],
)
def test_says_which_setting_is_wrong(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        read_config({**ENVIRONMENT, name: value})


def test_is_alive_and_ready_until_it_stops() -> None:
    made = application()
    api = TestClient(made.app)
    assert api.get("/healthz").json() == {"status": "ok"}
    assert api.get("/readyz").status_code == 200
    made.readiness.stop()
    answer = api.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "stopping"})
    assert api.get("/healthz").status_code == 200
{%- if values.hasDatabase %}


def test_is_not_ready_without_its_database() -> None:
    class Broken(MemoryReadingStore):
        async def check(self) -> None:
            raise ConnectionError

    answer = client(Broken()).get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["database"])
{%- endif %}


def test_counts_requests_by_route() -> None:
    api = client(MemoryReadingStore())
    api.get("/sensors/cold-room-1/readings")
    api.get("/nothing-here")
    api.get("/readyz")
    text = api.get("/metrics").text
    for route, status in (("/sensors/{sensor}/readings", 200), ("none", 404)):
        assert (
            'http_server_request_duration_seconds_count{http_request_method="GET",'
            f'http_response_status_code="{status}",http_route="{route}"}} 1.0'
        ) in text
    assert "readyz" not in text
    assert "process_resident_memory_bytes" in text


def test_logs_are_json_with_the_same_fields_everywhere() -> None:
    record = logging.LogRecord("a.b", logging.WARNING, "file", 1, "said %s", ("it",), None)
    record.sensor = "cold-room-1"
    line = json.loads(Formatter(read_config(ENVIRONMENT)).format(record))
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "message": "said it",
        "logger": "a.b",
        "level": "warn",
        "sensor": "cold-room-1",
        "service": "test",
        "version": "unknown",
        "environment": "local",
    }
