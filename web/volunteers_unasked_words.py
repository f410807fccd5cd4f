"""Why somebody has not been asked, in sentences that say what would change it."""

from datetime import date, datetime

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.checks import CheckLevel
from matcher.service.volunteers_unasked import Why, WhyNot
from web.formats import day
from web.volunteers_words import CHECKS, categories_in_words


def why_in_words(why: WhyNot) -> str:
    """One reason why nobody asked, and what would change it."""
    if why.why is Why.CHECK_MISSING:
        return gettext(
            "For %(kinds)s we first need %(check)s. A coordinator arranges that with you.",
            kinds=categories_in_words(why.categories),
            check=str(CHECKS[why.level or CheckLevel.IDENTITY]),
        )
    if why.why is Why.PAUSED:
        if isinstance(why.until, date):
            return gettext("You are taking a break until %(day)s.", day=day(why.until))
        return gettext("You are taking a break. Take your offer up again when you like.")
    if why.why is Why.FULL:
        return ngettext(
            "You help %(num)s person just now, as many at once as you wanted.",
            "You help %(num)s people just now, as many at once as you wanted.",
            why.number or 0,
        )
    if why.why is Why.WEEK_IS_FULL:
        return ngettext(
            "You wanted to help once a week at most, and have.",
            "You wanted to help %(num)s times a week at most, and have.",
            why.number or 0,
        )
    if why.why is Why.MESSAGES_USED_UP and isinstance(why.until, datetime):
        return gettext(
            "You have had as many messages as you wanted in a week. The next may come on %(day)s.",
            day=day(why.until),
        )
    if why.why is Why.NOTHING_NEAR and _all_remote(why.categories):
        return gettext(
            "Nobody needs what you offer by phone or online just now. Offering another kind of "
            "help would make it likelier."
        )
    return str(_WHY[why.why])


def _all_remote(categories: tuple[str, ...]) -> bool:
    """Whether nobody has to go anywhere for it, so that going further would change nothing."""
    return bool(categories) and all(CATEGORY_BY_SLUG[slug].remote for slug in categories)


_WHY: dict[Why, LazyString] = {
    Why.SUSPENDED: lazy_gettext(
        "A coordinator has asked us to pause your offer. Please ring us about it."
    ),
    Why.CONTACT_NOT_PROVEN: lazy_gettext("Your phone or e-mail is not confirmed yet."),
    Why.NO_OFFER: lazy_gettext("You have not told us yet how you can help."),
    Why.MESSAGES_USED_UP: lazy_gettext("You have had as many messages as you wanted in a week."),
    Why.NO_MESSAGES_WANTED: lazy_gettext(
        "You asked for no messages, so look in here from time to time."
    ),
    Why.NOTHING_NEAR: lazy_gettext(
        "Nobody within your distance needs what you offer just now. Going a little further, or "
        "offering another kind of help, would make it likelier."
    ),
    Why.ASKS_FOR_MORE: lazy_gettext(
        "Somebody near you wants a helper with something that you have not named, such as a car "
        "or a check."
    ),
    Why.OTHER_LANGUAGES: lazy_gettext(
        "Somebody near you needs help in a language that you have not named."
    ),
    Why.OTHER_TIMES: lazy_gettext("Somebody near you needs help at times that you have not named."),
    Why.SAID_NO: lazy_gettext(
        "Somebody near you needs help, and it did not work out between you before."
    ),
    Why.OTHERS_FIRST: lazy_gettext(
        "Somebody near you needs help that you could give. We look again soon; others were nearer "
        "or had done less lately."
    ),
}
