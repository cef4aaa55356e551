"""The service's requests, over readings in memory."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from app.readings import MemoryReadingStore
from tests.support import client

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def api() -> TestClient:
    """The service, with nothing in it."""
    return client()


def send(api: TestClient, *values: float, sensor: str = "cold-room-1") -> None:
    """Readings a minute apart, from noon on."""
    readings = [
        {
            "sensor": sensor,
            "value": value,
            "taken_at": (NOON + timedelta(minutes=minute)).isoformat(),
        }
        for minute, value in enumerate(values)
    ]
    assert api.post("/readings", json={"readings": readings}).status_code == 201


def test_takes_readings_once(api: TestClient) -> None:
    reading = {"sensor": "a", "value": 4.5, "taken_at": NOON.isoformat()}
    first = api.post("/readings", json={"readings": [reading, reading]})
    assert (first.status_code, first.json()) == (201, {"accepted": 1, "duplicates": 1})
    again = api.post("/readings", json={"readings": [reading]})
    assert again.json() == {"accepted": 0, "duplicates": 1}


@pytest.mark.parametrize(
    ("reading", "field"),
    [
        ({"sensor": "Not A Name", "value": 1}, "sensor"),
        ({"sensor": "a"}, "value"),
        ({"sensor": "a", "value": 1, "taken_at": "2026-03-02T12:00:00"}, "taken_at"),
        ({"sensor": "a", "value": 1, "unit": "K"}, "unit"),
    ],
)
def test_names_the_field_that_is_wrong(
    api: TestClient, reading: dict[str, object], field: str
) -> None:
    answer = api.post("/readings", json={"readings": [reading]})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][-1] == field


def test_lists_the_newest_first_page_by_page(api: TestClient) -> None:
    send(api, 1, 2, 3, 4, 5)
    send(api, 99, sensor="other")
    seen: list[float] = []
    before: str | None = None
    pages = 0
    while pages == 0 or before:
        page = api.get(
            "/sensors/cold-room-1/readings",
            params={"limit": 2, **({"before": before} if before else {})},
        ).json()
        seen += [it["value"] for it in page["readings"]]
        before = page["before"]
        pages += 1
    assert (seen, pages) == ([5, 4, 3, 2, 1], 3)


def test_sums_up_windows_and_finds_what_is_far_off(api: TestClient) -> None:
    send(api, *([4.0, 4.1, 4.2, 4.1] * 5), 19.0)
    summary = api.get(
        "/sensors/cold-room-1/summary", params={"every": "15m", "since": NOON.isoformat()}
    ).json()
    assert [it["count"] for it in summary["windows"]] == [15, 6]
    assert summary["windows"][0] == {
        "start": "2026-03-02T12:00:00Z",
        "count": 15,
        "mean": pytest.approx(4.1),
        "lowest": 4.0,
        "highest": 4.2,
        "p95": pytest.approx(4.2),
    }
    assert [it["value"] for it in summary["outliers"]] == [19.0]


def test_sums_up_nothing_to_nothing(api: TestClient) -> None:
    summary = api.get("/sensors/unknown/summary").json()
    assert (summary["windows"], summary["outliers"]) == ([], [])


def test_does_not_call_equal_readings_outliers(api: TestClient) -> None:
    send(api, 4, 4, 4, 4, 4)
    summary = api.get("/sensors/cold-room-1/summary", params={"since": NOON.isoformat()})
    assert summary.json()["outliers"] == []


def test_memory_is_limited() -> None:
    store = MemoryReadingStore(most=3)
    api = client(store)
    send(api, 1, 2, 3, 4, 5)
    page = api.get("/sensors/cold-room-1/readings").json()
    assert [it["value"] for it in page["readings"]] == [5, 4, 3]
