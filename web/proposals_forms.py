"""What the pages of one match ask its volunteer."""

from flask_babel import lazy_gettext
from wtforms import Field, TextAreaField

from matcher.service.needs_after import LONGEST_CONCERN
from web.forms import Answered, OneOf, Question, choice
from web.needs_asking import not_longer_than
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


class SayWrong(Question):
    """What a volunteer found wrong, in their own words."""

    words = TextAreaField(
        lazy_gettext("What was wrong?"),
        [Answered(lazy_gettext("Write what was wrong, in your own words."))],
    )

    def validate_words(self, field: Field) -> None:
        not_longer_than(field, LONGEST_CONCERN)


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
