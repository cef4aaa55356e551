"""Settings, from the environment alone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

LOG_LEVELS = {"debug": "DEBUG", "info": "INFO", "warn": "WARNING", "error": "ERROR"}


class ConfigError(Exception):
    """A setting that is missing or wrong, and how it has to be."""


@dataclass(frozen=True)
class Config:
    """Everything that differs between environments."""

    port: int
    log_level: str
    service_name: str
    service_version: str
    environment: str
    traces_endpoint: str | None
    # How long requests are still taken after SIGTERM, until everybody knows that we are stopping.
    shutdown_delay_seconds: int
{%- if values.hasDatabase %}
    database_url: str
{%- endif %}
{%- if values.hasCache %}
    # Without one, everything is worked out anew.
    redis_url: str | None
{%- endif %}


def _whole_number(env: Mapping[str, str], name: str, fallback: int, most: int) -> int:
    text = env.get(name, str(fallback))
    if not text.isascii() or not text.isdigit() or int(text) > most:
        raise ConfigError(f"{name} is {text!r}; it has to be a whole number up to {most}.")
    return int(text)


def _version(attributes: str) -> str:
    for pair in attributes.split(","):
        name, _, value = pair.partition("=")
        if name.strip() == "service.version":
            return unquote(value)
    return "unknown"


def read_config(env: Mapping[str, str] = os.environ) -> Config:
    """Reads the settings; a ConfigError says which one is wrong."""
    level = env.get("LOG_LEVEL", "info").lower()
    if level not in LOG_LEVELS:
        raise ConfigError(f"LOG_LEVEL is {level!r}; choose one of {', '.join(LOG_LEVELS)}.")
    environment = env.get("SERVICE_ENVIRONMENT", "local")
{%- if values.hasDatabase %}
    database_url = env.get("DATABASE_URL", "")
    if not database_url.startswith(("postgresql://", "postgres://")):
        raise ConfigError(
            "DATABASE_URL has to begin with postgresql://; "
            "make run sets it to the database of compose.yaml."
        )
{%- endif %}
    return Config(
        port=_whole_number(env, "PORT", ${{ values.port }}, 65535),
        log_level=LOG_LEVELS[level],
        service_name=env.get("SERVICE_NAME", "${{ values.name }}"),
        service_version=_version(env.get("OTEL_RESOURCE_ATTRIBUTES", "")),
        environment=environment,
        traces_endpoint=env.get("OTEL_EXPORTER_OTLP_ENDPOINT") or None,
        shutdown_delay_seconds=_whole_number(
            env, "SHUTDOWN_DELAY_SECONDS", 0 if environment == "local" else 5, 25
        ),
{%- if values.hasDatabase %}
        database_url=database_url,
{%- endif %}
{%- if values.hasCache %}
        redis_url=env.get("REDIS_URL") or None,
{%- endif %}
    )
