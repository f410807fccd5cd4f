"""Changes by hand settle what was touched, where it was put, and nothing else."""

import pytest

from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.run_edits import (
    locked_run,
    locked_stop,
    moved,
    reordered,
    set_out,
    unlocked,
)
from matcher.domain.runs import Locked

RUNS = {"ann": ["a", "b", "c", "d"], "bob": ["e", "f"]}


def test_a_stop_is_locked_in_its_turn_among_what_was_locked_before():
    locks = locked_stop({}, RUNS, "d")
    locks = locked_stop(locks, RUNS, "b")
    assert locks == {"ann": Locked(("b", "d"))}
    assert locked_stop(locks, RUNS, "b") == locks


def test_a_whole_run_is_locked_as_it_stands():
    assert locked_run({}, RUNS, "ann") == {"ann": Locked(("a", "b", "c", "d"))}
    with pytest.raises(NotFound):
        locked_run({}, RUNS, "eve")


def test_a_stop_goes_to_another_driver_and_is_locked_there():
    locks = moved({"ann": Locked(("b", "c"))}, RUNS, "b", "bob", 1)
    assert locks == {"ann": Locked(("c",)), "bob": Locked(("b",))}
    locks = moved(locked_stop(locks, RUNS, "e"), RUNS, "c", "bob", 0)
    assert locks == {"bob": Locked(("c", "e", "b"))}


def test_a_stop_that_nobody_had_can_be_given_to_somebody():
    assert moved({}, RUNS, "new", "bob", 2) == {"bob": Locked(("new",))}
    assert moved({}, RUNS, "new", "eve", 0) == {"eve": Locked(("new",))}


def test_a_reordered_run_is_locked_in_the_new_order():
    locks = reordered({"ann": Locked(("a", "b"))}, "ann", ["d", "c", "b", "a"])
    assert locks == {"ann": Locked(("d", "c", "b", "a"))}


def test_an_order_takes_stops_from_the_locks_of_others():
    locks = reordered({"bob": Locked(("e", "f"))}, "ann", ["a", "e"])
    assert locks == {"bob": Locked(("f",)), "ann": Locked(("a", "e"))}


def test_the_last_lock_taken_off_leaves_none():
    assert unlocked({"bob": Locked(("e",))}, "e") == {}
    assert unlocked({"bob": Locked(("e",))}, "a") == {"bob": Locked(("e",))}


def test_where_a_driver_has_been_nothing_is_changed_any_more():
    locks = set_out({"ann": Locked(("b", "d"))}, RUNS, "ann", done=2)
    assert locks == {"ann": Locked(("a", "b", "d"), first=2)}
    for change in (
        lambda: unlocked(locks, "a"),
        lambda: moved(locks, RUNS, "a", "bob", 0),
        lambda: moved(locks, RUNS, "e", "ann", 1),
        lambda: reordered(locks, "ann", ["b", "a", "c", "d"]),
    ):
        with pytest.raises(Conflict, match="already"):
            change()
    assert moved(locks, RUNS, "e", "ann", 2) == {"ann": Locked(("a", "b", "e", "d"), first=2)}


def test_a_stop_on_nobodys_run_cannot_be_locked():
    with pytest.raises(NotFound):
        locked_stop({}, RUNS, "z")
