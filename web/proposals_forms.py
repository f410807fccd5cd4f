"""What the pages of one match ask its volunteer."""

from flask_babel import lazy_gettext

from web.forms import OneOf, Question, choice
from web.volunteers_forms import one_of_a_list
from web.volunteers_words import DECLINES, FAILURES


class WhyNo(Question):
    """Why somebody says no."""

    reason = OneOf(
        lazy_gettext("Why not this time?"),
        lazy_gettext("Choose what comes nearest. It helps us ask you better."),
        choices=[choice(str(reason), words) for reason, words in DECLINES.items()],
    )


class WhyNotDone(Question):
    """Why something could not be done."""

    reason = OneOf(
        lazy_gettext("What happened?"),
        lazy_gettext("Choose what comes nearest, so that we know what to do now."),
        choices=[choice(str(reason), words) for reason, words in FAILURES.items()],
    )


class HowLong(Question):
    """How many minutes it took."""

    minutes = one_of_a_list(
        lazy_gettext("How long did it take, with the way?"),
        [
            choice("", lazy_gettext("I would rather not say")),
            choice("15", lazy_gettext("A quarter of an hour")),
            choice("30", lazy_gettext("Half an hour")),
            choice("45", lazy_gettext("Three quarters of an hour")),
            choice("60", lazy_gettext("An hour")),
            choice("90", lazy_gettext("An hour and a half")),
            choice("120", lazy_gettext("Two hours")),
            choice("180", lazy_gettext("Three hours")),
            choice("240", lazy_gettext("Half a day")),
            choice("480", lazy_gettext("A whole day")),
        ],
    )
