"""Who writes next: one queue for all threads and processes that share an SQLite file.

SQLite lets one writer in at a time and leaves the others to try again after naps: under load
the unlucky sleep through every gap and fail. Here each takes a ticket and holds a lock on one
byte of a file, the byte of that number, until its turn is over. It may go when no lower
byte is locked. The locks belong to the kernel, so a process that is killed, waiting or at
work, leaves the queue in the same instant and nobody has to find that out.
"""

import fcntl
import os
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from matcher.domain.refusals import Busy

ASK_AGAIN = "Many people are writing at once; please try again in a moment."

# Where the locks lie. Byte 0 is held for the moment it takes to draw a ticket.
_TICKETS_FROM = 1 << 10
_COUNTER = struct.Struct("<q")
# Linux's `struct flock`: kind, whence, start, length, and no process, as its locks ask for.
_FLOCK = struct.Struct("hhqqi4x")


class FairQueue:
    """A queue behind one file, in the order of arrival.

    The order needs locks that belong to an open file instead of a process, which Python reaches
    on Linux. Elsewhere one lock on the whole file keeps writers apart, in the system's order.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def turn(self, timeout_s: float) -> Iterator[None]:
        """Wait for our turn and hold it; `Busy` when it has not come after `timeout_s`."""
        place = FileIO(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
        if not _come_to_the_front(place, timeout_s):
            raise Busy(ASK_AGAIN)
        try:
            yield
        finally:
            _leave(place)


def _come_to_the_front(place: FileIO, timeout_s: float) -> bool:
    """Queue up and wait; where the answer is no, our place is given back, now or very soon."""
    try:
        before = _draw_ticket(place)
        if _is_first(place, before):
            return True
    except BaseException:
        place.close()
        raise
    return _Waiting(place, before).is_first_within(timeout_s)


class _Waiting:
    """A wait that can be given up: the kernel's own cannot, so a thread of its own waits."""

    def __init__(self, place: FileIO, before: int) -> None:
        self._place = place
        self._before = before
        self._first = threading.Event()
        self._deciding = threading.Lock()
        self._given_up = False

    def is_first_within(self, timeout_s: float) -> bool:
        threading.Thread(target=self._wait, name="write-queue", daemon=True).start()
        try:
            if self._first.wait(timeout_s):
                return True
        except BaseException:
            self._give_up()
            raise
        self._give_up()
        return False

    def _give_up(self) -> None:
        with self._deciding:
            self._given_up = True
            if self._first.is_set():
                _leave(self._place)

    def _wait(self) -> None:
        _wait_until_first(self._place, self._before)
        with self._deciding:
            if self._given_up:
                _leave(self._place)
            else:
                self._first.set()


if sys.platform == "linux":

    def _draw_ticket(place: FileIO) -> int:
        """Take the next byte and return where it lies: all between the first and it is before."""
        _lock(place, fcntl.F_OFD_SETLKW, fcntl.F_WRLCK, 0, 1)
        drawn = os.pread(place.fileno(), _COUNTER.size, 0)
        ticket = _COUNTER.unpack(drawn)[0] if len(drawn) == _COUNTER.size else 0
        os.pwrite(place.fileno(), _COUNTER.pack(ticket + 1), 0)
        _lock(place, fcntl.F_OFD_SETLKW, fcntl.F_WRLCK, _TICKETS_FROM + ticket, 1)
        _lock(place, fcntl.F_OFD_SETLK, fcntl.F_UNLCK, 0, 1)
        return ticket

    def _is_first(place: FileIO, before: int) -> bool:
        if before == 0:
            return True
        try:
            _lock(place, fcntl.F_OFD_SETLK, fcntl.F_RDLCK, _TICKETS_FROM, before)
        except BlockingIOError:
            return False
        return True

    def _wait_until_first(place: FileIO, before: int) -> None:
        _lock(place, fcntl.F_OFD_SETLKW, fcntl.F_RDLCK, _TICKETS_FROM, before)

    def _leave(place: FileIO) -> None:
        # By name and not only by closing: a forked child may still have the file open.
        _lock(place, fcntl.F_OFD_SETLK, fcntl.F_UNLCK, 0, 0)
        place.close()

    def _lock(place: FileIO, how: int, kind: int, start: int, length: int) -> None:
        fcntl.fcntl(place, how, _FLOCK.pack(kind, os.SEEK_SET, start, length, 0))

else:

    def _draw_ticket(place: FileIO) -> int:
        return 0

    def _is_first(place: FileIO, before: int) -> bool:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait_until_first(place: FileIO, before: int) -> None:
        fcntl.flock(place, fcntl.LOCK_EX)

    def _leave(place: FileIO) -> None:
        fcntl.flock(place, fcntl.LOCK_UN)
        place.close()
