"""What somebody eats, in the words of the people who ask and of those who pack."""

from collections.abc import Iterable

from flask import Flask
from flask_babel import LazyString, gettext, lazy_gettext
from wtforms import SelectChoice

from web.forms import choice

DIET_WORDS: dict[str, LazyString] = {
    "halal": lazy_gettext("Halal"),
    "kosher": lazy_gettext("Kosher"),
    "vegetarian": lazy_gettext("Vegetarian"),
    "vegan": lazy_gettext("Vegan"),
}
ALLERGEN_WORDS: dict[str, LazyString] = {
    "gluten": lazy_gettext("Gluten"),
    "milk": lazy_gettext("Milk"),
    "eggs": lazy_gettext("Eggs"),
    "nuts": lazy_gettext("Nuts"),
    "peanuts": lazy_gettext("Peanuts"),
    "fish": lazy_gettext("Fish"),
    "crustaceans": lazy_gettext("Crabs and prawns"),
    "molluscs": lazy_gettext("Mussels and squid"),
    "soya": lazy_gettext("Soya"),
    "sesame": lazy_gettext("Sesame"),
    "celery": lazy_gettext("Celery"),
    "mustard": lazy_gettext("Mustard"),
    "lupin": lazy_gettext("Lupin"),
    "sulphites": lazy_gettext("Sulphites"),
}

_ALSO: dict[str, LazyString] = {
    "gluten": lazy_gettext("Wheat, rye, barley, oats"),
    "nuts": lazy_gettext("Such as almonds, hazelnuts, walnuts, cashews"),
    "sulphites": lazy_gettext("As in dried fruit and wine"),
}


def allergen_choices(before: str = "") -> list[SelectChoice]:
    """Every allergen to tick, some with a line below; `before` begins each value."""
    return [
        choice(f"{before}{one}", words, _ALSO.get(one, "")) for one, words in ALLERGEN_WORDS.items()
    ]


def speak_of_diets(app: Flask) -> None:
    """Teach templates the filters `dietary` and `allergens`."""
    app.jinja_env.filters.update(dietary=dietary_words, allergens=allergen_words)


def allergen_words(allergens: Iterable[str]) -> str:
    """Allergens in a line."""
    there = set(allergens)
    return gettext(", ").join(str(words) for one, words in ALLERGEN_WORDS.items() if one in there)


def dietary_words(dietary: Iterable[str]) -> str:
    """All the wishes in a line; empty for none."""
    there = set(dietary)
    diets = [str(words) for diet, words in DIET_WORDS.items() if diet in there]
    without = allergen_words(one.removeprefix("no_") for one in there)
    if without:
        diets.append(gettext("Without: %(what)s", what=without))
    return gettext("; ").join(diets)
