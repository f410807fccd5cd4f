"""Sentences of the reader's language, found quickly: a page says some hundred of them.

Flask-Babel asks four times a sentence which request it is in and what its language is, which was a
third of what a short page took. Here a request asks once.
"""

from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask.sansio.app import App
from flask_babel import Domain, get_babel, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from wtforms.i18n import messages_path

_SPOKEN = "nearhand_sentences"
_ALL = "nearhand-catalogues"


class Catalogues(Domain):
    """All catalogues; the one of a request is looked up once and kept with the request."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language that is spoken; an empty one where nobody asks."""
        # The thing itself: each name asked of the proxy looks for the request again.
        try:
            here = g._get_current_object()
        except RuntimeError:
            return NullTranslations()
        spoken: NullTranslations | None = here.get(_SPOKEN)
        if spoken is None:
            spoken = super().get_translations()
            setattr(here, _SPOKEN, spoken)
        return spoken


def speak_quickly(app: Flask) -> None:
    """Let Flask-Babel, and templates without any way round, find sentences in `Catalogues`."""
    with app.app_context():
        babel = get_babel().instance
    catalogues = babel.domain_instance = Catalogues(domain=app.extensions["babel"].default_domain)
    app.extensions[_ALL] = catalogues

    @pass_eval_context
    def gettext(context: EvalContext, sentence: str, /, **words: Any) -> str:
        said = catalogues.get_translations().ugettext(sentence)
        return _filled(context, said, words)

    @pass_eval_context
    def ngettext(context: EvalContext, one: str, many: str, number: int, /, **words: Any) -> str:
        said = catalogues.get_translations().ungettext(one, many, number)
        return _filled(context, said, {"num": number, **words})

    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext})


def _filled(context: EvalContext, said: str, words: dict[str, Any]) -> str:
    return filled(Markup(said) if context.autoescape else said, words)


def filled(said: str, words: dict[str, Any]) -> str:
    """As Jinja does it, which takes every sentence for a pattern; most of them are none."""
    return said % words if words or "%" in said else said


def spoken_here(app: App) -> NullTranslations:
    """What is said in the language of whoever asks."""
    catalogues: Catalogues = app.extensions[_ALL]
    return catalogues.get_translations()


def sentences_of_forms() -> NullTranslations | None:
    """What WTForms itself says, in the language that is spoken."""
    locale = get_locale()
    return None if locale is None else _of_forms(str(locale))


@cache
def _of_forms(code: str) -> NullTranslations:
    """Read once a language: Flask-WTF reads it for every request."""
    return Translations.load(messages_path(), [code], domain="wtforms")
