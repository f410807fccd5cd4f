"""What a job is: a name, how often, and what it does; nothing that it must remember is in memory.

So a job that is stopped anywhere, runs twice or runs in two processes at once comes to the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.bootstrap import Tools
from matcher.service.acting import MACHINE, Act
from matcher.service.follow_ups import Asked

# What sends one after the other stops after so long, or so many: a stop has to wait for it, and
# the next turn comes in two seconds.
MOST_GOES, GOES_FOR = 50, timedelta(seconds=20)
# So many transactions at most in one run: a verb that never comes to an end is a fault.
MOST_BATCHES = 2_000


@dataclass(frozen=True, slots=True)
class Job:
    """`run` does what is due, and returns how many things it did."""

    name: str
    every_s: float
    run: Callable[[Tools], int]


def while_full(verb: Callable[..., int], most: int) -> Callable[[Tools], int]:
    """Call a verb, each time in a transaction of its own, while it finds as many as it may."""

    def run(tools: Tools) -> int:
        done = 0
        for _ in range(MOST_BATCHES):
            with tools.acting(MACHINE) as act:
                number = verb(act, most=most)
            done += number
            if number < most:
                break
        return done

    return run


def for_a_while(go: Callable[[], bool], now: Callable[[], datetime]) -> None:
    """Go on while there is more to do, but for no longer than a stop may be kept waiting."""
    ends = now() + GOES_FOR
    for _ in range(MOST_GOES):
        if not go() or now() >= ends:
            return


def through(verb: Callable[..., Asked], most: int) -> Callable[[Tools], int]:
    """Call a verb that goes through all there is, bit by bit, until it has come to the end."""

    def run(tools: Tools) -> int:
        done, after = 0, ""
        while True:
            with tools.acting(MACHINE) as act:
                asked = verb(act, after=after, most=most)
            done += asked.number
            if asked.last is None:
                return done
            after = asked.last

    return run


def once_for_all(verb: Callable[[Act], int]) -> Callable[[Tools], int]:
    """Call a verb that does all of it in one short transaction."""

    def run(tools: Tools) -> int:
        with tools.acting(MACHINE) as act:
            return verb(act)

    return run
