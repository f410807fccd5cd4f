"""From a letter to a message that a sender can carry."""

from datetime import datetime

from matcher.messages.letters.email_page import email_html, email_text
from matcher.messages.letters.letter import Ending, Letter
from matcher.messages.letters.voice import Voice
from matcher.messages.message import Email, Sms
from matcher.messages.sms_text import parts, with_plain_marks


def sms(letter: Letter, voice: Voice, *, id: str, to: str) -> Sms:
    """The letter as a text message to a number in E.164 form."""
    return Sms(id, to, sms_text(letter, voice))


def email(letter: Letter, voice: Voice, *, id: str, to: str, written_at: datetime) -> Email:
    """The letter as an e-mail to an address that `read_email_address` gave."""
    words = letter.words(voice)
    stop_url = stop_page(letter, voice)
    return Email(
        id,
        to,
        subject=f"{voice.letterhead.name}: {words.subject}",
        text=email_text(words, voice, voice.url(letter.link), stop_url),
        html=email_html(words, voice, voice.url(letter.link), stop_url),
        written_at=written_at,
        language=voice.language,
        stop_url=stop_url,
    )


def stop_page(letter: Letter, voice: Voice) -> str | None:
    """The page that ends such letters, None where they end by themselves."""
    return f"{voice.url(letter.link)}/stop" if letter.ENDING is Ending.STOP else None


def sms_text(letter: Letter, voice: Voice) -> str:
    """What the text message says: the richest wording of those that need the fewest parts."""
    return min(_wordings(letter, voice), key=parts)


def _wordings(letter: Letter, voice: Voice) -> list[str]:
    """Richest first: with the group's telephone where it has one, then without."""
    _, head = voice.say, voice.letterhead
    if letter.ENDING is Ending.STOP:
        endings = [_("Stop texts: same page."), _("Stop: same page.")]
    else:
        endings = [_("Not you? Do nothing, and no more come."), _("Not you? Do nothing.")]
    if head.telephone is not None:
        ring = _("Or ring {telephone}.", telephone=head.telephone)
        endings = [*(f"{ring} {ending}" for ending in endings), *endings]
    return [
        with_plain_marks(f"{head.name}: {words} {voice.url(letter.link)} {ending}")
        for words in letter.words(voice).sms
        for ending in endings
    ]
