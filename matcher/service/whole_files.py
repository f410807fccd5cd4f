"""Files that appear whole, and all together, or not at all.

Each is written beside its place under another name and put on the disk; only when all of them
are there do they take their places. When one of them cannot, the earlier files come back.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, NamedTuple

from matcher.domain.refusals import Invalid


class NewFile(NamedTuple):
    """A file to be: where it will stand, and what writes its text."""

    path: Path
    write: Callable[[IO[str]], None]


def check_places(paths: list[Path]) -> None:
    """Refuse, before any work is done, places where a file can never appear."""
    for path in paths:
        folder = path.resolve().parent
        if not folder.is_dir():
            raise Invalid(f"{path}: there is no folder {folder}; make it first.")
        if path.exists() and not path.is_file():
            raise Invalid(f"{path} is a folder or a device; name a file to write.")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise Invalid(f"{path}: nothing can be written in {folder}; choose another folder.")
    if len({path.resolve() for path in paths}) < len(paths):
        raise Invalid("Two results cannot go into one file; give each a name of its own.")


def write_together(*files: NewFile) -> None:
    """Write every file, in order, and put them in their places together.

    After any error, a full disk among them, every place holds what it held before.
    """
    check_places([file.path for file in files])
    with ExitStack() as cleaning:
        written = [cleaning.enter_context(_written_beside(file)) for file in files]
        kept = [cleaning.enter_context(_kept_beside(file.path.resolve())) for file in files]
        placed: list[Path] = []
        try:
            for file, beside in zip(files, written, strict=True):
                os.replace(beside, file.path.resolve())
                placed.append(file.path.resolve())
        except BaseException:
            for place, earlier in zip(placed, kept, strict=False):
                _put_back(place, earlier)
            raise
    for folder in {file.path.resolve().parent for file in files}:
        _to_disk(folder)


@contextmanager
def _written_beside(file: NewFile) -> Iterator[Path]:
    """Yield the path of the whole text, on the disk, in the folder where it will stand."""
    place = file.path.resolve()
    with NamedTemporaryFile(
        "w",
        dir=place.parent,
        prefix=f".{place.name}.",
        suffix=".part",
        delete=False,
        encoding="utf-8",
        newline="",
    ) as text:
        beside = Path(text.name)
        try:
            file.write(text)
            text.flush()
            os.fchmod(text.fileno(), _mode_for(place))
            os.fsync(text.fileno())
            yield beside
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def _kept_beside(place: Path) -> Iterator[Path | None]:
    """Yield a copy of the file that stands there now, or None where there is none."""
    if not place.exists():
        yield None
        return
    copy = place.with_name(f".{place.name}.{os.getpid()}.earlier")
    try:
        shutil.copy2(place, copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _put_back(place: Path, earlier: Path | None) -> None:
    # The first error is the one to tell; what cannot be put back must not hide it.
    with suppress(OSError):
        if earlier is None:
            place.unlink()
        else:
            os.replace(earlier, place)


def _mode_for(place: Path) -> int:
    """Return the mode that an ordinary new file would have, or that the earlier one has."""
    if place.exists():
        return stat.S_IMODE(place.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
