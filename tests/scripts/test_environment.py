"""Set-up: nothing is done twice, and what was half done is done again."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment

ROOT = Path(__file__).resolve().parent.parent.parent
SH_SCRIPTS = ("scripts/demo", "scripts/test", "scripts/lock", ".ci/run")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose environment stands and is stamped for both purposes."""
    for name in (*environment.LOCK_FILES.values(), "setup.cfg", "pyproject.toml"):
        (tmp_path / name).write_text("numpy==2.4.6\n", encoding="utf-8")
    python = environment.python_of(tmp_path)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    for purpose in environment.LOCK_FILES:
        stamp(tmp_path, purpose)
    return tmp_path


def stamp(root: Path, purpose: str) -> None:
    environment.stamp_file(root, purpose).write_text(environment.fingerprint(root, purpose))


def test_an_environment_that_stands_is_left_alone(checkout: Path):
    before = sorted((path, path.lstat().st_mtime_ns) for path in checkout.rglob("*"))
    environment.make_ready(checkout, "run")
    environment.make_ready(checkout, "dev")
    assert sorted((path, path.lstat().st_mtime_ns) for path in checkout.rglob("*")) == before


@pytest.mark.parametrize("name", ["requirements.txt", "setup.cfg", "pyproject.toml"])
def test_a_change_of_what_it_was_made_from_calls_for_a_new_one(checkout: Path, name: str):
    (checkout / name).write_text("numpy==2.4.7\n", encoding="utf-8")
    assert not environment.is_ready(checkout, "run")


def test_a_change_of_the_test_tools_alone_leaves_the_demo_ready(checkout: Path):
    (checkout / "requirements-dev.txt").write_text("pytest==9.3.0\n", encoding="utf-8")
    assert environment.is_ready(checkout, "run")
    assert not environment.is_ready(checkout, "dev")


def test_a_checkout_that_was_moved_needs_a_new_one(checkout: Path):
    moved = checkout.rename(checkout.with_name("moved"))
    assert not environment.is_ready(moved, "run")


def test_an_interpreter_that_has_gone_needs_a_new_one(checkout: Path):
    environment.python_of(checkout).unlink()
    environment.python_of(checkout).symlink_to(checkout / "python-that-was-removed")
    assert not environment.is_ready(checkout, "run")


def interpreter_that(root: Path, exits: int) -> None:
    """Put a stand-in where the environment's Python is: it notes its arguments and exits so.

    As the check of the environment itself must pass, only `-m pip` ends with that code.
    """
    python = environment.python_of(root)
    python.unlink()
    python.write_text(
        f'#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "$@" >> "{root}/calls"\nexit {exits}\n',
        encoding="utf-8",
    )
    python.chmod(0o755)


def installed(root: Path) -> list[str]:
    """What pip was told to install, one entry a call."""
    calls = (root / "calls").read_text(encoding="utf-8").splitlines()
    return [call.partition(" install ")[2] for call in calls]


def test_only_what_is_locked_is_installed_and_only_with_its_hashes(checkout: Path):
    interpreter_that(checkout, exits=0)
    (checkout / "setup.cfg").write_text("[metadata]\n", encoding="utf-8")
    environment.make_ready(checkout, "run")
    assert installed(checkout) == [
        f"--require-hashes --requirement {checkout}/requirements.txt",
        f"--no-deps --no-build-isolation --editable {checkout}",
    ]


def test_set_up_for_development_serves_the_demo_too(checkout: Path):
    interpreter_that(checkout, exits=0)
    (checkout / "setup.cfg").write_text("[metadata]\n", encoding="utf-8")
    environment.make_ready(checkout, "dev")
    environment.make_ready(checkout, "run")
    assert len(installed(checkout)) == 2


def test_what_failed_half_way_is_done_again_next_time(checkout: Path):
    (checkout / "setup.cfg").write_text("[metadata]\n", encoding="utf-8")
    interpreter_that(checkout, exits=1)
    with pytest.raises(environment.SetUpFailed):
        environment.make_ready(checkout, "run")
    interpreter_that(checkout, exits=0)
    assert not environment.is_ready(checkout, "run")
    environment.make_ready(checkout, "run")
    assert environment.is_ready(checkout, "run")


def test_a_half_made_environment_does_not_work(tmp_path: Path):
    assert not environment._works(environment.python_of(tmp_path))


def test_a_python_without_its_venv_part_is_told_how_to_mend_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(environment.SetUpFailed, match="python3-venv"):
        environment._make_environment(tmp_path)


def test_a_pip_that_fails_shows_its_last_lines_and_says_what_to_do(checkout, capfd):
    with pytest.raises(environment.SetUpFailed, match="run this again"):
        environment._pip(checkout, "install", "--no-index", "no-such-thing-as-this")
    assert "no-such-thing-as-this" in capfd.readouterr().err


@pytest.mark.parametrize("script", SH_SCRIPTS)
def test_a_script_can_be_run_and_parses(script: str):
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    assert path.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", path], check=True)


def test_the_demo_refuses_what_it_does_not_know():
    seen = subprocess.run([ROOT / "scripts/demo", "--chekc"], capture_output=True, text=True)
    assert seen.returncode == 2
    assert seen.stderr.startswith("Usage: scripts/demo")


def test_without_a_python_the_scripts_say_which_they_need(tmp_path: Path):
    """On a PATH that has an old Python only."""
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "python3").chmod(0o755)
    seen = subprocess.run(
        ["/bin/sh", "-c", ". scripts/environment.sh; make_environment run; echo went on"],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert seen.returncode == 2
    assert seen.stdout == ""
    assert seen.stderr.startswith("Nearhand needs Python 3.11")
