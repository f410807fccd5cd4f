"""Letters to a charity's coordinators about needs between charities, who joins, who is let in.

None says which need, whose it is, or which charity: that stands on the page, behind signing in.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from matcher.messages.letters.letter import Ending, Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class NeedOffered(Letter):
    """Another charity would like to hand a need on to theirs."""

    KIND: ClassVar = LetterKind.NEED_OFFERED
    ENDING: ClassVar = Ending.NOT_YOU

    answer_by: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.answer_by), voice.by_in_full(self.answer_by)
        return Words(
            sms=(
                _("A need is offered to you. Answer by {by}:", by=by),
                _("A need: answer by {by}:", by=by),
            ),
            subject=_("A need is offered to your charity: please answer by {by}", by=by),
            paragraphs=(_("Another charity would like to hand a need on to yours."),),
            action=_("Sign in and answer by {by}", by=by_in_full),
            next=_("Without an answer by then the need stays with the other charity."),
        )


@dataclass(frozen=True, slots=True)
class NeedAskedFor(Letter):
    """Another charity asks theirs to release a need that nobody serves yet."""

    KIND: ClassVar = LetterKind.NEED_ASKED_FOR
    ENDING: ClassVar = Ending.NOT_YOU

    answer_by: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.answer_by), voice.by_in_full(self.answer_by)
        return Words(
            sms=(
                _("Somebody asks for a need of yours. Answer by {by}:", by=by),
                _("Asked for: answer by {by}:", by=by),
            ),
            subject=_("Somebody asks for a need that you hold: please answer by {by}", by=by),
            paragraphs=(
                _("Your charity holds a need that nobody serves yet. Another one asks for it."),
            ),
            action=_("Sign in and answer by {by}", by=by_in_full),
            next=_("Without an answer by then the need goes to whoever asked."),
        )


@dataclass(frozen=True, slots=True)
class CharityAnswered(Letter):
    """What their charity offered or asked for has an answer, or the deadline is over."""

    KIND: ClassVar = LetterKind.CHARITY_ANSWERED
    ENDING: ClassVar = Ending.NOT_YOU

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        return Words(
            sms=(_("Another charity has answered. See what:"), _("You have an answer:")),
            subject=_("Another charity has answered yours"),
            paragraphs=(
                _("What your charity offered or asked for is settled, or nobody answered in time."),
            ),
            action=_("Sign in and see how it stands"),
            next=_("If the need is with you, please look after it from here."),
        )


@dataclass(frozen=True, slots=True)
class NeedGone(Letter):
    """What their charity was asked to release has gone, since nobody answered in time."""

    KIND: ClassVar = LetterKind.NEED_GONE
    ENDING: ClassVar = Ending.NOT_YOU

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        return Words(
            sms=(
                _("A need of yours has gone to others: nobody answered in time. See:"),
                _("A need of yours has gone:"),
            ),
            subject=_("A need that your charity held has gone to others"),
            paragraphs=(
                _("Somebody asked for a need that your charity held, and nobody answered in time."),
                _("It is not with your charity any more."),
            ),
            action=_("Sign in and see the shared list"),
            next=_("If somebody of yours was about to help, please tell whoever has it now."),
        )


@dataclass(frozen=True, slots=True)
class CharityNews(Letter):
    """More than one such thing within the hour, told at once."""

    KIND: ClassVar = LetterKind.CHARITY_NEWS
    ENDING: ClassVar = Ending.NOT_YOU

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        return Words(
            sms=(_("More news of needs between charities:"), _("More news of needs:")),
            subject=_("More news of needs between charities"),
            paragraphs=(
                _("Needs were offered to your charity, asked for, or answered meanwhile."),
                _("“Shared list” and “Handed on” say until when each wants an answer."),
            ),
            action=_("Sign in and see them"),
            next=_("We write at most once an hour about this, however much comes."),
        )


@dataclass(frozen=True, slots=True)
class JoinedCharity(Letter):
    """Somebody who has an account is asked to work for one more charity."""

    KIND: ClassVar = LetterKind.JOINED_CHARITY
    ENDING: ClassVar = Ending.NOT_YOU

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        return Words(
            sms=(_("One more charity has invited you. Sign in:"), _("One more charity:")),
            subject=_("You are invited to one more charity"),
            paragraphs=(
                _("One more charity has invited you. It is on your board with the others."),
                _("What you do at the others stays as it is."),
            ),
            action=_("Sign in and see it"),
            next=_("If you do not know it, ask an administrator to take you out again."),
        )


@dataclass(frozen=True, slots=True)
class CharityVerified(Letter):
    """The charity that they registered is let in."""

    KIND: ClassVar = LetterKind.CHARITY_VERIFIED
    ENDING: ClassVar = Ending.NOT_YOU

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        return Words(
            sms=(_("Your charity is verified. Sign in:"), _("It is verified. Sign in:")),
            subject=_("Your charity is verified"),
            paragraphs=(
                _("The charity that you registered is verified."),
                _("You see now who asks for help where it works, and can invite others."),
            ),
            action=_("Sign in and see your charity"),
            next=_("Invite a colleague, so that somebody looks when you are away."),
        )


@dataclass(frozen=True, slots=True)
class CharityRefused(Letter):
    """The charity that they registered is not let in."""

    KIND: ClassVar = LetterKind.CHARITY_REFUSED
    ENDING: ClassVar = Ending.NOT_YOU

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        return Words(
            sms=(
                _("Your charity was not verified. What it means:"),
                _("It was not verified. See:"),
            ),
            subject=_("Your charity was not verified"),
            paragraphs=(
                _("The charity that you registered was not verified: an administrator refused it."),
                _("It sees nobody’s needs. What you do at other charities stays as it is."),
            ),
            action=_("Sign in and see your charities"),
            next=_("If you think that this is a mistake, tell us: we look at it again with you."),
        )
