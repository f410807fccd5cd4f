"""setup.cfg names every package one by one; nothing is found by luck, nothing is left out."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ("geodata", "matcher", "scripts", "web")


def settings() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_setup_cfg_names_exactly_the_package_folders_of_the_tree():
    named = settings()["options"]["packages"].split()
    folders = {path.parent for top in HOUSE for path in (ROOT / top).rglob("*.py")}
    assert sorted(named) == sorted(".".join(folder.relative_to(ROOT).parts) for folder in folders)


def test_every_package_folder_says_what_it_is_for():
    for package in settings()["options"]["packages"].split():
        first = (ROOT / package.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")
        assert first.startswith('"""'), package


def test_the_packed_map_data_travel_with_the_package():
    patterns = settings()["options.package_data"]["geodata"].split()
    carried = {path for pattern in patterns for path in (ROOT / "geodata").glob(pattern)}
    assert carried
    assert carried == {path for path in (ROOT / "geodata" / "data").rglob("*") if path.is_file()}
