"""The process as the cluster sees it: exit codes, signals, logs."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
{%- if values.hasDatabase %}

import pytest
{%- endif %}

from tests.support import record, write
{%- if values.hasDatabase %}

URL = os.environ.get("TEST_DATABASE_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="TEST_DATABASE_URL names no database")
{%- endif %}

Lines = list[dict[str, Any]]


def environment(place: str, source: str, **settings: str) -> dict[str, str]:
    """What the process is given."""
    return {
        **os.environ,
        "LOG_LEVEL": "info",
        "SOURCE_URL": source,
        "BATCH_SIZE": "10",
        "{% if values.hasDatabase %}DATABASE_URL{% else %}DATA_DIR{% endif %}": place,
        **settings,
    }


def work(place: str, source: str, *arguments: str, **settings: str) -> tuple[int, Lines]:
    """Runs to the end: the exit code and the log."""
    done = subprocess.run(  # noqa: S603 our own program
        [sys.executable, "-m", "pipeline", *(arguments or ("run",))],
        env=environment(place, source, **settings),
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_runs_to_the_end_and_says_so(place: str, tmp_path: Path) -> None:
    source = write(tmp_path / "in", [record(n) for n in range(1, 26)])
    code, lines = work(place, source)
    assert (code, lines[-1]["message"], lines[-1]["loaded"]) == (0, "Ends.", 25)
    assert {"time", "level", "service", "version", "environment"} <= lines[-1].keys()
    assert work(place, source)[1][-1]["extracted"] == 0
    assert work(place, source, "status")[1][-1]["cursor"] == "25"
    code, lines = work(place, source, "run", "--dry-run", "--restart")
    assert (code, lines[-1]["extracted"], lines[-1]["loaded"]) == (0, 25, 0)


def test_exit_codes_tell_what_is_wrong(place: str, tmp_path: Path) -> None:
    assert work(place, "file:/nowhere")[0] == 1
    assert work(place, "ftp://example.org")[0] == 2
    bad = write(tmp_path / "bad", [{"what": n} for n in range(40)])
    code, lines = work(place, bad, BATCH_SIZE="40")
    assert (code, lines[-1]["loaded"]) == (3, 0)


def test_sigterm_ends_it_between_batches_and_the_next_goes_on(place: str, tmp_path: Path) -> None:
    source = write(tmp_path / "in", [record(n) for n in range(1, 46)])
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run"],
        env=environment(place, source, BATCH_PAUSE_SECONDS="3600"),
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["message"] == "Batch.":
                break
        # Only one works at a time.
        code, lines = work(place, source)
        assert (code, lines[-1]["message"]) == (0, "Another run is at work.")
        process.send_signal(signal.SIGTERM)
        last = [json.loads(line) for line in process.stdout][-1]
        assert process.wait(30) == 75
    assert (last["message"], last["cursor"], last["finished"]) == ("Ends.", "10", False)
    code, lines = work(place, source)
    assert (code, lines[-1]["loaded"], lines[-1]["cursor"]) == (0, 35, "45")
