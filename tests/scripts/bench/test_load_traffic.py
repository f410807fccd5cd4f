"""Traffic at a steady rate, against a server that behaves as it is told."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scripts.bench.load_traffic import THREADS, Answered, Asked, Stretch, steadily


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(503 if self.path == "/busy" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(303)
        self.send_header("Location", f"/n/{said}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: pytest shows what matters."""


class Server(ThreadingHTTPServer):
    """One at which all may wait in line; by default the sixth is turned away."""

    request_queue_size = THREADS


@pytest.fixture
def port() -> Iterator[int]:
    with Server(("127.0.0.1", 0), Answers) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server.server_port
        server.shutdown()
        serving.join()


def test_each_request_is_sent_once_and_answered(port: int):
    asked = [Asked("/", {"note": str(number)}) for number in range(40)]
    answers = steadily(port, asked, 1_000)
    assert sorted(answer.location for answer in answers) == sorted(
        f"/n/note={number}" for number in range(40)
    )


def test_what_is_told_counts_failures_and_silence(port: int):
    answers = steadily(port, [Asked("/"), Asked("/busy")], 1_000)
    answers.append(Answered(Asked("/"), 0, 9.0))
    figures = Stretch(answers, wall_s=2.0, work_s=0.3).told()
    assert (figures["answered_5xx"], figures["unanswered"]) == (1, 1)
    assert (figures["a_second"], figures["p99_ms"]) == (1.5, 9_000)
    assert figures["work_ms_each"] == pytest.approx(100)


def test_two_stretches_are_told_as_one():
    asked = Asked("/")
    first = Stretch([Answered(asked, 200, 0.1)], wall_s=1.0, work_s=0.1)
    later = Stretch([Answered(asked, 200, 0.3), Answered(asked, 503, 0.2)], wall_s=2.0, work_s=0.5)
    figures = (first + later).told()
    assert (figures["requests"], figures["a_second"], figures["answered_5xx"]) == (3, 1.0, 1)
    assert figures["p50_ms"] == pytest.approx(200)
    assert figures["work_ms_each"] == pytest.approx(200)
