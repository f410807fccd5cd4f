"""What every answer carries, and what every request must pass."""

import re

import pytest
from flask import request

from matcher.domain.refusals import Invalid
from tests.web.sites import a_site, a_visitor
from web.security import MOST_BYTES_OF_A_REQUEST

EVERYWHERE = ["/", "/no-such-page", "/style/fault", "/health", "/language/en_GB"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_forbids_what_is_not_named(path: str):
    headers = a_visitor().get(path).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/style", "/help", "/no-such-page"])
def test_no_page_has_a_script_or_a_style_in_its_text(path: str):
    html = a_visitor().get(path).text
    assert not re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|javascript:", html)


def test_browsers_are_held_to_https_only_where_there_is_https():
    plain = a_visitor(public_url="http://127.0.0.1:8000").get("/")
    safe = a_visitor(public_url="https://help.example.org").get(
        "/", base_url="https://help.example.org"
    )
    assert "Strict-Transport-Security" not in plain.headers
    assert safe.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_cookies_are_kept_from_scripts_and_from_other_sites():
    answer = a_visitor(public_url="https://help.example.org").get(
        "/style", base_url="https://help.example.org"
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-nearhand=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_page_without_a_form_leaves_no_cookie():
    assert "Set-Cookie" not in a_visitor().get("/").headers


def test_a_form_that_does_not_come_from_our_page_is_not_taken():
    answer = a_visitor().post("/style/question", data={"postcode": "SE15 4QN"})
    assert answer.status_code == 400
    assert "sent from our own page" in answer.text


def test_no_page_at_all_takes_a_form_that_does_not_come_from_ours():
    """Only the API does, which knows whoever asks by a token, and no cookie of theirs."""
    site = a_site()
    visitor, asked = site.test_client(), 0
    for rule in site.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith("/api/"):
            continue
        # Some part of its address is one of a few words.
        path = re.sub(r"<any\(\W?([\w-]+).*?>", r"\1", rule.rule)
        path = re.sub(r"<.*?>", "1", path)
        assert visitor.post(path, data={"key": "0" * 24}).status_code == 400, path
        asked += 1
    assert asked > 100


def test_a_form_that_comes_from_our_page_is_taken_however_long_it_was_open():
    visitor = a_visitor()
    page = visitor.get("/style/question").text
    hidden = dict(re.findall(r'name="(csrf_token|key)" type="hidden" value="([^"]+)"', page))
    assert visitor.application.config["WTF_CSRF_TIME_LIMIT"] is None
    answer = visitor.post("/style/question", data=hidden | {"postcode": "SE15 4QN"})
    assert answer.status_code == 200


def test_a_request_that_is_too_big_is_told_so():
    answer = a_visitor().post("/style", data={"notes": "x" * (MOST_BYTES_OF_A_REQUEST + 1)})
    assert answer.status_code == 413
    assert "too much at once" in answer.text


def test_a_name_that_is_not_ours_is_not_answered_to():
    visitor = a_visitor(public_url="https://help.example.org")
    assert visitor.get("/", base_url="https://help.example.org").status_code == 200
    assert visitor.get("/health", base_url="http://127.0.0.1:8000").status_code == 200
    stranger = visitor.get("/", base_url="https://elsewhere.example")
    assert stranger.status_code == 400
    assert "elsewhere" not in stranger.text


def test_only_a_trusted_server_in_front_may_say_who_asks():
    def address_seen(proxies: int) -> str:
        site = a_site(trusted_proxies=proxies)
        seen: list[str] = []
        site.before_request(lambda: seen.append(str(request.remote_addr)))
        site.test_client().get("/health", headers={"X-Forwarded-For": "192.0.2.7"})
        return seen[0]

    assert address_seen(0) == "127.0.0.1"
    assert address_seen(1) == "192.0.2.7"


def test_without_a_secret_key_nothing_starts():
    with pytest.raises(Invalid, match="NEARHAND_SECRET_KEY"):
        a_site(secret_key="")


def test_a_file_whose_name_has_its_hash_may_be_kept_for_ever():
    visitor = a_visitor()
    address = re.search(r'href="(/static/built/nearhand\.[0-9a-f]+\.css)"', visitor.get("/").text)
    assert address
    with visitor.get(address[1]) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert visitor.get("/static/built/none.css").headers["Cache-Control"] == "no-store"
