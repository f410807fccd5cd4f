"""Who is born ready is a process like any other, and has nothing left to load."""

import os
import signal

from tests.born_ready import Born


def test_all_is_loaded_before_anyone_is_born():
    with Born("tests.born_ready") as born:
        assert born.stdout.readline() == "\n"


def test_each_is_a_process_of_its_own_that_says_how_it_ended():
    one, two = Born("tests.born_ready"), Born("tests.born_ready")
    assert len({one.pid, two.pid, os.getpid()}) == 3
    assert [one.poll(), two.poll()] == [None, None]
    two.kill()
    assert (one.end(), two.end()) == (0, -signal.SIGKILL)


def test_what_goes_wrong_in_it_is_told_and_counted():
    born = Born("tests.matcher.storage.racing", "no such verb", "sqlite:///nowhere.sqlite")
    assert born.end() == 1
