"""The map page: whole, safe, the same facts twice, and nobody on the network is asked."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from matcher.service.outcome.map_page import map_page, share_in_words
from matcher.service.outcome.map_style import STEPS, STYLE
from matcher.service.outcome.tally import Group
from tests.builders import LAMBETH


class Page(HTMLParser):
    """Every tag with its attributes, and the text of the table's rows."""

    VOID = ("meta", "path", "circle", "br", "i")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def text(done, london) -> str:
    return map_page(done, london)


def test_every_tag_is_closed_where_it_was_opened(text):
    assert Page(text).open == []


def test_no_address_of_another_host_is_anywhere_in_the_page(text):
    assert not re.search(r"https?:|//[a-z]|url\((?!#)|@import|\bsrc=", text)
    assert "default-src 'none'" in text


def test_all_33_boroughs_are_drawn_and_each_leads_to_its_row(text):
    page = Page(text)
    rows = {row["id"] for row in page.all("tr") if "id" in row}
    links = {link["href"] for link in page.all("a") if link["href"] != "#table"}
    assert len(rows) == 33
    assert links == {f"#{code}" for code in rows}


def test_the_row_and_the_outline_of_a_borough_tell_the_same(text):
    row = re.search(rf'<tr id="{LAMBETH}">.*?</tr>', text)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row[0])
    assert cells[:6] == ["2", "3", "1", "33%", "2", "1"]
    assert "Lambeth: 33%, 1 of 3 found" in text


def test_boroughs_where_nobody_asked_are_striped_and_said_to_be_so(text):
    assert text.count('class="none"><title>') == 31
    assert "Croydon: no needs" in text
    assert "nobody asked" in text


def test_tables_have_captions_and_scopes(text):
    page = Page(text)
    assert len(page.all("caption")) == len(page.all("table")) == 2
    assert all(cell.get("scope") in ("row", "col") for cell in page.all("th"))
    assert page.all("html")[0]["lang"] == "en-GB"


def test_names_of_boroughs_and_attributions_cannot_write_html(done, london):
    evil = "<script>alert(1)</script>"
    text = map_page(
        replace(done, borough_name=done.borough_name | {LAMBETH: evil}),
        replace(london, attribution=(evil,)),
    )
    assert evil not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3


def test_the_page_names_its_sources_and_warns_of_small_numbers(text):
    assert "Crown copyright" in text
    assert "Counts under 8 can point at a person" in text


def test_a_share_says_all_only_when_nobody_is_left():
    assert share_in_words(Group(units=10_000, served=9_999)) == "99%"
    assert share_in_words(Group(units=3, served=3)) == "100%"
    assert share_in_words(Group()) == "no needs"


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colours() -> list[str]:
    return [re.search(rf"\.{css}{{fill:(#\w{{6}})", STYLE)[1] for _, css, _ in STEPS]


def test_each_step_of_the_scale_is_clearly_darker_than_the_last():
    for lighter, darker in zip(colours(), colours()[1:], strict=False):
        assert luminance(lighter) > luminance(darker)
        assert contrast(lighter, darker) > 1.3


def test_labels_on_the_map_and_quiet_text_can_be_read():
    for step, fill in zip(STEPS, colours(), strict=True):
        label = "#ffffff" if step[1] in ("s3", "s4") else "#1d2433"
        assert contrast(fill, label) >= 4.5
    for quiet in ("#51586a", "#0a5c5c", "#063f3f"):
        assert contrast(quiet, "#fdfbf7") >= 4.5
