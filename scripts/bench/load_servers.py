"""The servers that are put under load, each in processes of their own, and what they work."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

PROCESSES, THREADS = 2, 4
STARTS_WITHIN_S = 60
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    port: int
    process: subprocess.Popen[bytes]

    def worked_s(self) -> float:
        """Seconds at work so far, of the server and of its processes; 0 where nobody says."""
        return sum(_worked_s(pid) for pid in (self.process.pid, *_children(self.process.pid)))


@contextmanager
def ours(settings: Mapping[str, str]) -> Iterator[Running]:
    """`nearhand serve` with these settings."""
    port = _a_free_port()
    command = ["-m", "scripts", "serve", "--port", str(port)]
    with _running([*command, *_how_many("--processes", "--threads")], port, settings) as server:
        yield server


@contextmanager
def bare(settings: Mapping[str, str]) -> Iterator[Running]:
    """The bare page behind the same server, with as many processes."""
    port = _a_free_port()
    command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
               "--log-level", "critical", *_how_many("--workers", "--threads")]  # fmt: skip
    with _running([*command, "scripts.bench.bare_page:app()"], port, settings) as server:
        yield server


def _how_many(processes: str, threads: str) -> list[str]:
    return [processes, str(PROCESSES), threads, str(THREADS)]


@contextmanager
def _running(command: list[str], port: int, settings: Mapping[str, str]) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | dict(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(process, port)
        yield Running(port, process)
    finally:
        process.terminate()
        process.wait(STARTS_WITHIN_S)


def _wait_until_up(process: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + STARTS_WITHIN_S
    while monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTS_WITHIN_S)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("The server did not start.")


def _a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def _worked_s(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    # The name of the program comes first, in brackets, and may hold spaces.
    numbers = stat.read_text().rpartition(")")[2].split()
    ticks = int(numbers[11]) + int(numbers[12])
    return float(ticks / os.sysconf("SC_CLK_TCK"))
