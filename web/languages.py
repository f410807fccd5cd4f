"""In which language a page speaks: by cookie, else by what the browser asks for, else English.

A language is on offer when a catalogue of it is there. The chooser is links, so it needs no script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from babel import Locale
from flask import Blueprint, Flask, Response, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale

from web.catalogues import speak_quickly

# English as it is written in Britain: 2 March 2026, not March 2, 2026.
ENGLISH = "en_GB"
TIME_ZONE = "Europe/London"
COOKIE = "nearhand-language"
KEPT = timedelta(days=365)

bp = Blueprint("languages", __name__)


@dataclass(frozen=True, slots=True)
class Language:
    """A language that pages can speak, under its own name."""

    code: str
    name: str
    right_to_left: bool

    @property
    def tag(self) -> str:
        """As HTML writes it.

        >>> language_of(Locale.parse("en_GB")).tag
        'en-GB'
        """
        return self.code.replace("_", "-")

    @property
    def direction(self) -> str:
        return "rtl" if self.right_to_left else "ltr"


@cache
def language_of(locale: Locale) -> Language:
    """Return the language of a locale, under the name its own speakers give it."""
    name = str(locale.language_name or locale.language)
    return Language(str(locale), name[:1].upper() + name[1:], locale.text_direction == "rtl")


def speak(app: Flask, translations: Sequence[Path]) -> None:
    """Make every sentence go through the catalogues of the language that was chosen."""
    catalogues = [str(folder) for folder in (Path(app.root_path) / "translations", *translations)]
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", ";".join(catalogues))
    babel = Babel()
    babel.init_app(
        app, default_locale=ENGLISH, default_timezone=TIME_ZONE, locale_selector=_asked_for
    )
    with app.app_context():
        found = {str(locale): language_of(locale) for locale in babel.list_translations()}
    speak_quickly(app)
    english = found.pop(ENGLISH)
    by_name = sorted(found.values(), key=lambda language: language.name)
    app.extensions["nearhand-languages"] = (english, *by_name)
    # What is said may differ by it, so whatever keeps pages must keep them apart.
    app.after_request(_vary)


def on_offer() -> tuple[Language, ...]:
    """English first, the others by their own names."""
    languages: tuple[Language, ...] = current_app.extensions["nearhand-languages"]
    return languages


def folders() -> list[Path]:
    """Where the catalogues are, for what is said in the language of somebody who is not here."""
    return [Path(one) for one in current_app.config["BABEL_TRANSLATION_DIRECTORIES"].split(";")]


def chosen() -> Language:
    """The language of this page."""
    locale = get_locale()
    return language_of(locale) if locale else on_offer()[0]


@bp.get("/language/<code>")
def choose(code: str) -> ResponseReturnValue:
    """Keep a choice in a cookie and go back to the page it was made on."""
    if code not in {language.code for language in on_offer()}:
        abort(404)
    response = redirect(_page_of_ours(request.args.get("to", "/")), 303)
    response.set_cookie(
        COOKIE,
        code,
        max_age=KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _page_of_ours(address: str) -> str:
    """An address that leads elsewhere, however it is dressed up, leads to the front page."""
    ours = address.startswith("/") and not address.startswith("//")
    return address if ours and address.isprintable() and "\\" not in address else "/"


def _asked_for() -> str:
    codes = [language.code for language in on_offer()]
    kept = request.cookies.get(COOKIE, "")
    if kept in codes:
        return kept
    # The nearest relative will do: whoever reads ar-EG reads ar.
    relatives = {code.partition("_")[0]: code for code in reversed(codes)}
    for tag, _weight in request.accept_languages:
        code = tag.replace("-", "_")
        found = code if code in codes else relatives.get(code.partition("_")[0].lower())
        if found:
            return found
    return ENGLISH


def _vary(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.vary.update(("Cookie", "Accept-Language"))
    return response
