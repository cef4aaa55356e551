"""Where tests keep what they make."""

{%- if values.hasDatabase %}

import os
import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from pipeline.database_sink import driver_url


@pytest.fixture
def place() -> Iterator[str]:
    """The address of an empty schema in the database that TEST_DATABASE_URL names."""
    url = os.environ["TEST_DATABASE_URL"]
    schema = f"test_{secrets.token_hex(4)}"
    engine = create_engine(driver_url(url))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()
{%- else %}

from pathlib import Path

import pytest


@pytest.fixture
def place(tmp_path: Path) -> str:
    """An empty folder."""
    return str(tmp_path / "data")
{%- endif %}
