"""How Alembic connects, for pipeline.database_sink.migrate and for `alembic revision`."""

import os

from alembic import context
from sqlalchemy import NullPool, create_engine, text

from pipeline.database_sink import driver_url
from pipeline.tables import metadata

# Any number, the same in all processes of this pipeline.
LOCK = 8_301_557

url = context.config.attributes.get("url") or driver_url(os.environ["DATABASE_URL"])
engine = create_engine(url, poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()
engine.dispose()
