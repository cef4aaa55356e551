"""What readings amount to, by Polars."""

from datetime import datetime
from typing import Literal

import polars as pl
from pydantic import BaseModel

from app.readings import Reading

Every = Literal["15m", "1h", "1d"]

# Beyond so many deviations from the median a reading is an outlier.
MOST_DEVIATIONS = 5
# Makes the median's deviation comparable with a standard deviation.
NORMAL = 1.4826


class Window(BaseModel):
    """The readings of a stretch of time, in numbers."""

    start: datetime
    count: int
    mean: float
    lowest: float
    highest: float
    p95: float


class Outlier(BaseModel):
    """A reading far from the others."""

    taken_at: datetime
    value: float
    deviations: float


class Summary(BaseModel):
    """What a sensor measured since a time."""

    sensor: str
    every: Every
    since: datetime
    windows: list[Window]
    outliers: list[Outlier]


def summarise(sensor: str, every: Every, since: datetime, readings: list[Reading]) -> Summary:
    """Windows of readings, and those far from the rest. Takes the CPU: run it in a thread."""
    frame = pl.DataFrame(
        {
            "taken_at": [it.taken_at for it in readings],
            "value": [it.value for it in readings],
        },
        schema={"taken_at": pl.Datetime("us", "UTC"), "value": pl.Float64},
    ).sort("taken_at")
    value = pl.col("value")
    windows = frame.group_by_dynamic("taken_at", every=every).agg(
        pl.len().alias("count"),
        value.mean().alias("mean"),
        value.min().alias("lowest"),
        value.max().alias("highest"),
        value.quantile(0.95, interpolation="linear").alias("p95"),
    )
    spread = (value - value.median()).abs().median() * NORMAL
    outliers = (
        frame.with_columns(((value - value.median()) / spread).alias("deviations"))
        .filter(pl.col("deviations").is_finite() & (pl.col("deviations").abs() > MOST_DEVIATIONS))
        .sort("taken_at")
    )
    return Summary(
        sensor=sensor,
        every=every,
        since=since,
        windows=[Window(start=row.pop("taken_at"), **row) for row in windows.to_dicts()],
        outliers=[Outlier(**row) for row in outliers.to_dicts()],
    )
