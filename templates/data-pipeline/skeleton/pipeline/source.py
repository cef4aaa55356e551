"""Where records come from, in batches after a cursor."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

TIMEOUT_SECONDS = (3, 30)
TRY_AGAIN = (429, 502, 503, 504)


class SourceError(Exception):
    """The source cannot be read, or says what cannot be understood."""


@dataclass(frozen=True)
class Batch:
    """Some records, and the cursor behind the last of them."""

    records: list[dict[str, Any]]
    cursor: str


class Source(Protocol):
    """Something to read from."""

    def batches(self, cursor: str | None, size: int) -> Iterator[Batch]:
        """What comes behind the cursor; everything without one. Each batch has records."""


class FileSource:
    """A file with one JSON object a line; the cursor is the number of lines that were read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def batches(self, cursor: str | None, size: int) -> Iterator[Batch]:
        """As the protocol says."""
        at = int(cursor or 0)
        try:
            with self._path.open(encoding="utf-8") as file:
                lines = islice(file, at, None)
                while some := list(islice(lines, size)):
                    at += len(some)
                    yield Batch([self._read(it) for it in some if it.strip()], str(at))
        except OSError as error:
            raise SourceError(f"{self._path} cannot be read: {error.strerror}.") from error

    @staticmethod
    def _read(line: str) -> dict[str, Any]:
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        # Told apart by the checks, as one bad line is no reason to stop.
        return value if isinstance(value, dict) else {"line": line.rstrip("\n")}


class HttpSource:
    """
    GET SOURCE_URL?after=CURSOR&limit=SIZE answers {"items": […], "cursor": "…"}.

    Without items it is at its end.
    """

    def __init__(self, url: str, *, backoff_seconds: float = 0.5) -> None:
        self._url = url
        self._session = requests.Session()
        retry = Retry(total=4, backoff_factor=backoff_seconds, status_forcelist=TRY_AGAIN)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def batches(self, cursor: str | None, size: int) -> Iterator[Batch]:
        """As the protocol says."""
        while True:
            asked = {"limit": str(size), **({"after": cursor} if cursor else {})}
            try:
                answer = self._session.get(self._url, params=asked, timeout=TIMEOUT_SECONDS)
                answer.raise_for_status()
                body = answer.json()
                items, following = body["items"], str(body["cursor"])
            except (requests.RequestException, ValueError, KeyError, TypeError) as error:
                raise SourceError(f"{_without_secrets(self._url)}: {error!r}") from error
            if not isinstance(items, list) or not all(isinstance(it, dict) for it in items):
                raise SourceError(f"{_without_secrets(self._url)}: items is no list of objects.")
            if not items:
                return
            if following == cursor:
                raise SourceError(f"{_without_secrets(self._url)}: the cursor does not move.")
            cursor = following
            yield Batch(items, cursor)


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"


def open_source(url: str) -> Source:
    """The source for an address."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FileSource(Path(unquote(parts.path)))
    return HttpSource(url)
