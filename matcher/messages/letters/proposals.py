"""Letters to volunteers about help that is wanted."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from matcher.messages.letters.contents import Help
from matcher.messages.letters.letter import Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class Proposal(Letter):
    """Someone wants help that you could give: will you?"""

    KIND: ClassVar = LetterKind.PROPOSAL

    help: Help
    answer_by: datetime

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        by, by_in_full = voice.by(self.answer_by), voice.by_in_full(self.answer_by)
        return Words(
            sms=(
                _(
                    "Someone in {borough} wants help with {help}. Yes or no by {by}:",
                    by=by,
                    **about,
                ),
                _("Someone wants help with {help}. Yes or no by {by}:", by=by, **about),
                _("Someone wants your help. Yes or no by {by}:", by=by),
            ),
            subject=_("Can you help with {help}?", **about),
            paragraphs=(
                _("Someone in {borough} wants help with {help}.", **about),
                _("Open the link to see how near it is, when, and why we thought of you."),
            ),
            action=_("Say yes or no by {by}", by=by_in_full),
            next=_(
                "If you say yes, you see whom to call. If no, we ask somebody else; nobody minds."
            ),
        )


@dataclass(frozen=True, slots=True)
class ProposalReminder(Letter):
    """The answer is still out, and the time nearly is."""

    KIND: ClassVar = LetterKind.PROPOSAL_REMINDER

    help: Help
    answer_by: datetime

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        by, by_in_full = voice.by(self.answer_by), voice.by_in_full(self.answer_by)
        return Words(
            sms=(
                _(
                    "Could you help with {help} in {borough}? After {by} we ask somebody else:",
                    by=by,
                    **about,
                ),
                _("Could you help with {help}? After {by} we ask somebody else:", by=by, **about),
                _("Could you help? After {by} we ask another:", by=by),
            ),
            subject=_("Could you still help with {help}?", **about),
            paragraphs=(_("Someone in {borough} still hopes for help with {help}.", **about),),
            action=_("Say yes or no by {by}", by=by_in_full),
            next=_("After that we ask somebody else. A no helps too: then they wait less."),
        )


@dataclass(frozen=True, slots=True)
class ProposalLapsed(Letter):
    """No answer came in time; no harm done."""

    KIND: ClassVar = LetterKind.PROPOSAL_LAPSED

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _(
                    "We now ask another about {help} in {borough}. No harm done. Too busy? Pause:",
                    **about,
                ),
                _("We now ask another about {help}. No harm done. Too busy? Pause:", **about),
                _("We now ask another. No harm done. Too busy? Pause:"),
            ),
            subject=_("We now ask somebody else about {help}", **about),
            paragraphs=(
                _(
                    "No answer came about {help} in {borough}, so we ask another. No harm done.",
                    **about,
                ),
            ),
            action=_("Pause, or say which times suit you"),
            next=_("You need not do anything. We ask you again when somebody near you wants help."),
        )


@dataclass(frozen=True, slots=True)
class ProposalTaken(Letter):
    """Several were asked, and somebody else was first."""

    KIND: ClassVar = LetterKind.PROPOSAL_TAKEN

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _(
                    "Somebody else helps with {help} in {borough}. Thank you! We ask again:",
                    **about,
                ),
                _("Somebody else helps with {help}. Thank you! We ask again:", **about),
                _("Somebody else helps. Thank you! We ask again:"),
            ),
            subject=_("Somebody else can help with {help}", **about),
            paragraphs=(
                _("Somebody else said yes to {help} in {borough} first.", **about),
                _("Thank you for being there."),
            ),
            action=_("See what else there is"),
            next=_("You need not do anything. We ask you again when somebody near you wants help."),
        )


@dataclass(frozen=True, slots=True)
class NoLongerNeeded(Letter):
    """What was asked of you, or what you had promised, is not wanted any more."""

    KIND: ClassVar = LetterKind.NO_LONGER_NEEDED

    help: Help

    def words(self, voice: Voice) -> Words:
        _, about = voice.say, voice.about(self.help)
        return Words(
            sms=(
                _(
                    "Help with {help} in {borough} is not wanted any more. Please do not go:",
                    **about,
                ),
                _(
                    "Help with {help} is not wanted any more. Please do not go. Thank you! See:",
                    **about,
                ),
                _("Your help is not wanted any more. Please do not go:"),
            ),
            subject=_("Please do not go: help with {help} is not wanted any more", **about),
            paragraphs=(
                _(
                    "Help with {help} in {borough} is not wanted any more. Please do not go.",
                    **about,
                ),
                _("Thank you for being there."),
            ),
            action=_("See how it stands"),
            next=_("You need not do anything. We ask you again when somebody near you wants help."),
        )
