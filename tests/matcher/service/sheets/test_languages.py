"""Language codes, and their names in sentences."""

import pytest
from iso639 import ALL_LANGUAGES

from matcher.service.sheets.languages import language_code, language_name


@pytest.mark.parametrize(
    ("typed", "code"),
    [("en", "en"), ("ENG", "en"), ("ger", "de"), ("deu", "de"), ("ckb", "ckb"), ("yue", "yue")],
)
def test_every_iso_639_code_becomes_its_shortest(typed, code):
    assert language_code(typed) == code


@pytest.mark.parametrize("typed", ["", "e", "english", "xx", "zzz", "e\x00"])
def test_other_texts_are_no_codes(typed):
    assert language_code(typed) is None


def test_every_language_has_a_name_without_brackets():
    codes = {language_code(language.part3) for language in ALL_LANGUAGES}
    assert all(language_name(code) and "(" not in language_name(code) for code in codes)


def test_names_are_those_that_people_use():
    assert [language_name(code) for code in ("el", "pa", "bn")] == ["Greek", "Punjabi", "Bengali"]
