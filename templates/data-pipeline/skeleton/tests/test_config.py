"""Settings, from the standard environment."""

import pytest

from pipeline.config import ConfigError, read_config
from tests.support import ENVIRONMENT, config


def test_reads_the_standard_environment() -> None:
    found = config(
        LOG_LEVEL="warn",
        SERVICE_ENVIRONMENT="prod",
        OTEL_RESOURCE_ATTRIBUTES="service.namespace=payments,service.version=1.2%2B3",
    )
    assert (found.log_level, found.service_version) == ("WARNING", "1.2+3")
    assert found.namespace == "payments-prod"


@pytest.mark.parametrize(
    ("name", "value"),
    [("BATCH_SIZE", "0"), ("LOG_LEVEL", "loud"), ("SOURCE_URL", "here"), ("BATCH_SIZE", "ten")],
)
def test_says_which_setting_is_wrong(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        read_config({**ENVIRONMENT, name: value})
