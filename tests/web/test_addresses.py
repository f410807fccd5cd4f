"""Addresses that are worked out once are those that Flask works out each time."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

from matcher.bootstrap import Tools
from web.app import Site, create_app

SECRET = "Zm9v_YmFy-0123456789ab"
WORDS = (SECRET, "0" * 32, "a b", "a/b", "100%", "…", "", "?x=1", "~secret~", "%(secret)s")


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


def every_page(site: Site) -> Iterator[tuple[str, list[str]]]:
    for rule in site.url_map.iter_rules():
        yield rule.endpoint, sorted(rule.arguments)


def by_flask(site: Site, endpoint: str, parts: dict[str, Any]) -> str | type[Exception]:
    try:
        return Flask.url_for(site, endpoint, **parts)
    except (BuildError, ValueError) as error:
        return type(error)


def by_ours(endpoint: str, parts: dict[str, Any]) -> str | type[Exception]:
    try:
        return url_for(endpoint, **parts)
    except (BuildError, ValueError) as error:
        return type(error)


@pytest.mark.parametrize("root", ["", "/nearhand", "/a%20b"])
def test_every_page_of_the_site_with_any_words_for_parts(site: Site, root: str):
    with site.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
        for endpoint, names in every_page(site):
            for word in (*WORDS, SECRET, 7):
                parts = dict.fromkeys(names, word)
                for more in ({}, {"news": "sent"}, {"_anchor": "next"}, {"_external": True}):
                    asked = parts | more
                    assert by_ours(endpoint, asked) == by_flask(site, endpoint, asked)


def test_parts_in_another_order_stand_where_they_belong(site: Site):
    with site.test_request_context("/"):
        one = url_for("needs_page.say", secret=SECRET, match_id="m", deed="done")
        other = url_for("needs_page.say", deed="done", match_id="m", secret=SECRET)
    assert one == other == f"/n/{SECRET}/helpers/m/done"


def test_a_page_that_is_not_there_is_told_as_flask_tells_it(site: Site):
    with site.test_request_context("/"), pytest.raises(BuildError):
        url_for("nobody.knows", secret=SECRET)


def test_outside_of_a_request_flask_is_asked(site: Site):
    with site.app_context(), pytest.raises(RuntimeError):
        url_for("home.show")
