"""Letters about shifts of the rota. What a shift is called is free text, so it is on the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from matcher.messages.letters.letter import Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class ShiftNeedsSomebody(Letter):
    """To somebody who said “ask me”: a place is free on a shift."""

    KIND: ClassVar = LetterKind.SHIFT_NEEDS_SOMEBODY

    begins: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.begins), voice.by_in_full(self.begins)
        return Words(
            sms=(
                _("Somebody is missing at a shift, {by}. Can you step in? See which:", by=by),
                _("A shift needs somebody, {by}. Can you?", by=by),
            ),
            subject=_("Can you step in, {by}?", by=by),
            paragraphs=(
                _("You said that we may ask you when somebody is missing at a shift."),
                _("A place is free at {by}.", by=by_in_full),
            ),
            action=_("See which shift it is, and take the place"),
            next=_("The first who says yes has it. If you cannot, there is nothing to do."),
        )


@dataclass(frozen=True, slots=True)
class ShiftCalledOff(Letter):
    """To whoever had promised to come: the shift is not on."""

    KIND: ClassVar = LetterKind.SHIFT_CALLED_OFF

    begins: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.begins), voice.by_in_full(self.begins)
        return Words(
            sms=(
                _("Your shift, {by}, is called off. Please do not come. Your others:", by=by),
                _("Your shift, {by}, is called off. Others:", by=by),
            ),
            subject=_("Your shift is called off: {by}", by=by),
            paragraphs=(_("The shift at {by} is called off. Please do not come.", by=by_in_full),),
            action=_("See your other shifts"),
            next=_("There is nothing for you to do."),
        )


@dataclass(frozen=True, slots=True)
class ShiftChanged(Letter):
    """To whoever had promised to come: the times are others now."""

    KIND: ClassVar = LetterKind.SHIFT_CHANGED

    begins: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.begins), voice.by_in_full(self.begins)
        return Words(
            sms=(
                _("A shift of yours has other times now: {by}. See if you can come:", by=by),
                _("Your shift has moved: {by}. See it:", by=by),
            ),
            subject=_("A shift of yours has other times now"),
            paragraphs=(_("A shift of yours begins at {by} now.", by=by_in_full),),
            action=_("See it, and say if you cannot come"),
            next=_("If you have promised another shift at that time, you are taken off this one."),
        )


@dataclass(frozen=True, slots=True)
class ShiftTakenOver(Letter):
    """To whoever offered their place: somebody has taken it."""

    KIND: ClassVar = LetterKind.SHIFT_TAKEN_OVER

    begins: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.begins), voice.by_in_full(self.begins)
        return Words(
            sms=(
                _("Somebody takes your shift, {by}. You need not come. Your others:", by=by),
                _("Somebody takes your shift, {by}. Others:", by=by),
            ),
            subject=_("Somebody takes your shift: {by}", by=by),
            paragraphs=(
                _("Somebody has taken over your place at {by}. You need not come.", by=by_in_full),
            ),
            action=_("See your other shifts"),
            next=_("There is nothing for you to do."),
        )


@dataclass(frozen=True, slots=True)
class ShiftLeftLate(Letter):
    """To the coordinator who looks after a slot: somebody left shortly before it begins."""

    KIND: ClassVar = LetterKind.SHIFT_LEFT_LATE

    begins: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        by, by_in_full = voice.by(self.begins), voice.by_in_full(self.begins)
        return Words(
            sms=(
                _("Somebody cannot come to the shift, {by}, after all. See why:", by=by),
                _("Somebody left the shift, {by}. See it:", by=by),
            ),
            subject=_("Somebody cannot come: {by}", by=by),
            paragraphs=(
                _(
                    "Somebody who had promised to come to the shift at {by} cannot come.",
                    by=by_in_full,
                ),
            ),
            action=_("See who is missing, and why"),
            next=_("Those who said that they step in, and are free, have been asked."),
        )
