"""Settings are read once, checked, and never guessed at."""

import pytest

from matcher.bootstrap import Tools
from matcher.config import SETTINGS, Config, Nominatim
from matcher.domain.refusals import Invalid

A_SERVER = {
    "NEARHAND_NOMINATIM_URL": "https://places.example",
    "NEARHAND_NOMINATIM_USER_AGENT": "Lambeth Mutual Aid (post@lambeth.example)",
}


def test_with_nothing_set_the_packed_map_is_used_and_nobody_is_asked_for_addresses():
    assert Config.from_env({"PATH": "/bin"}) == Config(geodata=None, nominatim=None)


def test_an_empty_setting_is_the_same_as_none():
    assert Config.from_env(dict.fromkeys(SETTINGS, "")) == Config()


def test_neither_the_key_nor_the_databases_address_is_ever_shown():
    secret = {"NEARHAND_KEY": "a1" * 32, "NEARHAND_DATABASE_URL": "postgresql://me:geheim@here/x"}
    config = Config.from_env(secret)
    assert (config.key, config.database_url) == tuple(secret.values())
    assert "a1a1" not in repr(config)
    assert "geheim" not in repr(config)


def test_details_are_sealed_with_a_key_or_not_at_all():
    with pytest.raises(Invalid, match=r"NEARHAND_KEY is not set.*openssl rand -hex 32"):
        assert Tools.from_env({}).sealer


def test_a_server_is_asked_once_a_second_unless_its_operator_says_otherwise():
    assert Config.from_env(A_SERVER).nominatim == Nominatim(
        A_SERVER["NEARHAND_NOMINATIM_URL"],
        A_SERVER["NEARHAND_NOMINATIM_USER_AGENT"],
        seconds_between_calls=1.0,
    )
    own = Config.from_env(A_SERVER | {"NEARHAND_NOMINATIM_SECONDS_BETWEEN_CALLS": "0.05"})
    assert own.nominatim is not None
    assert own.nominatim.seconds_between_calls == 0.05


@pytest.mark.parametrize(
    ("environ", "blamed"),
    [
        ({"NEARHAND_GEODATA": "/no/such/folder"}, "NEARHAND_GEODATA"),
        ({"NEARHAND_GEODTA": "/tmp"}, "NEARHAND_GEODTA"),
        ({"NEARHAND_NOMINATIM_URL": "https://places.example"}, "NEARHAND_NOMINATIM_USER_AGENT"),
        (A_SERVER | {"NEARHAND_NOMINATIM_URL": "places.example"}, "NEARHAND_NOMINATIM_URL"),
        (A_SERVER | {"NEARHAND_NOMINATIM_URL": "file:///etc"}, "NEARHAND_NOMINATIM_URL"),
        *(
            (A_SERVER | {"NEARHAND_NOMINATIM_URL": address}, "NEARHAND_NOMINATIM_URL")
            for address in (
                "http://[half",
                "https://",
                "https://places.example:door",
                "https://places.example/search?q=",
                "https://name:password@places.example",
            )
        ),
        (A_SERVER | {"NEARHAND_NOMINATIM_URL": ""}, "NEARHAND_NOMINATIM_USER_AGENT"),
        *(
            (
                A_SERVER | {"NEARHAND_NOMINATIM_SECONDS_BETWEEN_CALLS": text},
                "NEARHAND_NOMINATIM_SECONDS_BETWEEN_CALLS",
            )
            for text in ("soon", "-1", "nan", "inf", "3600")
        ),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_by_its_name(
    environ: dict[str, str], blamed: str
):
    with pytest.raises(Invalid, match=blamed) as refusal:
        Config.from_env(environ)
    assert refusal.value.field == blamed


def test_a_folder_without_a_map_is_refused_when_the_map_is_first_asked_for(tmp_path):
    tools = Tools.from_env({"NEARHAND_GEODATA": str(tmp_path)})
    with pytest.raises(Invalid, match=str(tmp_path)):
        assert tools.postcodes


def test_addresses_are_asked_of_nobody_until_an_operator_names_a_server():
    assert not Tools.from_env({})._address_settings().enabled
    asked = Tools.from_env(A_SERVER | {"NEARHAND_NOMINATIM_URL": "http://localhost:8080/"})
    settings = asked._address_settings()
    assert (settings.enabled, settings.scheme, settings.domain) == (True, "http", "localhost:8080")


def test_a_server_for_everybody_may_not_be_asked_more_than_once_a_second():
    tools = Tools.from_env(
        A_SERVER
        | {
            "NEARHAND_NOMINATIM_URL": "https://nominatim.openstreetmap.org",
            "NEARHAND_NOMINATIM_SECONDS_BETWEEN_CALLS": "0.1",
        }
    )
    with pytest.raises(Invalid, match="one call a second"):
        assert tools.geocoder


def test_the_geocoder_knows_postcodes_with_no_server_at_all():
    assert Tools.from_env({}).geocoder.find("SE1 7PB").authority == "E09000022"


def test_the_tools_open_the_map_once():
    tools = Tools.from_env({})
    assert tools.postcodes is tools.postcodes
    assert tools.borough_map.by_name("Lambeth").code in tools.postcodes.codes
