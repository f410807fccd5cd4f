"""Every refusal that people read on a page can be handed to a translator, values and all."""

import re
from pathlib import Path

import pytest

from matcher.domain.by_hand import IN_WORDS
from matcher.domain.life_cycles import NeedStatus, how_it_stands
from matcher.domain.refusals import Invalid, Refusal, Term
from matcher.storage.writing.links import NO_SUCH_LINK
from scripts.sentences import ROOT, sentences
from scripts.sentences_of_refusals import refusals_in
from tests.web.pseudo import pseudo

# What only operators and their programs meet: settings, the command line, sheets, the engine.
FOR_OPERATORS = (
    "matcher/bootstrap",
    "matcher/config",
    "matcher/engine/",
    "matcher/service/example/",
    "matcher/service/match_files.py",
    "matcher/service/sheets/",
    "matcher/service/whole_files.py",
    "matcher/storage/database.py",
    "matcher/storage/migrations/",
    "matcher/storage/schema.py",
    "matcher/storage/sealed.py",
    "matcher/storage/sqlite.py",
    "matcher/storage/upkeep",
    "matcher/storage/urls.py",
    "web/security.py",
)
# Sentences that came translated already, from a table of their own library's slips.
TRANSLATED_BEFORE = {"matcher/messages/phone.py", "matcher/messages/email_address.py"}


# The family itself.
APART = {"matcher/domain/refusals.py"}


def sources(root: Path) -> list[Path]:
    return [
        file
        for part in ("matcher", "web")
        for file in sorted((root / part).rglob("*.py"))
        if not file.relative_to(root).as_posix().startswith(FOR_OPERATORS)
        and file.relative_to(root).as_posix() not in TRANSLATED_BEFORE | APART
    ]


def unreadable(root: Path) -> list[str]:
    return [
        f"{said.file}:{said.line}"
        for file in sources(root)
        for said in refusals_in(root, file)
        if not said.sentences and not said.is_translated
    ]


def test_no_refusal_that_people_read_is_put_together_where_it_is_raised():
    assert unreadable(ROOT) == []


@pytest.mark.parametrize(
    "planted",
    [
        'raise Invalid(f"At most {MOST} letters.", "name")',
        'raise Conflict("At most %s." % MOST)',
        'raise NotFound("There is no " + name)',
        "raise NotAllowed(sentence)",
        'class No(Invalid):\n    def __init__(self, n):\n        super().__init__(f"Not {n}.")',
    ],
)
def test_one_that_is_put_together_is_found(tmp_path: Path, planted: str):
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "planted.py").write_text(f"MOST = 3\n{planted}\n")
    assert unreadable(tmp_path) == [f"web/planted.py:{2 if 'class' not in planted else 4}"]


def test_constants_tables_and_terms_are_in_the_catalogue():
    found = {message.id for message in sentences()}
    assert {NO_SUCH_LINK, how_it_stands(NeedStatus.CLOSED), "two references"} <= found
    assert {str(words) for words in IN_WORDS.values()} <= found
    assert "Please use at most %(most)s letters." in found


def test_what_a_refusal_fills_in_is_named_alike_in_call_and_sentence():
    """A name that is not given would only be missed by whoever is refused."""
    given = re.compile(r"%\((\w+)\)s")
    for file in sources(ROOT):
        text = file.read_text(encoding="utf-8")
        for said in refusals_in(ROOT, file):
            for name in {name for one in said.sentences for name in given.findall(one)}:
                assert f"{name}=" in text or f'"{name}":' in text, (said.file, said.line, name)


def test_in_another_language_nothing_but_names_and_numbers_stays_english():
    no = Invalid(
        "%(why)s You can ask up to %(most)s, %(help)s.",
        "offers",
        why=(IN_WORDS[next(iter(IN_WORDS))], Term("At once.")),
        most=2_000,
        help=Term("help at the door"),
    )
    said = no.said(pseudo, lambda number: f"<{number}>")
    assert re.findall(r"[A-Za-z]+", said) == []
    assert "<2000>" in said
    assert str(no).endswith("You can ask up to 2,000, help at the door.")


def test_a_hundredth_sign_in_a_sentence_without_values_stays_one():
    assert str(Refusal("It is 100 % full.")) == "It is 100 % full."
