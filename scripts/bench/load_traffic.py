"""Many people at once: requests at a steady rate, whether or not the last one was answered."""

import http.client
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter, sleep
from urllib.parse import urlencode

THREADS = 64
TIMEOUT_S = 60
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: a form to send, or a page to see where there is none."""

    path: str
    form: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back; 0 for nothing. `seconds` count from when it should have been sent."""

    asked: Asked
    status: int
    seconds: float
    location: str = ""


def send(connection: http.client.HTTPConnection, asked: Asked) -> http.client.HTTPResponse:
    """Send one request; the answer's body is not read yet."""
    headers = dict(asked.headers)
    if asked.form is None:
        connection.request("GET", asked.path, headers=headers)
    else:
        headers["Content-Type"] = FORM
        connection.request("POST", asked.path, urlencode(asked.form, doseq=True), headers)
    return connection.getresponse()


def steadily(port: int, requests: Sequence[Asked], per_second: float) -> list[Answered]:
    """Send each at its moment; what became of all of them, in the order of their moments.

    Whoever comes while all are busy waits, and their seconds count: so a server that falls behind
    cannot look quick.
    """
    answers: list[Answered] = []
    line = iter(list(enumerate(requests)))
    turn, begin = threading.Lock(), perf_counter() + 0.2
    people = [
        threading.Thread(target=_ask_in_turn, args=(port, line, turn, begin, per_second, answers))
        for _ in range(THREADS)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return answers


def _ask_in_turn(
    port: int,
    line: Iterator[tuple[int, Asked]],
    turn: threading.Lock,
    begin: float,
    per_second: float,
    answers: list[Answered],
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    while True:
        with turn:
            number, asked = next(line, (-1, None))
        if asked is None:
            connection.close()
            return
        due = begin + number / per_second
        sleep(max(0.0, due - perf_counter()))
        try:
            answer = send(connection, asked)
            answer.read()
            status, location = answer.status, answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            connection.close()
            status, location = 0, ""
        answers.append(Answered(asked, status, perf_counter() - due, location))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some traffic: its answers, how long it took, and how long the server was at work for it."""

    answers: list[Answered]
    wall_s: float
    work_s: float

    def __add__(self, later: "Stretch") -> "Stretch":
        return Stretch(
            self.answers + later.answers, self.wall_s + later.wall_s, self.work_s + later.work_s
        )

    def told(self) -> dict[str, object]:
        """The figures; milliseconds are of people, `work` of the server."""
        number = len(self.answers)
        seconds = sorted(answer.seconds for answer in self.answers)
        statuses = Counter(answer.status for answer in self.answers)
        return {
            "requests": number,
            "a_second": number / self.wall_s,
            "p50_ms": _part(seconds, 0.50),
            "p95_ms": _part(seconds, 0.95),
            "p99_ms": _part(seconds, 0.99),
            "work_ms_each": self.work_s / number * 1e3,
            "answered_5xx": sum(many for status, many in statuses.items() if status >= 500),
            "unanswered": statuses[0],
            "statuses": {str(status): many for status, many in sorted(statuses.items())},
        }


def _part(seconds: Sequence[float], part: float) -> float:
    return seconds[min(len(seconds) - 1, int(len(seconds) * part))] * 1e3
