"""Settings, from the environment alone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

LOG_LEVELS = {"debug": "DEBUG", "info": "INFO", "warn": "WARNING", "error": "ERROR"}


class ConfigError(Exception):
    """A setting that is missing or wrong, and how it has to be."""


@dataclass(frozen=True)
class Config:
    """Everything that differs between environments."""

    log_level: str
    service_name: str
    service_version: str
    environment: str
    # The namespace it runs in, by which its metrics are found.
    namespace: str
    traces_endpoint: str | None
    pushgateway_url: str | None
    # Where records come from: http(s)://, or file: with one JSON object a line.
    source_url: str
    batch_size: int
    # How long to leave the source alone after each batch.
    batch_pause_seconds: int
    # A batch with a larger part of bad records is taken for a change of the source.
    most_rejected_percent: int
{%- if values.hasDatabase %}
    database_url: str
{%- else %}
    # Where shipments and the checkpoint are kept.
    data_dir: str
{%- endif %}


def _whole_number(env: Mapping[str, str], name: str, fallback: int, least: int, most: int) -> int:
    text = env.get(name, str(fallback))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ConfigError(
            f"{name} is {text!r}; it has to be a whole number from {least} to {most}."
        )
    return int(text)


def _attribute(attributes: str, wanted: str, fallback: str) -> str:
    for pair in attributes.split(","):
        name, _, value = pair.partition("=")
        if name.strip() == wanted:
            return unquote(value)
    return fallback


def read_config(env: Mapping[str, str] = os.environ) -> Config:
    """Reads the settings; a ConfigError says which one is wrong."""
    level = env.get("LOG_LEVEL", "info").lower()
    if level not in LOG_LEVELS:
        raise ConfigError(f"LOG_LEVEL is {level!r}; choose one of {', '.join(LOG_LEVELS)}.")
    source_url = env.get("SOURCE_URL", "file:example/shipments.ndjson")
    if urlsplit(source_url).scheme not in ("http", "https", "file"):
        raise ConfigError("SOURCE_URL has to begin with https://, http:// or file:.")
{%- if values.hasDatabase %}
    database_url = env.get("DATABASE_URL", "")
    if not database_url.startswith(("postgresql://", "postgres://")):
        raise ConfigError(
            "DATABASE_URL has to begin with postgresql://; "
            "make run sets it to the database of compose.yaml."
        )
{%- endif %}
    environment = env.get("SERVICE_ENVIRONMENT", "local")
    attributes = env.get("OTEL_RESOURCE_ATTRIBUTES", "")
    team = _attribute(attributes, "service.namespace", "${{ values.owner }}")
    return Config(
        log_level=LOG_LEVELS[level],
        service_name=env.get("SERVICE_NAME", "${{ values.name }}"),
        service_version=_attribute(attributes, "service.version", "unknown"),
        environment=environment,
        namespace=f"{team}-{environment}",
        traces_endpoint=env.get("OTEL_EXPORTER_OTLP_ENDPOINT") or None,
        pushgateway_url=env.get("PUSHGATEWAY_URL") or None,
        source_url=source_url,
        batch_size=_whole_number(env, "BATCH_SIZE", 500, 1, 10_000),
        batch_pause_seconds=_whole_number(env, "BATCH_PAUSE_SECONDS", 0, 0, 3600),
        most_rejected_percent=_whole_number(env, "MOST_REJECTED_PERCENT", 50, 0, 100),
{%- if values.hasDatabase %}
        database_url=database_url,
{%- else %}
        data_dir=env.get("DATA_DIR", "data"),
{%- endif %}
    )
