"""The settings of the pages are checked before anybody sees a page."""

import pytest

from matcher.config import Config
from matcher.config_web import DEFAULT_PUBLIC_URL, Mode, WebSettings
from matcher.domain.refusals import Invalid

A_SECRET = "0123456789abcdef0123456789abcdef"


def test_with_nothing_set_it_is_live_on_this_machine_and_has_no_secret():
    assert Config.from_env({}).web == WebSettings(Mode.LIVE, DEFAULT_PUBLIC_URL, secret_key="")


def test_every_setting_of_the_pages_is_read():
    web = Config.from_env(
        {
            "NEARHAND_MODE": "demo",
            "NEARHAND_PUBLIC_URL": "https://help.example.org/",
            "NEARHAND_SECRET_KEY": A_SECRET,
            "NEARHAND_PHONE": "020 7946 0018",
            "NEARHAND_PHONE_HOURS": "Monday to Saturday, 9 to 6",
            "NEARHAND_TRUSTED_PROXIES": "2",
            "NEARHAND_METRICS_TOKEN": "a token",
        }
    ).web
    assert web == WebSettings(
        mode=Mode.DEMO,
        public_url="https://help.example.org",
        secret_key=A_SECRET,
        phone="020 7946 0018",
        phone_hours="Monday to Saturday, 9 to 6",
        trusted_proxies=2,
        metrics_token="a token",
    )
    assert (web.https, web.host, web.phone_link) == (True, "help.example.org", "tel:02079460018")


@pytest.mark.parametrize(
    "environ",
    [
        {"NEARHAND_MODE": "production"},
        {"NEARHAND_PUBLIC_URL": "help.example.org"},
        {"NEARHAND_PUBLIC_URL": "https://help.example.org/pages"},
        {"NEARHAND_PUBLIC_URL": "https://ada:secret@help.example.org"},
        {"NEARHAND_PUBLIC_URL": "https://help.example.org:port"},
        {"NEARHAND_SECRET_KEY": "short"},
        {"NEARHAND_PHONE": "ring Ada"},
        {"NEARHAND_PHONE_HOURS": "9 to 6"},
        {"NEARHAND_TRUSTED_PROXIES": "some"},
        {"NEARHAND_TRUSTED_PROXIES": "-1"},
        {"NEARHAND_TRUSTED_PROXIES": "6"},
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name(environ: dict[str, str]):
    with pytest.raises(Invalid) as refused:
        Config.from_env(environ)
    (name,) = environ
    assert refused.value.field == name
    assert name in str(refused.value)


def test_no_secret_is_ever_printed():
    settings = WebSettings(secret_key=A_SECRET, metrics_token="a token of figures")
    assert A_SECRET not in repr(settings)
    assert "a token of figures" not in repr(Config(web=settings))
