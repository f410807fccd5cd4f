"""What somebody eats, in the words of the people who ask and of those who pack."""

from collections.abc import Iterable

from flask_babel import LazyString, gettext, lazy_gettext

DIET_WORDS: dict[str, LazyString] = {
    "halal": lazy_gettext("Halal"),
    "kosher": lazy_gettext("Kosher"),
    "vegetarian": lazy_gettext("Vegetarian"),
    "vegan": lazy_gettext("Vegan"),
}
ALLERGEN_WORDS: dict[str, LazyString] = {
    "gluten": lazy_gettext("Gluten: wheat, rye, barley, oats"),
    "milk": lazy_gettext("Milk"),
    "eggs": lazy_gettext("Eggs"),
    "nuts": lazy_gettext("Nuts"),
    "peanuts": lazy_gettext("Peanuts"),
    "fish": lazy_gettext("Fish"),
    "crustaceans": lazy_gettext("Crabs, prawns and the like"),
    "molluscs": lazy_gettext("Mussels, squid and the like"),
    "soya": lazy_gettext("Soya"),
    "sesame": lazy_gettext("Sesame"),
    "celery": lazy_gettext("Celery"),
    "mustard": lazy_gettext("Mustard"),
    "lupin": lazy_gettext("Lupin"),
    "sulphites": lazy_gettext("Sulphites, as in dried fruit and wine"),
}


def wish_words(wish: str) -> str:
    """One wish: a diet, or what must not be in it."""
    if wish in DIET_WORDS:
        return str(DIET_WORDS[wish])
    return gettext("Without: %(what)s", what=ALLERGEN_WORDS[wish.removeprefix("no_")])


def dietary_words(dietary: Iterable[str]) -> str:
    """All the wishes in a line; empty for none."""
    there = set(dietary)
    diets = [str(words) for diet, words in DIET_WORDS.items() if diet in there]
    without = [str(words) for one, words in ALLERGEN_WORDS.items() if f"no_{one}" in there]
    if without:
        diets.append(gettext("Without: %(what)s", what=gettext(", ").join(without)))
    return gettext("; ").join(diets)
