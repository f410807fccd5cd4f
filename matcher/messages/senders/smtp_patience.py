"""Connections to a mail server that end in time, however slowly it speaks.

`smtplib` waits anew for each step, and for each piece of an answer: a server that sends a word now
and then would be listened to for ever, and all other messages with it.
"""

import smtplib
import socket
from contextlib import suppress
from threading import Timer
from typing import Any


class Patient(smtplib.SMTP):
    """A connection that is cut `whole_s` seconds after it was asked for; `TimeoutError` then."""

    def __init__(self, *said: Any, whole_s: float, **named: Any) -> None:
        self._late = False
        self._alarm = Timer(whole_s, self._cut)
        self._alarm.daemon = True
        self._alarm.start()
        try:
            super().__init__(*said, **named)
        except BaseException:
            self._alarm.cancel()
            raise

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer; `TimeoutError` where the time for all of them is over."""
        # While it is being made secret there is nothing to cut yet.
        if self._late:
            raise TimeoutError
        try:
            return super().getreply()
        except (smtplib.SMTPException, OSError) as error:
            if self._late:
                raise TimeoutError from error
            raise

    def close(self) -> None:
        """Close it; nobody has to cut it any more."""
        self._alarm.cancel()
        super().close()

    def _cut(self) -> None:
        self._late = True
        held = self.sock
        if held is not None:
            # Past TLS, whose own good-bye would wait for the other side.
            with suppress(OSError):
                socket.socket.shutdown(held, socket.SHUT_RDWR)


class PatientTls(Patient, smtplib.SMTP_SSL):
    """The same, in TLS from the first byte."""
