"""Readings."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The unique constraint serves the questions for one sensor as well."""
    op.execute(
        """
        CREATE TABLE readings (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            sensor text NOT NULL,
            taken_at timestamptz NOT NULL,
            value double precision NOT NULL,
            UNIQUE (sensor, taken_at)
        )
        """
    )
