"""Letters to whoever changes their number or mailbox: to the new one, and to the old."""

from dataclasses import dataclass
from typing import ClassVar

from matcher.messages.letters.contents import Code
from matcher.messages.letters.letter import Ending, Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class ProveNewContact(Letter):
    """Prove that this new number or address is yours; until then the old one is used."""

    KIND: ClassVar = LetterKind.PROVE_NEW_CONTACT
    ENDING: ClassVar = Ending.NOT_YOU
    AT_ONCE: ClassVar = True

    code: Code

    def words(self, voice: Voice) -> Words:
        _, code = voice.say, self.code.digits
        return Words(
            sms=(
                _(
                    "Your code is {code}. Type it in, or open this, and we write here:",
                    code=code,
                ),
                _("Your code is {code}. Type it in or open this to go on:", code=code),
            ),
            subject=_("Your code is {code}", code=code),
            paragraphs=(
                _("Somebody asked us to reach them here from now on."),
                _("Your code is {code}. Type it in where we asked for it.", code=code),
            ),
            action=_("Or confirm with this link"),
            next=_("Until you confirm, we go on using what you gave us before."),
        )


@dataclass(frozen=True, slots=True)
class ContactChanges(Letter):
    """Said where we wrote until now: somebody wants to be reached elsewhere."""

    KIND: ClassVar = LetterKind.CONTACT_CHANGES
    AT_ONCE: ClassVar = True

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        return Words(
            sms=(
                _("You change how we reach you. Not you? Please look here:"),
                _("We are to reach you elsewhere. Not you? Look here:"),
            ),
            subject=_("You change how we reach you"),
            paragraphs=(
                _("On your page somebody changed the number or the e-mail that we reach you by."),
                _("Was it you? Then all is well, and you need do nothing."),
            ),
            action=_("Was it not you? Look at your page"),
            next=_("A new number or e-mail is used once it has been proven, and not before."),
        )
