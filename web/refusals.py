"""Refusals in the language of the page, with its numbers and days."""

from flask_babel import format_decimal, gettext

from matcher.domain.refusals import Refusal
from web.formats import day


def in_words(no: Refusal) -> str:
    """The sentence of a refusal, as whoever reads this page understands it.

    Refusals are written in the domain, in English; where a catalogue has the sentence, good.
    """
    return no.said(gettext, format_decimal, day)
