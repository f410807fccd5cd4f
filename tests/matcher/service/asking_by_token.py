"""A program that asks by its token, again and again: `main(URL, SECRET, TIMES)`."""

import sys

from matcher.service.admission import Limits, admit
from matcher.storage.database import Database
from tests.matcher.service.acts import acting


def main(url: str, secret: str, times: str) -> None:
    """Ask so often once told to; say how often it was let in."""
    database = Database(url)
    print("ready", flush=True)
    sys.stdin.readline()
    allowed = 0
    for _ in range(int(times)):
        with acting(database) as act:
            allowed += admit(act, secret, "192.0.2.1", Limits(per_token=30)).allowed
    print(allowed, flush=True)
