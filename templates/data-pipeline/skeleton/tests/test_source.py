"""Sources: a file with bad lines, and a server that is not always well."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.source import HttpSource, SourceError, open_source


class Server(ThreadingHTTPServer):
    """Twenty-five records, and failures before the first answer."""

    failures = 0
    says: bytes | None = None


class Handler(BaseHTTPRequestHandler):
    """Answers as the documentation of HttpSource says."""

    server: Server

    def do_GET(self) -> None:
        """One page."""
        if self.server.failures:
            self.server.failures -= 1
            self.send_response(503)
            self.end_headers()
            return
        asked = parse_qs(urlsplit(self.path).query)
        after, limit = int(asked.get("after", ["0"])[0]), int(asked["limit"][0])
        items = [{"id": str(n)} for n in range(after + 1, min(after + limit, 25) + 1)]
        body = json.dumps({"items": items, "cursor": str(after + len(items))}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.says or body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on a port of its own."""
    made = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def url(server: Server) -> str:
    """Its address, with a password that is not to be seen."""
    return f"http://user:secret@127.0.0.1:{server.server_port}/shipments"


def test_reads_page_by_page_and_tries_again(server: Server) -> None:
    server.failures = 2
    source = HttpSource(url(server), backoff_seconds=0)
    batches = list(source.batches(None, 10))
    assert [len(it.records) for it in batches] == [10, 10, 5]
    assert batches[-1].cursor == "25"
    assert [it.cursor for it in source.batches("20", 10)] == ["25"]
    assert list(source.batches("25", 10)) == []


@pytest.mark.parametrize(
    "says", [b"<html>", b"[]", b'{"items": [1], "cursor": "1"}', b'{"items": [{}], "cursor": "3"}']
)
def test_says_what_it_cannot_understand_without_secrets(server: Server, says: bytes) -> None:
    server.says = says
    with pytest.raises(SourceError) as raised:
        list(HttpSource(url(server), backoff_seconds=0).batches("3", 10))
    assert "secret" not in str(raised.value)


def test_gives_up_in_the_end(server: Server) -> None:
    server.failures = 99
    with pytest.raises(SourceError):
        list(HttpSource(url(server), backoff_seconds=0).batches(None, 10))


def test_hands_on_lines_that_are_no_records(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_text('{"id": "1"}\nnonsense\n\n[1]\n', encoding="utf-8")
    [batch] = open_source(f"file:{path}").batches(None, 10)
    assert batch.records == [{"id": "1"}, {"line": "nonsense"}, {"line": "[1]"}]
    assert batch.cursor == "4"
    with pytest.raises(SourceError, match="cannot be read"):
        list(open_source("file:/nowhere").batches(None, 10))
