"""The forms of sheets: sending one up, saying what its columns are, taking a list out."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField

from matcher.domain.categories import CATEGORIES
from matcher.domain.imports import ListKind, Proven, SheetKind
from matcher.domain.refusals import Refusal
from matcher.service.imports.exporting import Format
from matcher.service.imports.kinds import KINDS
from web.board_imports_words import KIND, TAKEN_OUT
from web.forms import OneOf, Question, choice
from web.refusals import in_words

# All forms of one page have different names before their fields, so that ids are there once.
_KINDS = [choice(kind, KIND[kind]) for kind in KINDS]


_LISTS = [*_KINDS, *(choice(kind, TAKEN_OUT[kind]) for kind in ListKind)]


class Sheet(Question):
    """A sheet on its way in."""

    kind = OneOf(
        lazy_gettext("What is it a list of?"),
        lazy_gettext("Choose what it is a list of."),
        choices=_KINDS,
    )
    charity = SelectField(lazy_gettext("Whose list is it?"), validate_choice=False)
    file = FileField(lazy_gettext("The sheet"))


class TakenOut(Question):
    """A list on its way out."""

    kind = SelectField(lazy_gettext("Which list"), validate_choice=False, choices=_LISTS)
    charity = SelectField(lazy_gettext("Of which charity"), validate_choice=False)
    # A delivery list may be taken of one day, from the page of that day.
    day = HiddenField()
    form = SelectField(
        lazy_gettext("As"),
        validate_choice=False,
        choices=[choice(Format.CSV, "CSV"), choice(Format.XLSX, "Excel (.xlsx)")],
    )


class Meanings(Question):
    """What holds for all rows; which column is which stands beside each, by its place."""

    default_help = SelectField(
        lazy_gettext("Kind of help, where a row says none"),
        validate_choice=False,
        choices=[
            choice("", lazy_gettext("Each row says it")),
            *(choice(one.slug, lazy_gettext(one.name)) for one in CATEGORIES),
        ],
    )
    default_day = SelectField(
        lazy_gettext("Which day’s list, where a row says no day"),
        validate_choice=False,
        choices=[choice("", lazy_gettext("Each row says it"))],
    )
    default_place = StringField(lazy_gettext("Where it is kept, where a row says nothing"))
    consent = BooleanField(lazy_gettext("Everybody in this sheet agreed to be on our list."))
    adults = BooleanField(lazy_gettext("Everybody in this sheet is 18 or over."))
    how = SelectField(
        lazy_gettext("How do you know that they are reached as the sheet says?"),
        validate_choice=False,
        choices=[
            choice("", lazy_gettext("We do not know yet")),
            choice(Proven.RANG, lazy_gettext("We rang these numbers, and they answered")),
            choice(Proven.WROTE, lazy_gettext("We wrote to them so, and they answered")),
            choice(Proven.MET, lazy_gettext("They told us themselves, face to face")),
        ],
    )


def kind_said(word: str | None) -> SheetKind | None:
    """The kind of a word that was sent, None for what is none that we can move."""
    return SheetKind(word) if word in {kind.value for kind in KINDS} else None


def list_said(word: str | None) -> SheetKind | ListKind | None:
    """The same for a list that is taken out."""
    return ListKind(word) if word and word in {*ListKind} else kind_said(word)


def form_said(word: str | None) -> Format:
    """The format of a word that was sent."""
    return Format(word) if word and word in {*Format} else Format.CSV


def told(no: Refusal) -> str:
    """What is wrong with a file, as a sentence: the command line puts the file's name before it."""
    words = in_words(no)
    return words[:1].upper() + words[1:]
