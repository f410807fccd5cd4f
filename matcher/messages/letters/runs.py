"""Letters about delivery runs: to drivers, to whom they go, and to coordinators in need."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from matcher.messages.letters.letter import Ending, Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class RunReady(Letter):
    """To a driver: your run is ready, and this is the page that goes along."""

    KIND: ClassVar = LetterKind.RUN_READY

    on: date

    def words(self, voice: Voice) -> Words:
        _, day = voice.say, voice.short_day(self.on)
        return Words(
            sms=(
                _("Your run on {day} is ready. Your stops, one by one:", day=day),
                _("Your run on {day}:", day=day),
            ),
            subject=_("Your run on {day} is ready", day=voice.day(self.on)),
            paragraphs=(
                _("Thank you for driving on {day}.", day=voice.day(self.on)),
                _("This page shows your stops one by one. Please show it to nobody else."),
            ),
            action=_("See your stops"),
            next=_(
                "At each door you press what happened. You can take it back until you are home."
            ),
        )


@dataclass(frozen=True, slots=True)
class DeliveryComes(Letter):
    """To a resident: a delivery comes between these moments of one day."""

    KIND: ClassVar = LetterKind.DELIVERY_COMES

    begins: datetime
    ends: datetime

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        hours = {"begins": voice.by(self.begins), "ends": voice.clock(self.ends)}
        return Words(
            sms=(
                _("A delivery comes to you {begins} to {ends}. Not in? Tell us:", **hours),
                _("A delivery comes {begins} to {ends}:", **hours),
            ),
            subject=_("A delivery comes to you: {begins} to {ends}", **hours),
            paragraphs=(_("A delivery comes to your door: {begins} to {ends}.", **hours),),
            action=_("See it, or say that you will not be in"),
            next=_("If you will not be in, we bring it another day."),
        )


@dataclass(frozen=True, slots=True)
class WelfareConcern(Letter):
    """To coordinators: a driver found somebody unwell."""

    KIND: ClassVar = LetterKind.WELFARE_CONCERN
    ENDING: ClassVar = Ending.NOT_YOU

    on: date

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        return Words(
            sms=(_("A driver found somebody unwell. Please look at once:"),),
            subject=_("A driver found somebody unwell: please look at once"),
            paragraphs=(
                _("A driver of today’s run has said that somebody at a door is unwell."),
                _("Ring the driver and the person. If somebody is in danger, ring 999."),
            ),
            action=_("Sign in and see which stop it is"),
            next=_("The concern stands on your board until somebody has settled it."),
        )
