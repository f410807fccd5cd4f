"""Letters to volunteers about themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from matcher.messages.letters.contents import Code
from matcher.messages.letters.letter import Ending, Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class ProveContact(Letter):
    """Prove that this number or address is yours, so that we may write to you."""

    KIND: ClassVar = LetterKind.PROVE_CONTACT
    ENDING: ClassVar = Ending.NOT_YOU

    code: Code

    def words(self, voice: Voice) -> Words:
        _, code = voice.say, self.code.digits
        return Words(
            sms=(
                _(
                    "Your code is {code}. Type it in, or open this, and you can start to help:",
                    code=code,
                ),
                _("Your code is {code}. Type it in or open this to go on:", code=code),
            ),
            subject=_("Your code is {code}", code=code),
            paragraphs=(
                _("Somebody offered to help neighbours and gave this address."),
                _("Your code is {code}. Type it in where we asked for it.", code=code),
            ),
            action=_("Or confirm with this link"),
            next=_("Once you confirm, you choose what you can help with, and when."),
        )


@dataclass(frozen=True, slots=True)
class WayBack(Letter):
    """The way back to their own page, for whoever asked for it."""

    KIND: ClassVar = LetterKind.WAY_BACK
    ENDING: ClassVar = Ending.NOT_YOU

    good_until: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.good_until), voice.by_in_full(self.good_until)
        return Words(
            sms=(
                _("This opens your own page until {by}. Please give it to nobody:", by=by),
                _("This opens your own page until {by}:", by=by),
            ),
            subject=_("The way back to your own page"),
            paragraphs=(_("Somebody asked for the way back to your page as a volunteer."),),
            action=_("Open your page (until {by})", by=by_in_full),
            next=_("There you see what you are asked, what is next, and can change or pause."),
        )


@dataclass(frozen=True, slots=True)
class StillOffered(Letter):
    """Asked of whoever was not heard of for long: no offer lives for ever unasked."""

    KIND: ClassVar = LetterKind.STILL_OFFERED

    answer_by: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.answer_by), voice.by_in_full(self.answer_by)
        return Words(
            sms=(
                _("Do you still want to help neighbours? Say yes by {by}, or we stop:", by=by),
                _("Still helping? Say yes by {by}, or we stop:", by=by),
            ),
            subject=_("Do you still want to help neighbours?"),
            paragraphs=(
                _("It is a while since we heard from you. Do you still want to help neighbours?"),
            ),
            action=_("Say yes or no by {by}", by=by_in_full),
            next=_("If we hear nothing, your offer ends then. You can make a new one at any time."),
        )


@dataclass(frozen=True, slots=True)
class PauseEnded(Letter):
    """The pause that they asked for is over."""

    KIND: ClassVar = LetterKind.PAUSE_ENDED

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        return Words(
            sms=(
                _("Welcome back! Your pause is over, so we may ask you again. Pause longer:"),
                _("Your pause is over; we may ask you again. Longer?"),
            ),
            subject=_("Welcome back: your pause is over"),
            paragraphs=(_("The pause that you asked for is over. Welcome back!"),),
            action=_("Pause longer, or see what is wanted near you"),
            next=_("From now on we may ask you again. Your times and limits are as they were."),
        )


@dataclass(frozen=True, slots=True)
class CheckRunsOut(Letter):
    """A check of theirs is to be seen again."""

    KIND: ClassVar = LetterKind.CHECK_RUNS_OUT

    review_on: date

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        day, short_day = voice.day(self.review_on), voice.short_day(self.review_on)
        return Words(
            sms=(
                _(
                    "Your check runs out on {day}. Until then all stays as it is. What to do:",
                    day=day,
                ),
                _("Your check runs out on {day}. Until then all stays. What to do:", day=short_day),
                _("Your check runs out on {day}. What to do:", day=short_day),
            ),
            subject=_("Your check runs out on {day}", day=day),
            paragraphs=(_("A coordinator has to see your check again by {day}.", day=day),),
            action=_("See what to do"),
            next=_("Until then all stays as it is. Later we ask you only for what needs no check."),
        )


@dataclass(frozen=True, slots=True)
class DriveForUs(Letter):
    """A charity asks somebody, who may be nobody of ours yet, to drive for it."""

    KIND: ClassVar = LetterKind.DRIVE_FOR_US
    ENDING: ClassVar = Ending.NOT_YOU
    UNASKED: ClassVar = True

    good_until: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.good_until), voice.by_in_full(self.good_until)
        return Words(
            sms=(
                _("A charity near you asks: would you drive for it? Yes or no by {by}:", by=by),
                _("Would you drive for a charity? By {by}:", by=by),
            ),
            subject=_("Would you drive for a charity near you?"),
            paragraphs=(
                _("Somebody from a charity near you asks whether you would drive for it."),
                _("You choose when, how far and how often."),
            ),
            action=_("See which charity, and say yes or no by {by}", by=by_in_full),
            next=_("If you do nothing, nothing happens, and they learn nothing of you."),
        )
