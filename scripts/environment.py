"""Make the project's own environment, `.venv`, from a lock file, and mend it when half made.

Runs on a bare Python with nothing installed, so it imports the standard library only.

A stamp is written last and says what the environment was made from: while it still holds,
nothing is done at all, and whatever was interrupted on the way has no stamp and is done
again. Hashes in the lock files make sure that what comes over the network is what was
tested, whichever mirror it comes from.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_FILES: dict[str, str] = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
# The development lock holds every pin of the run lock (a test says so): who has it has both.
ALSO_READY: dict[str, tuple[str, ...]] = {"run": (), "dev": ("run",)}

NO_VENV = (
    "This Python cannot make environments of its own: install its venv part "
    "(on Debian or Ubuntu: apt-get install python3-venv) and run this again."
)
PIP_FAILED = (
    "The packages could not be installed; the lines above say why. Most often the network "
    "was away: run this again, and what was already fetched will be used."
)


class SetUpFailed(Exception):
    """The environment could not be made; the message is one sentence that says how to mend it."""


def say(sentence: str) -> None:
    """Tell the person at the terminal at once what is going on; stdout stays for results."""
    print(sentence, file=sys.stderr, flush=True)


def fingerprint(root: Path, purpose: str) -> str:
    """Hash what the environment is made from: lock file, settings, place and Python."""
    digest = hashlib.sha256()
    for name in (LOCK_FILES[purpose], "setup.cfg", "pyproject.toml"):
        digest.update((root / name).read_bytes())
    # An environment knows its own absolute path, so a moved checkout needs a new one.
    digest.update(f"{root.resolve()} {sys.version_info[:2]}".encode())
    return digest.hexdigest()


def stamp_file(root: Path, purpose: str) -> Path:
    """Where the stamp for one purpose stands, inside the environment it vouches for."""
    return root / ".venv" / f"nearhand-{purpose}.stamp"


def python_of(root: Path) -> Path:
    """The environment's own interpreter."""
    return root / ".venv" / "bin" / "python"


def is_ready(root: Path, purpose: str) -> bool:
    """Whether the environment stands, made from what the checkout now says."""
    stamp = stamp_file(root, purpose)
    return (
        python_of(root).exists()
        and stamp.is_file()
        and stamp.read_text(encoding="ascii") == fingerprint(root, purpose)
    )


def make_ready(root: Path, purpose: str) -> None:
    """Bring the environment into step with the checkout; do nothing when it already is."""
    if is_ready(root, purpose):
        return
    with _one_at_a_time(root):
        if is_ready(root, purpose):
            return
        for stamp in (root / ".venv").glob("nearhand-*.stamp"):
            stamp.unlink()
        _make_environment(root)
        _install(root, purpose)
        for made in (purpose, *ALSO_READY[purpose]):
            _write_stamp(root, made)


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Two set-ups at once would overwrite each other's files: the second waits."""
    with (root / ".nearhand-setup").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _make_environment(root: Path) -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise SetUpFailed(NO_VENV)
    if _works(python_of(root)):
        return
    say("Making an environment in .venv …")
    try:
        venv.create(root / ".venv", clear=True, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetUpFailed(f"The folder .venv could not be made: {error}.") from error


def _works(python: Path) -> bool:
    """Whether this is our Python, with a pip: a half-made environment may lack either."""
    version = f"{sys.version_info.major}, {sys.version_info.minor}"
    check = f"import pip, sys; sys.exit(sys.version_info[:2] != ({version}))"
    try:
        return subprocess.run([python, "-c", check], capture_output=True).returncode == 0
    except OSError:
        return False


def _install(root: Path, purpose: str) -> None:
    lock_file = root / LOCK_FILES[purpose]
    packages = lock_file.read_text(encoding="utf-8").count("==")
    say(f"Installing {packages} packages as {lock_file.name} pins them; the first time")
    say("this takes a minute or two, most of it the download …")
    _pip(root, "install", "--require-hashes", "--requirement", str(lock_file))
    # Its dependencies and its build tool are all in the lock, so nothing else is fetched.
    _pip(root, "install", "--no-deps", "--no-build-isolation", "--editable", str(root))


def _pip(root: Path, *arguments: str) -> None:
    """Run pip quietly; when it fails, show the end of what it said."""
    command = [str(python_of(root)), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    # A person's own settings may ask for --user installs, which no environment allows.
    surroundings = {**os.environ, "PIP_USER": "0", "PYTHONNOUSERSITE": "1"}
    with subprocess.Popen(
        [*command, *arguments],
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as pip:
        assert pip.stdout is not None
        last_lines = _follow(pip.stdout)
    if pip.returncode != 0:
        say("".join(last_lines).rstrip())
        raise SetUpFailed(PIP_FAILED)


def _follow(lines: Iterator[str]) -> deque[str]:
    """Show which package is being fetched, in a terminal; return the last lines."""
    last_lines: deque[str] = deque(maxlen=12)
    for line in lines:
        last_lines.append(line)
        if line.startswith("Collecting ") and sys.stderr.isatty():
            print(f"\r\033[K  {line.split()[1]}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    return last_lines


def _write_stamp(root: Path, purpose: str) -> None:
    stamp = stamp_file(root, purpose)
    fresh = stamp.with_suffix(".new")
    fresh.write_text(fingerprint(root, purpose), encoding="ascii")
    fresh.replace(stamp)


def main(arguments: list[str]) -> int:
    """`environment.py run` or `environment.py dev`: 0 when it stands, 2 when it cannot."""
    root = Path(__file__).resolve().parent.parent
    try:
        make_ready(root, arguments[0])
    except SetUpFailed as failure:
        say(str(failure))
        return 2
    except OSError as error:
        say(f"{error.filename or 'The environment'}: {error.strerror}.")
        return 2
    except KeyboardInterrupt:
        say("\nStopped, as you asked. Run this again and it will go on from here.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
