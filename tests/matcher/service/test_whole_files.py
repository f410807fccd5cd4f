"""Result files appear whole and together; after any failure everything is as it was."""

import errno
import os
from pathlib import Path
from typing import IO

import pytest

from matcher.domain.refusals import Invalid
from matcher.service.whole_files import NewFile, check_places, write_together


def saying(text: str):
    def write(file: IO[str]) -> None:
        file.write(text)

    return write


def everything_in(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_files_appear_with_their_text_and_nothing_beside_them(tmp_path):
    write_together(NewFile(tmp_path / "a", saying("1")), NewFile(tmp_path / "b", saying("2")))
    assert everything_in(tmp_path) == {"a": "1", "b": "2"}


def test_a_writer_that_fails_leaves_everything_as_it_was(tmp_path):
    (tmp_path / "a").write_text("before")

    def half(file: IO[str]) -> None:
        file.write("half of")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_together(NewFile(tmp_path / "a", saying("1")), NewFile(tmp_path / "b", half))
    assert everything_in(tmp_path) == {"a": "before"}


@pytest.mark.parametrize("failing_place", [1, 2, 3])
@pytest.mark.parametrize("stopped_by", [OSError(errno.EIO, "I/O error"), KeyboardInterrupt()])
def test_a_stop_between_two_places_puts_the_earlier_files_back(
    tmp_path, monkeypatch, failing_place, stopped_by
):
    (tmp_path / "a").write_text("before a")
    (tmp_path / "c").write_text("before c")
    moves = 0
    replace = os.replace

    def fail_once(source, target):
        nonlocal moves
        moves += 1
        if moves == failing_place:
            raise stopped_by
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail_once)
    with pytest.raises(type(stopped_by)):
        write_together(*(NewFile(tmp_path / name, saying("new")) for name in "abc"))
    assert everything_in(tmp_path) == {"a": "before a", "c": "before c"}


def test_the_text_is_on_the_disk_before_it_takes_its_place(tmp_path, monkeypatch):
    steps = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("fsync"), fsync(handle)))
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("replace"), replace(a, b)))
    write_together(NewFile(tmp_path / "a", saying("1")), NewFile(tmp_path / "b", saying("2")))
    assert steps == ["fsync", "fsync", "replace", "replace", "fsync"]


def test_a_link_stays_a_link_and_a_mode_stays_a_mode(tmp_path):
    real = tmp_path / "real"
    real.write_text("before")
    real.chmod(0o600)
    (tmp_path / "link").symlink_to(real)
    write_together(NewFile(tmp_path / "link", saying("after")))
    assert (tmp_path / "link").is_symlink()
    assert real.read_text() == "after"
    assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["nowhere/a.csv"], "there is no folder"),
        (["."], "a folder or a device"),
        (["a.csv", "./a.csv"], "Two results cannot go into one file"),
    ],
)
def test_impossible_places_are_refused_before_any_work(tmp_path, names, sentence):
    with pytest.raises(Invalid, match=sentence):
        check_places([tmp_path / name for name in names])


def test_a_device_is_never_replaced():
    with pytest.raises(Invalid, match="a folder or a device"):
        check_places([Path(os.devnull)])
