"""Letters to both sides of a match, from yes to thanks."""

from dataclasses import dataclass
from typing import ClassVar

from matcher.messages.letters.contents import Help
from matcher.messages.letters.letter import Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class MatchAccepted(Letter):
    """To the resident: a volunteer said yes."""

    KIND: ClassVar = LetterKind.MATCH_ACCEPTED

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _("Someone will help you with {help} and will be in touch. See who:", **about),
                _("Someone will help you and will be in touch. See who:"),
            ),
            subject=_("Someone will help you with {help}", **about),
            paragraphs=(_("Good news: someone near you will help you with {help}.", **about),),
            action=_("See who it is"),
            next=_("They will be in touch to agree a time with you."),
        )


@dataclass(frozen=True, slots=True)
class MayTheyKnow(Letter):
    """To a resident who wants to agree first: a volunteer said yes; may they know who you are?"""

    KIND: ClassVar = LetterKind.MAY_THEY_KNOW

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _("Someone wants to help you with {help}. See who, and say if they may:", **about),
                _("Someone wants to help you. See who, and say if they may:"),
            ),
            subject=_("Someone wants to help you with {help}: may they?", **about),
            paragraphs=(
                _("Good news: someone near you wants to help you with {help}.", **about),
                _("They do not know who you are until you agree."),
            ),
            action=_("See who it is, and say whether they may come"),
            next=_("If you agree, they see your details and are in touch. If not, we look again."),
        )


@dataclass(frozen=True, slots=True)
class TheyMayKnow(Letter):
    """To the volunteer: the resident agreed, so you see whom to call."""

    KIND: ClassVar = LetterKind.THEY_MAY_KNOW

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _("You may help with {help} in {borough}. See whom to call:", **about),
                _("You may help with {help}. See whom to call:", **about),
                _("You may help. See whom to call:"),
            ),
            subject=_("See whom to call about {help}", **about),
            paragraphs=(
                _("The person who wants help with {help} in {borough} agreed to you.", **about),
            ),
            action=_("See whom to call"),
            next=_("Please be in touch to agree a time."),
        )


@dataclass(frozen=True, slots=True)
class OnMyWay(Letter):
    """To the resident: the volunteer has set out."""

    KIND: ClassVar = LetterKind.ON_MY_WAY

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _("Your help with {help} is on the way. See who is coming:", **about),
                _("Your help is on the way. See who is coming:"),
            ),
            subject=_("Your help with {help} is on the way", **about),
            paragraphs=(_("Your help with {help} is on the way to you.", **about),),
            action=_("See who is coming"),
            next=_("Afterwards we ask you whether all went well."),
        )


@dataclass(frozen=True, slots=True)
class WasItDone(Letter):
    """To the resident: did the help come?"""

    KIND: ClassVar = LetterKind.WAS_IT_DONE

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _("Did you get your help with {help}? If not, we look again. Yes or no:", **about),
                _("Did you get your help? If not, we look again. Yes or no:"),
            ),
            subject=_("Did you get your help with {help}?", **about),
            paragraphs=(_("Somebody was to help you with {help}. Did it work out?", **about),),
            action=_("Say yes or no"),
            next=_("If not, we look for somebody else."),
        )


@dataclass(frozen=True, slots=True)
class DidYouDoIt(Letter):
    """To the volunteer: is it done, or does it stand open?"""

    KIND: ClassVar = LetterKind.DID_YOU_DO_IT

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _(
                    "Is the help with {help} in {borough} done? If not, we find another. Tell us:",
                    **about,
                ),
                _("Is the help with {help} done? If not, we find another. Tell us:", **about),
                _("Is it done? If not, we find another. Tell us:"),
            ),
            subject=_("Is the help with {help} done?", **about),
            paragraphs=(_("You said yes to {help} in {borough}. Is it done?", **about),),
            action=_("Say that it is done, or that you could not"),
            next=_("If you could not, we look for somebody else, and nobody minds."),
        )


@dataclass(frozen=True, slots=True)
class Thanks(Letter):
    """To the volunteer: the resident says that it was done."""

    KIND: ClassVar = LetterKind.THANKS

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _(
                    "Thank you! Your help with {help} in {borough} was confirmed. All done. See:",
                    **about,
                ),
                _("Thank you! Your help with {help} was confirmed. All done. See:", **about),
                _("Thank you! Your help was confirmed. All done. See:"),
            ),
            subject=_("Thank you for your help with {help}", **about),
            paragraphs=(
                _("Your help with {help} in {borough} was confirmed. Thank you!", **about),
            ),
            action=_("See what you have done so far"),
            next=_(
                "There is nothing more to do. We ask you again when somebody near you wants help."
            ),
        )


@dataclass(frozen=True, slots=True)
class HandedBack(Letter):
    """To the resident: the volunteer cannot come after all, or could not."""

    KIND: ClassVar = LetterKind.HANDED_BACK

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _("Sorry, your helper with {help} cannot come. We look for another now:", **about),
                _("Sorry, your helper cannot come. We look for another now:"),
            ),
            subject=_("Your helper with {help} cannot come", **about),
            paragraphs=(
                _(
                    "We are sorry: whoever was to help you with {help} cannot come after all.",
                    **about,
                ),
            ),
            action=_("See how it stands"),
            next=_("We are looking for somebody else, and write to you when we have found them."),
        )
