"""README's picture shows what was said, and asks no other host for anything."""

import re
from pathlib import Path

from scripts.readme_picture import PICTURE, drawing_of

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_drawing_holds_the_words_and_names_no_host_of_fonts():
    drawing = drawing_of("nearhand match a b", "[bold] 3 of 4 helpers found")
    shown = drawing.replace("&#160;", " ")
    assert "nearhand match a b" in shown
    assert "[bold] 3 of 4 helpers found" in shown
    assert "@font-face" not in drawing


def test_the_same_words_give_the_same_file():
    assert drawing_of("a", "b") == drawing_of("a", "b")


def test_no_picture_asks_another_host_for_anything():
    """A namespace is a name and no address to fetch."""
    pictures = list((ROOT / "docs/images").glob("*.svg"))
    assert PICTURE in pictures
    for picture in pictures:
        text = re.sub(r'xmlns(:\w+)?="[^"]*"', "", picture.read_text(encoding="utf-8"))
        assert not re.search(r"https?:|@import|url\((?!#)", text), picture
