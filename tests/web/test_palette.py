"""Each pair of colours that a page may show can be read; `test_in_a_browser` sees what is shown."""

import pytest
from playwright.sync_api import Browser

from tests.web.palette import (
    LETTERS,
    MARKED_ON,
    MARKS,
    PALETTE,
    READ_ON,
    contrast,
    letters_in_unknown_pairs,
    pairs,
)


def test_the_measure_is_the_one_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "back"), pairs(READ_ON))
def test_letters_can_be_read(front: str, back: str):
    assert contrast(PALETTE[front], PALETTE[back]) >= LETTERS


@pytest.mark.parametrize(("front", "back"), pairs(MARKED_ON))
def test_edges_can_be_seen(front: str, back: str):
    assert contrast(PALETTE[front], PALETTE[back]) >= MARKS


def test_letters_in_a_pair_that_is_not_in_the_table_are_found(browser: Browser):
    page = browser.new_page()
    page.set_content("<p style='color: rgb(1, 2, 3); background: rgb(250, 251, 252)'>Planted</p>")
    assert letters_in_unknown_pairs(page) == {"rgb(1, 2, 3)/rgb(250, 251, 252)"}
    page.close()
