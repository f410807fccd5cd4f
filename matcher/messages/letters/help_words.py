"""The kinds of help as they stand within a sentence: “help with …”."""

from matcher.messages.translate import Translate


def help_words(category: str, translate: Translate) -> str:
    """What follows “help with” for a category's slug."""
    _ = translate
    return {
        "groceries": _("groceries"),
        "prescriptions": _("a prescription"),
        "food_parcel": _("a food parcel"),
        "hot_meal": _("a hot meal"),
        "clothing": _("clothing"),
        "toys_and_baby": _("toys or baby things"),
        "furniture": _("furniture"),
        "transport": _("transport"),
        "visit": _("a visit"),
        "phone_call": _("a phone call"),
        "translation": _("translation"),
        "forms_and_letters": _("forms or letters"),
        "tech_help": _("a phone or computer"),
        "dog_walking": _("walking a dog"),
        "diy": _("small repairs"),
        "garden": _("a garden"),
        "other": _("something"),
    }[category]
