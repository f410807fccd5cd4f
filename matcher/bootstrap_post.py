"""From what an operator set about the post to senders and voices that can be used."""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from matcher.config_post import (
    EMAIL_FROM,
    NAME,
    SMTP_CA_FILE,
    SMTP_HOST,
    SMTP_PASSWORD,
    SMTP_SECURITY,
    TEXTS_FROM,
    TEXTS_TOKEN,
    TEXTS_URL,
    EmailBy,
    MailServer,
    PostSettings,
    TextsBy,
)
from matcher.config_web import PUBLIC_URL, WebSettings
from matcher.domain.refusals import Invalid
from matcher.messages.catalogues import translate_into
from matcher.messages.letters.letterhead import Letterhead
from matcher.messages.letters.voice import Voice
from matcher.messages.message import Email, Sms
from matcher.messages.senders.console import ConsoleSender
from matcher.messages.senders.file import FileSender
from matcher.messages.senders.mime import Mailbox
from matcher.messages.senders.sender import ByKind, Sender
from matcher.messages.senders.sms_http import SmsSender, SmsSettings
from matcher.messages.senders.smtp import Security, SmtpSender, SmtpSettings
from matcher.service.post_office import PostOffice

# What a sender calls a setting, and what its operator does.
_OF_MAILBOX = {"name": NAME, "address": EMAIL_FROM, "email": EMAIL_FROM}
_OF_SMTP = {
    "host": SMTP_HOST,
    "security": SMTP_SECURITY,
    "password": SMTP_PASSWORD,
    "ca_file": SMTP_CA_FILE,
}
_OF_TEXTS = {"url": TEXTS_URL, "token": TEXTS_TOKEN, "sent_from": TEXTS_FROM}
_OF_LETTERHEAD = {"name": NAME, "base_url": PUBLIC_URL}


def post_office(
    post: PostSettings, web: WebSettings, boroughs: Mapping[str, str], folders: Sequence[Path]
) -> PostOffice:
    """The post office that these settings describe; `Invalid`, by the setting's name, if none.

    `boroughs` are names by code, `folders` those of translated sentences.
    """
    mailbox = _mailbox(post)
    letterhead = _letterhead(post, web)

    def voice(language: str) -> Voice:
        return Voice(letterhead, boroughs, language, translate_into(language, tuple(folders)))

    return PostOffice(
        sender=ByKind(sms=_texts(post, mailbox), email=_email(post, mailbox)),
        voice=voice,
        chance=random.random,
    )


def _mailbox(post: PostSettings) -> Mailbox:
    with _named(_OF_MAILBOX):
        return Mailbox(post.name, post.email_from)


def _letterhead(post: PostSettings, web: WebSettings) -> Letterhead:
    # Pages write (020) 7946-0018 as they like; in a text it is digits and spaces.
    telephone = " ".join("".join(c if c in "+0123456789" else " " for c in web.phone).split())
    with _named(_OF_LETTERHEAD):
        return Letterhead(post.name, web.public_url, telephone or None)


def _email(post: PostSettings, mailbox: Mailbox) -> Sender[Email]:
    if post.email_by is EmailBy.CONSOLE:
        return ConsoleSender(sys.stdout)
    if post.mail_server is None:
        return FileSender(post.folder, mailbox)
    with _named(_OF_SMTP):
        return SmtpSender(_smtp(post.mail_server, mailbox))


def _smtp(server: MailServer, mailbox: Mailbox) -> SmtpSettings:
    try:
        security = Security(server.security)
    except ValueError:
        raise Invalid(f"it must be one of: {', '.join(Security)}.", "security") from None
    return SmtpSettings(
        host=server.host,
        mailbox=mailbox,
        port=server.port,
        security=security,
        name=server.name,
        password=server.password,
        ca_file=server.ca_file,
    )


def _texts(post: PostSettings, mailbox: Mailbox) -> Sender[Sms]:
    if post.texts_by is TextsBy.CONSOLE:
        return ConsoleSender(sys.stdout)
    provider = post.text_provider
    if provider is None:
        return FileSender(post.folder, mailbox)
    with _named(_OF_TEXTS):
        return SmsSender(SmsSettings(provider.url, provider.sent_from, provider.token))


@contextmanager
def _named(names: Mapping[str, str]) -> Iterator[None]:
    """Blame the setting that an operator knows for what a sender would not take."""
    try:
        yield
    except Invalid as refusal:
        name = names.get(refusal.field or "", "")
        raise Invalid(f"{name}: {refusal}" if name else str(refusal), name or None) from refusal
