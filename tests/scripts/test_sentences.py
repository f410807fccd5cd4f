"""Every sentence that people read can be handed to a translator."""

from pathlib import Path

from matcher.domain.categories import CATEGORIES
from scripts import sentences


def test_sentences_of_templates_code_and_the_rules_are_all_found():
    found = {message.id for message in sentences.sentences()}
    assert "What do you need?" in found
    assert "We cannot find that page" in found
    assert {category.name for category in CATEGORIES} <= found


def test_they_are_written_where_they_are_asked_for(tmp_path: Path):
    file = tmp_path / "messages.pot"
    assert sentences.main([str(file)]) == 0
    assert 'msgid "What do you need?"' in file.read_text(encoding="utf-8")


def test_without_a_file_it_says_how_it_is_called():
    assert sentences.main([]) == 2
