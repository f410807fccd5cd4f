"""Letters to residents about their need."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from matcher.messages.letters.contents import Code, Help
from matcher.messages.letters.letter import Ending, Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class ConfirmNeed(Letter):
    """Prove that this number or address is yours, so that we start looking."""

    KIND: ClassVar = LetterKind.CONFIRM_NEED
    ENDING: ClassVar = Ending.NOT_YOU

    code: Code

    def words(self, voice: Voice) -> Words:
        _, code = voice.say, self.code.digits
        return Words(
            sms=(
                _(
                    "Your code is {code}. Type it in, or open this, and we look for help:",
                    code=code,
                ),
                _("Your code is {code}. Type it in or open this to go on:", code=code),
            ),
            subject=_("Your code is {code}", code=code),
            paragraphs=(
                _("Somebody asked us for help and gave this address."),
                _("Your code is {code}. Type it in where we asked for it.", code=code),
            ),
            action=_("Or confirm with this link"),
            next=_("Once you confirm, we start looking for somebody near you."),
        )


@dataclass(frozen=True, slots=True)
class StillNeeded(Letter):
    """Asked before a need runs out, since many were met long ago and nobody said."""

    KIND: ClassVar = LetterKind.STILL_NEEDED

    help: Help
    answer_by: datetime

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        by, by_in_full = voice.by(self.answer_by), voice.by_in_full(self.answer_by)
        return Words(
            sms=(
                _(
                    "Still want help with {help}? Say yes by {by}, or it closes:",
                    by=by,
                    **about,
                ),
                _("Still want help? Say yes by {by}, or it closes:", by=by),
            ),
            subject=_("Do you still want help with {help}?", **about),
            paragraphs=(_("You asked us for help with {help}. Do you still want it?", **about),),
            action=_("Say yes or no by {by}", by=by_in_full),
            next=_("If you say yes, we go on looking. If we hear nothing, your need closes then."),
        )


@dataclass(frozen=True, slots=True)
class MayWeHandOn(Letter):
    """Asked before a need goes to another charity; which one stands on their page."""

    KIND: ClassVar = LetterKind.MAY_WE_HAND_ON

    help: Help
    answer_by: datetime

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        by, by_in_full = voice.by(self.answer_by), voice.by_in_full(self.answer_by)
        return Words(
            sms=(
                _("May another charity help you with {help}? Answer by {by}:", by=by, **about),
                _("May another charity help you? Answer by {by}:", by=by),
            ),
            subject=_("May another charity help you with {help}?", **about),
            paragraphs=(
                _("You asked for help with {help}. Another charity may be able to help.", **about),
            ),
            action=_("See who it is, and say yes or no by {by}", by=by_in_full),
            next=_("Without your yes nothing about you goes there."),
        )


@dataclass(frozen=True, slots=True)
class NeedMet(Letter):
    """It is closed, because it was met."""

    KIND: ClassVar = LetterKind.NEED_MET

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _("Your help with {help} is done, so we closed this. Not right? Tell us:", **about),
                _("Your help is done, so we closed this. Not right? Tell us:"),
            ),
            subject=_("Your help with {help} is done", **about),
            paragraphs=(_("We are glad that you were helped with {help}.", **about),),
            action=_("Say thanks, or tell us that something is not right"),
            next=_("We closed this need. You can ask again at any time."),
        )


@dataclass(frozen=True, slots=True)
class NeedExpired(Letter):
    """It ran out before anybody was found."""

    KIND: ClassVar = LetterKind.NEED_EXPIRED

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _(
                    "Sorry, we found nobody to help with {help} in time. Ask again:",
                    **about,
                ),
                _("Sorry, we found nobody to help in time. Ask again:"),
            ),
            subject=_("We found nobody to help with {help} in time", **about),
            paragraphs=(
                _("We are sorry: we found nobody to help you with {help} in time.", **about),
            ),
            action=_("Ask again"),
            next=_("We have stopped looking. If you ask again, we start at once."),
        )
