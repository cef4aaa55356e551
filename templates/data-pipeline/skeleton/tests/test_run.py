"""Runs over a source in a file and a sink in memory."""

import threading
from pathlib import Path

import pytest

from pipeline.metrics import metrics_of
from pipeline.run import QualityError, Report, run
from pipeline.source import open_source
from tests.support import MemorySink, config, record, write


def work(url: str, sink: MemorySink, *, dry: bool = False, restart: bool = False) -> Report:
    """One run; what it did."""
    report = Report()
    run(
        config(),
        source=open_source(url),
        sink=sink,
        report=report,
        stop=threading.Event(),
        dry=dry,
        restart=restart,
    )
    return report


def test_keeps_what_is_good_and_says_what_is_wrong(tmp_path: Path) -> None:
    bad = [
        record(1, quantity=0),
        record(2, sku="Not A Name"),
        record(3, shipped_at="2026-03-01T12:00:00"),
        record(4, shipped_at="2999-01-01T00:00:00Z"),
        {"id": "s-5"},
    ]
    sink = MemorySink()
    report = work(write(tmp_path / "in", [*bad, *(record(n) for n in range(10, 40))]), sink)
    assert (report.extracted, report.loaded, report.rejected, report.batches) == (35, 30, 5, 4)
    assert report.finished
    fields = [{it.split(":")[0] for it in one.reasons} for one in sink.rejected]
    assert fields == [
        {"quantity"},
        {"sku"},
        {"shipped_at"},
        {"shipped_at"},
        {"sku", "quantity", "weight_kg", "shipped_at"},
    ]
    numbers = metrics_of(report, succeeded=True, exit_code=0)
    assert numbers.get_sample_value("pipeline_records", {"stage": "rejected"}) == 5
    assert (numbers.get_sample_value("pipeline_checkpoint_lag_seconds") or 0) > 0


def test_goes_on_where_it_was_and_does_nothing_twice(tmp_path: Path) -> None:
    source = tmp_path / "in"
    records = [record(n) for n in range(1, 26)]
    sink = MemorySink()
    assert work(write(source, records), sink).loaded == 25
    assert work(f"file:{source}", sink).extracted == 0
    url = write(source, [*records, record(26), record(5, quantity=99)])
    again = work(url, sink)
    assert (again.extracted, len(sink.shipments), sink.shipments["s-5"].quantity) == (2, 26, 99)
    assert work(url, sink, restart=True).extracted == 27
    assert len(sink.shipments) == 26


def test_a_run_that_failed_is_finished_by_the_next(tmp_path: Path) -> None:
    url = write(tmp_path / "in", [record(n) for n in range(1, 46)])
    sink = MemorySink()
    sink.fail_at = 3
    report = Report()
    with pytest.raises(OSError, match="full"):
        run(
            config(),
            source=open_source(url),
            sink=sink,
            report=report,
            stop=threading.Event(),
        )
    assert (report.loaded, sink.cursor, report.finished) == (20, "20", False)
    failed = metrics_of(report, succeeded=False, exit_code=1)
    assert failed.get_sample_value("pipeline_last_success_timestamp_seconds") is None
    assert work(url, sink).loaded == 25
    assert len(sink.shipments) == 45


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    sink = MemorySink()
    report = work(write(tmp_path / "in", [record(n) for n in range(1, 16)]), sink, dry=True)
    assert (report.extracted, report.loaded, sink.loads, sink.cursor) == (15, 0, 0, None)


def test_stops_when_the_source_seems_to_have_changed(tmp_path: Path) -> None:
    url = write(tmp_path / "in", [{"what": n} for n in range(40)])
    sink = MemorySink()
    with pytest.raises(QualityError, match="40 of 40"):
        run(
            config(BATCH_SIZE="40"),
            source=open_source(url),
            sink=sink,
            report=Report(),
            stop=threading.Event(),
        )
    assert sink.loads == 0


def test_ends_after_the_batch_at_hand(tmp_path: Path) -> None:
    stop = threading.Event()

    class StoppingSink(MemorySink):
        def checkpoint(self) -> str | None:
            stop.set()
            return super().checkpoint()

    sink = StoppingSink()
    report = Report()
    url = write(tmp_path / "in", [record(n) for n in range(1, 46)])
    run(config(), source=open_source(url), sink=sink, report=report, stop=stop)
    assert (report.batches, report.finished, sink.cursor) == (1, False, "10")
