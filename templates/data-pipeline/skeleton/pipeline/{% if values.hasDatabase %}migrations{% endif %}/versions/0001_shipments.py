"""Shipments, their totals by day, what was rejected, and the checkpoint."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everything the pipeline begins with."""
    op.execute(
        """
        CREATE TABLE shipments (
            id text PRIMARY KEY,
            sku text NOT NULL,
            quantity integer NOT NULL,
            weight_kg double precision NOT NULL,
            shipped_at timestamptz NOT NULL
        );
        CREATE INDEX shipments_by_day ON shipments (((shipped_at AT TIME ZONE 'UTC')::date));
        CREATE TABLE daily_totals (
            day date NOT NULL,
            sku text NOT NULL,
            shipments bigint NOT NULL,
            quantity bigint NOT NULL,
            weight_kg double precision NOT NULL,
            PRIMARY KEY (day, sku)
        );
        CREATE TABLE rejected_records (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            cursor text NOT NULL,
            record jsonb NOT NULL,
            reasons text[] NOT NULL
        );
        CREATE TABLE checkpoints (
            name text PRIMARY KEY,
            cursor text NOT NULL
        );
        """
    )
