"""What a shipment is, and what is wrong with one that is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

# Clocks differ; more than this is a mistake.
MOST_AHEAD = timedelta(minutes=5)


class Shipment(BaseModel):
    """What left the warehouse."""

    # A field more is no fault of the record; a field less is.
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=64)]
    sku: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    quantity: Annotated[int, Field(ge=1, le=100_000, strict=True)]
    weight_kg: Annotated[float, Field(gt=0, le=50_000, allow_inf_nan=False)]
    shipped_at: AwareDatetime

    @field_validator("shipped_at")
    @classmethod
    def _has_happened(cls, value: datetime) -> datetime:
        if value > datetime.now(UTC) + MOST_AHEAD:
            raise ValueError("It lies in the future.")
        return value.astimezone(UTC)


@dataclass(frozen=True)
class Rejected:
    """A record that did not pass the checks, and why."""

    record: dict[str, Any]
    reasons: list[str]


def check(records: Iterable[dict[str, Any]]) -> tuple[list[Shipment], list[Rejected]]:
    """Tells good records from bad ones. Of several with one id the last is meant."""
    good: dict[str, Shipment] = {}
    bad: list[Rejected] = []
    for record in records:
        try:
            shipment = Shipment.model_validate(record)
        except ValidationError as error:
            reasons = [
                f"{'.'.join(str(part) for part in it['loc'])}: {it['msg']}" for it in error.errors()
            ]
            bad.append(Rejected(record, reasons))
        else:
            good[shipment.id] = shipment
    return list(good.values()), bad
