"""`nearhand postcode`: where a postcode is, or what was meant."""

import json

import pytest

from scripts import cli


def test_a_postcode_in_any_writing_is_found(capfd):
    assert cli.main(["postcode", "sw1a1aa"]) == 0
    assert capfd.readouterr().out.split("\n")[:3] == [
        "postcode      SW1A 1AA",
        "precision     postcode",
        "borough       Westminster",
    ]


def test_json_has_the_same_facts_for_programs(capfd):
    assert cli.main(["postcode", "SW1A 1AA", "--json"]) == 0
    facts = json.loads(capfd.readouterr().out)
    assert (facts["easting"], facts["northing"]) == (529090, 179645)
    assert (facts["borough_code"], facts["cell"]) == ("E09000033", "TQ2979")
    assert facts["latitude"] == pytest.approx(51.501, abs=1e-3)
    assert facts["longitude"] == pytest.approx(-0.1416, abs=1e-3)


def test_the_first_half_of_a_postcode_gives_its_middle(capfd):
    assert cli.main(["postcode", "SE15", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["precision"] == "outward code"


def test_a_near_miss_is_told_what_was_meant(capfd):
    assert cli.main(["postcode", "SW1A 1AO"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err == "SW1A 1AO is not a live postcode near London; did you mean SW1A 1AA?\n"
