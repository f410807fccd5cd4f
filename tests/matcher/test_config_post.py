"""The settings of the post are checked before anybody is written to."""

from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from matcher.config import Config
from matcher.config_post import (
    EmailBy,
    MailServer,
    PostSettings,
    RoundTimes,
    TextProvider,
    TextsBy,
)
from matcher.domain.refusals import Invalid

A_SERVER = {
    "NEARHAND_EMAIL_BY": "smtp",
    "NEARHAND_EMAIL_FROM": "post@help.example.org",
    "NEARHAND_SMTP_HOST": "mail.example.org",
}
A_PROVIDER = {
    "NEARHAND_TEXTS_BY": "http",
    "NEARHAND_TEXTS_URL": "https://sms.example.org/messages",
    "NEARHAND_TEXTS_TOKEN": "t0ken",
    "NEARHAND_TEXTS_FROM": "Nearhand",
}


def test_with_nothing_set_every_message_becomes_a_file_on_this_machine():
    post = Config.from_env({}).post
    assert post == PostSettings()
    assert (post.email_by, post.texts_by) == (EmailBy.FILE, TextsBy.FILE)


def test_every_setting_of_the_post_is_read():
    post = Config.from_env(
        A_SERVER
        | A_PROVIDER
        | {
            "NEARHAND_NAME": "Peckham Helps",
            "NEARHAND_SMTP_PORT": "465",
            "NEARHAND_SMTP_SECURITY": "tls",
            "NEARHAND_SMTP_NAME": "nearhand",
            "NEARHAND_SMTP_PASSWORD": "geheim",
            "NEARHAND_SMTP_CA_FILE": "/etc/ours.pem",
            "NEARHAND_POST_FOLDER": "/srv/post",
            "NEARHAND_ROUND_MINUTES": "15",
            "NEARHAND_ROUND_HOURS": "7-21",
        }
    ).post
    assert post == PostSettings(
        name="Peckham Helps",
        email_by=EmailBy.SMTP,
        texts_by=TextsBy.HTTP,
        email_from="post@help.example.org",
        mail_server=MailServer(
            "mail.example.org", 465, "tls", "nearhand", "geheim", Path("/etc/ours.pem")
        ),
        text_provider=TextProvider("https://sms.example.org/messages", "Nearhand", "t0ken"),
        folder=Path("/srv/post"),
        rounds=RoundTimes(15, 7, 21),
    )
    assert "geheim" not in repr(post)
    assert "t0ken" not in repr(post)


@pytest.mark.parametrize(
    ("environ", "blamed"),
    [
        ({"NEARHAND_EMAIL_BY": "pigeon"}, "NEARHAND_EMAIL_BY"),
        ({"NEARHAND_TEXTS_BY": "smtp"}, "NEARHAND_TEXTS_BY"),
        ({"NEARHAND_SMTP_PASSWORD": "geheim"}, "NEARHAND_SMTP_PASSWORD"),
        ({"NEARHAND_TEXTS_TOKEN": "t0ken"}, "NEARHAND_TEXTS_TOKEN"),
        ({"NEARHAND_SMTP_HOST": "mail.example.org"}, "NEARHAND_SMTP_HOST"),
        (A_SERVER | {"NEARHAND_SMTP_HOST": ""}, "NEARHAND_SMTP_HOST"),
        (A_SERVER | {"NEARHAND_EMAIL_FROM": ""}, "NEARHAND_EMAIL_FROM"),
        (A_SERVER | {"NEARHAND_SMTP_PORT": "mail"}, "NEARHAND_SMTP_PORT"),
        (A_PROVIDER | {"NEARHAND_TEXTS_URL": ""}, "NEARHAND_TEXTS_TOKEN"),
        (A_PROVIDER | {"NEARHAND_TEXTS_FROM": ""}, "NEARHAND_TEXTS_FROM"),
        (A_PROVIDER | {"NEARHAND_TEXTS_BY": "file"}, "NEARHAND_TEXTS_URL"),
        ({"NEARHAND_ROUND_MINUTES": "7"}, "NEARHAND_ROUND_MINUTES"),
        # Midnight UTC is no hour from eight to twenty, in winter or in summer.
        ({"NEARHAND_ROUND_MINUTES": "1440"}, "NEARHAND_ROUND_MINUTES"),
        ({"NEARHAND_ROUND_HOURS": "20-8"}, "NEARHAND_ROUND_HOURS"),
        ({"NEARHAND_ROUND_HOURS": "by day"}, "NEARHAND_ROUND_HOURS"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_by_its_name(
    environ: dict[str, str], blamed: str
):
    with pytest.raises(Invalid, match=blamed) as refusal:
        Config.from_env(environ)
    assert refusal.value.field == blamed


@pytest.mark.parametrize(
    ("environ", "blamed"),
    [
        ({"NEARHAND_NAME": "A name that is far too long for texts"}, "NEARHAND_NAME"),
        ({"NEARHAND_EMAIL_FROM": "nobody"}, "NEARHAND_EMAIL_FROM"),
        (A_SERVER | {"NEARHAND_SMTP_PORT": "70000"}, "NEARHAND_SMTP_HOST"),
        (A_SERVER | {"NEARHAND_SMTP_SECURITY": "none"}, "NEARHAND_SMTP_SECURITY"),
        (A_SERVER | {"NEARHAND_SMTP_SECURITY": "some"}, "NEARHAND_SMTP_SECURITY"),
        (A_SERVER | {"NEARHAND_SMTP_NAME": "nearhand"}, "NEARHAND_SMTP_PASSWORD"),
        (A_SERVER | {"NEARHAND_SMTP_CA_FILE": "/no/such.pem"}, "NEARHAND_SMTP_CA_FILE"),
        (A_PROVIDER | {"NEARHAND_TEXTS_URL": "http://sms.example.org"}, "NEARHAND_TEXTS_URL"),
        (A_PROVIDER | {"NEARHAND_TEXTS_FROM": "much too long a name"}, "NEARHAND_TEXTS_FROM"),
    ],
)
def test_what_no_sender_could_use_is_refused_by_its_name_before_anything_is_sent(
    environ: dict[str, str], blamed: str
):
    with pytest.raises(Invalid, match=blamed):
        assert Tools.from_env(environ).post_office
