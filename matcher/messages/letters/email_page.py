"""A letter's words laid out as an e-mail: as plain text, and as simple HTML.

The HTML is one column of text with one link; nothing in it is fetched from anywhere, so opening
it tells nobody.
"""

from html import escape

from matcher.messages.letters.letter import Words
from matcher.messages.letters.voice import Voice

# Mail programs know no style sheets but those in the tags themselves. Colours of design §6.
_BODY = "margin:0;padding:24px;background:#fdfbf7;color:#1d2433;font:19px/1.5 sans-serif"
_COLUMN = "max-width:34em;margin:0 auto"
_BUTTON = (
    "display:inline-block;padding:12px 20px;background:#0a5c5c;color:#ffffff;border-radius:4px"
)
_FOOT = "margin-top:32px;padding-top:16px;border-top:1px solid #1d2433;font-size:16px"
_LINK = "color:#0a5c5c"


def email_text(words: Words, voice: Voice, url: str, stop_url: str | None) -> str:
    """The plain text. Each link has a line of its own, so that no mail program cuts it."""
    lines = [*words.paragraphs, f"{words.action}:\n{url}", words.next, *_ring(voice)]
    foot = _stop(voice, stop_url is not None) + (f":\n{stop_url}" if stop_url else "")
    return "\n\n".join(lines) + f"\n\n-- \n{voice.letterhead.name}\n{foot}\n"


def email_html(words: Words, voice: Voice, url: str, stop_url: str | None) -> str:
    """The HTML of the same sentences, in the same order."""
    paragraphs = [
        *(f"<p>{escape(paragraph)}</p>" for paragraph in words.paragraphs),
        f'<p><a href="{escape(url)}" style="{_BUTTON}">{escape(words.action)}</a></p>',
        *(f"<p>{escape(paragraph)}</p>" for paragraph in (words.next, *_ring(voice))),
    ]
    stop = escape(_stop(voice, stop_url is not None))
    if stop_url is not None:
        stop = f'<a href="{escape(stop_url)}" style="{_LINK}">{stop}</a>'
    return (
        f'<!doctype html>\n<html lang="{escape(voice.language)}" dir="{voice.direction}">\n'
        f'<head><meta charset="utf-8"><title>{escape(words.subject)}</title></head>\n'
        f'<body style="{_BODY}"><div style="{_COLUMN}">\n'
        + "\n".join(paragraphs)
        + f'\n<p style="{_FOOT}">{escape(voice.letterhead.name)}<br>{stop}</p>\n'
        "</div></body>\n</html>\n"
    )


def _ring(voice: Voice) -> list[str]:
    _, telephone = voice.say, voice.letterhead.telephone
    if telephone is None:
        return []
    return [_("Would you rather talk to somebody? Ring {telephone}.", telephone=telephone)]


def _stop(voice: Voice, by_link: bool) -> str:
    _ = voice.say
    if by_link:
        return _("Stop these messages, or have fewer")
    return _("Was it not you? Then do nothing, and we will not write again.")
