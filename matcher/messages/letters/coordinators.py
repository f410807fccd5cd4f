"""Letters to coordinators about their account."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from matcher.messages.letters.letter import Ending, Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class InviteCoordinator(Letter):
    """An administrator asks them in."""

    KIND: ClassVar = LetterKind.INVITE_COORDINATOR
    ENDING: ClassVar = Ending.NOT_YOU

    good_until: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.good_until), voice.by_in_full(self.good_until)
        return Words(
            sms=(
                _("You are invited to coordinate help. Choose a password by {by}:", by=by),
                _("You are invited. Set a password by {by}:", by=by),
            ),
            subject=_("You are invited to coordinate help"),
            paragraphs=(_("You are invited to coordinate help between neighbours."),),
            action=_("Choose a password by {by}", by=by_in_full),
            next=_("Then you set up a second step for signing in, and see your board."),
        )


@dataclass(frozen=True, slots=True)
class RecoverAccount(Letter):
    """Somebody, most likely they themselves, cannot get into their account."""

    KIND: ClassVar = LetterKind.RECOVER_ACCOUNT
    ENDING: ClassVar = Ending.NOT_YOU

    good_until: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.good_until), voice.by_in_full(self.good_until)
        return Words(
            sms=(
                _("To get back into your account, choose a new password by {by}:", by=by),
                _("Choose a new password by {by}:", by=by),
            ),
            subject=_("Get back into your account"),
            paragraphs=(_("Somebody asked to get back into your account."),),
            action=_("Choose a new password by {by}", by=by_in_full),
            next=_("Your old password works until you have chosen a new one."),
        )
