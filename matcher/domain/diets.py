"""What somebody eats and does not: the words that needs and stock share, and whether they agree.

A wish is one word: a diet (`halal`) or an allergen that must not be in it (`no_milk`).
"""

from collections.abc import Mapping, Set

# The fourteen that must be named on food in the United Kingdom (Food Standards Agency).
ALLERGENS: Mapping[str, str] = {
    "celery": "celery",
    "gluten": "cereals with gluten",
    "crustaceans": "crustaceans",
    "eggs": "eggs",
    "fish": "fish",
    "lupin": "lupin",
    "milk": "milk",
    "molluscs": "molluscs",
    "mustard": "mustard",
    "nuts": "tree nuts",
    "peanuts": "peanuts",
    "sesame": "sesame",
    "soya": "soya",
    "sulphites": "sulphites",
}
DIETS: tuple[str, ...] = ("halal", "kosher", "vegetarian", "vegan")
WITHOUT: Mapping[str, str] = {f"no_{allergen}": allergen for allergen in ALLERGENS}
DIETARY: frozenset[str] = frozenset((*DIETS, *WITHOUT))

# Kinds of help that end on a plate: only there it is asked what somebody eats.
FOOD: frozenset[str] = frozenset({"groceries", "food_parcel", "hot_meal"})

# What has no animal in it has no meat in it either.
_SUITS_TOO: Mapping[str, frozenset[str]] = {"vegan": frozenset({"vegetarian"})}


def suited_by(diets: Set[str]) -> frozenset[str]:
    """All the diets that something suits which is said to suit these.

    >>> sorted(suited_by({"vegan"}))
    ['vegan', 'vegetarian']
    """
    return frozenset(diets).union(*(_SUITS_TOO.get(diet, ()) for diet in diets))


def what_is_wrong(dietary: Set[str], diets: Set[str], allergens: Set[str] | None) -> frozenset[str]:
    """The wishes that food of these diets, with these allergens in it, does not meet.

    `allergens` is None where nobody has read the labels: then nobody who must do without one
    gets it.
    """
    unmet = {wish for wish in dietary if wish in DIETS} - suited_by(diets)
    for wish in dietary & WITHOUT.keys():
        if allergens is None or WITHOUT[wish] in allergens:
            unmet.add(wish)
    return frozenset(unmet)
