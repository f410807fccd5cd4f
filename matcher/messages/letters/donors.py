"""Letters to people who brought something."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from matcher.messages.letters.letter import Ending, Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class DonationThanks(Letter):
    """One thank-you, and no more: what was given, and to whom, stands behind the link."""

    KIND: ClassVar = LetterKind.DONATION_THANKS
    ENDING: ClassVar = Ending.NOT_YOU

    given_on: date

    def words(self, voice: Voice) -> Words:
        _, day = voice.say, voice.short_day(self.given_on)
        return Words(
            sms=(
                _("Thank you for what you gave on {day}! It goes to people near you:", day=day),
                _("Thank you for what you gave on {day}!", day=day),
                _("Thank you for your gift!"),
            ),
            subject=_("Thank you for what you gave"),
            paragraphs=(
                _("Thank you for what you gave on {day}.", day=voice.day(self.given_on)),
                _("It goes to people near you who asked for it."),
            ),
            action=_("See what you gave, and to whom"),
            next=_("This is the only message. Within some days we forget your number or address."),
        )
