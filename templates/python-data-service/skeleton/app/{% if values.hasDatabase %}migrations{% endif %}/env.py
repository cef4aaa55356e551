"""How Alembic connects. Run by app.database.migrate, and by `alembic` for a new revision."""

import os

from alembic import context
from sqlalchemy import NullPool, create_engine, text

from app.database import driver_url
from app.database_readings import Base

# Any number, the same in all processes of this service.
LOCK = 7_204_117

url = context.config.attributes.get("url") or driver_url(os.environ["DATABASE_URL"])
engine = create_engine(url, poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()
engine.dispose()
