"""The look of the pages is built once, again when something changed, from locked packages only."""

import json
from pathlib import Path

import pytest

from scripts import build_web
from scripts.build_web import Node, Site, build
from scripts.environment import SetUpFailed

ROOT = Path(__file__).resolve().parent.parent.parent
FRONTEND = ROOT / "web" / "frontend"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A checkout whose look is built and stamped."""
    site = Site(tmp_path)
    (site.frontend / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc", "build.mjs", "src/nearhand.scss"):
        (site.frontend / name).write_text("{}", encoding="utf-8")
    site.built.mkdir(parents=True)
    site.built_stamp.write_text(site.fingerprint(), encoding="ascii")
    return site


def a_program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_what_is_built_is_left_alone(site: Site):
    assert build(site, {"PATH": ""}) is False


@pytest.mark.parametrize("name", ["package-lock.json", ".npmrc", "build.mjs", "src/nearhand.scss"])
def test_a_change_of_what_it_is_made_from_calls_for_a_new_one(site: Site, name: str):
    (site.frontend / name).write_text("changed", encoding="utf-8")
    assert not site.is_built()


def test_a_new_picture_calls_for_a_new_one(site: Site):
    (site.frontend / "src" / "new.svg").write_text("<svg/>", encoding="utf-8")
    assert not site.is_built()


def test_packages_are_fetched_once_and_the_look_takes_the_place_of_the_old(
    site: Site, tmp_path: Path
):
    bin = tmp_path / "bin"
    a_program(bin, "node", '[ "$1" = --version ] && echo v22.1.0 || mkdir -p "$2"')
    a_program(bin, "npm", f'echo npm >> "{tmp_path}/calls"; mkdir -p node_modules')
    (site.built / "old.css").write_text("old", encoding="utf-8")
    (site.frontend / "src" / "nearhand.scss").write_text("new", encoding="utf-8")
    paths = {"PATH": f"{bin}:/usr/bin:/bin"}
    assert build(site, paths) is True
    assert site.is_built()
    assert not (site.built / "old.css").exists()
    (site.frontend / "src" / "nearhand.scss").write_text("newer", encoding="utf-8")
    assert build(site, paths) is True
    assert (tmp_path / "calls").read_text() == "npm\n"


def test_a_build_that_fails_leaves_the_old_look_and_no_stamp_for_the_new(
    site: Site, tmp_path: Path
):
    bin = tmp_path / "bin"
    a_program(bin, "node", '[ "$1" = --version ] && echo v22.1.0 || { echo "bad colour"; exit 1; }')
    a_program(bin, "npm", "mkdir -p node_modules")
    (site.built / "old.css").write_text("old", encoding="utf-8")
    (site.frontend / "build.mjs").write_text("changed", encoding="utf-8")
    with pytest.raises(SetUpFailed, match="could not be compiled"):
        build(site, {"PATH": f"{bin}:/usr/bin:/bin"})
    assert (site.built / "old.css").exists()
    assert not site.is_built()


@pytest.mark.parametrize("version", ["v18.20.4", "nonsense"])
def test_a_node_that_is_too_old_is_as_good_as_none(tmp_path: Path, version: str):
    a_program(tmp_path, "node", f"echo {version}")
    a_program(tmp_path, "npm", "true")
    assert build_web.node_on_path({"PATH": str(tmp_path)}) is None


def test_a_node_without_its_npm_is_as_good_as_none(tmp_path: Path):
    a_program(tmp_path, "node", "echo v22.0.0")
    assert build_web.node_on_path({"PATH": str(tmp_path)}) is None


def test_a_new_enough_node_is_taken(tmp_path: Path):
    a_program(tmp_path, "node", "echo v20.0.0")
    a_program(tmp_path, "npm", "true")
    found = build_web.node_on_path({"PATH": str(tmp_path)})
    assert found == Node(tmp_path / "node", (str(tmp_path / "npm"),))


def test_the_lock_holds_a_hash_for_every_package_and_no_address():
    text = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all(entry["integrity"] for name, entry in packages.items() if name)
    settings = (FRONTEND / ".npmrc").read_text(encoding="utf-8").splitlines()
    assert {"ignore-scripts=true", "omit-lockfile-registry-resolved=true"} <= set(settings)


def test_nothing_of_the_government_is_built_in():
    built = [path.read_text("utf-8") for path in (ROOT / "web/static/built").glob("*.css")]
    assert len(built) == 3
    for css in built:
        assert not [word for word in ("GDS Transport", "crown", "crest", "#1d70b8") if word in css]
    names = json.loads((ROOT / "web/static/built/manifest.json").read_text("utf-8"))
    assert not [name for name in names if "govuk" in name and not name.endswith(".js")]
