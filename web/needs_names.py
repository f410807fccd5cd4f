"""Whoever said yes, by their first name: all that the page of a need shows of them unasked."""

from markupsafe import Markup

from matcher.service.needs_standing import Standing, at_own_page, first_names, first_names_again
from web.current import tools


def nobody_translates(name: str) -> Markup:
    """A name within a sentence."""
    return Markup('<span translate="no">{}</span>').format(name)


def seen_with_names(secret: str) -> tuple[Standing, dict[str, str]]:
    """How a need stands, with the first names of those who said yes.

    Names are looked at, and each look is noted once a day: that alone needs a turn to write.
    """
    with tools().looking() as act:
        own, seen = at_own_page(act, secret)
        names = first_names_again(own, seen)
    if names is not None:
        return seen, names
    with tools().acting() as act:
        own, seen = at_own_page(act, secret)
        return seen, first_names(own, seen)
