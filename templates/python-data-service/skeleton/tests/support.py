"""What tests have in common."""

from fastapi.testclient import TestClient

from app.application import Application, build
from app.config import read_config
from app.readings import MemoryReadingStore, ReadingStore

ENVIRONMENT = {
    "SERVICE_NAME": "test",
{%- if values.hasDatabase %}
    # Never connected to: tests bring a store of their own.
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
{%- endif %}
}


def application(store: ReadingStore | None = None) -> Application:
    """The application over a store in memory."""
    return build(read_config(ENVIRONMENT), store or MemoryReadingStore())


def client(store: ReadingStore | None = None) -> TestClient:
    """Asks the application without a network."""
    return TestClient(application(store).app)
