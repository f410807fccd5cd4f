"""Cookies and tokens: what is signed here Flask and Flask-WTF read, and the other way round."""

import pytest
from flask import g, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from tests.web.sites import a_site
from web.forms import Question
from web.signing import TOKEN, Sessions, token_of_visitor

SAID = [{TOKEN: "0123456789abcdef" * 2}, {"_user_id": "longer " * 60}, {}]


@pytest.mark.parametrize("said", SAID)
def test_a_session_is_read_by_flask_and_flasks_by_us(said: dict[str, str]):
    site = a_site()
    ours = Sessions().get_signing_serializer(site)
    flasks = SecureCookieSessionInterface().get_signing_serializer(site)
    assert ours
    assert flasks
    assert flasks.loads(ours.dumps(said)) == said
    assert ours.loads(flasks.dumps(said)) == said


def test_a_long_session_is_compressed_all_the_same():
    site = a_site()
    ours = Sessions().get_signing_serializer(site)
    assert ours
    assert len(ours.dumps({"_user_id": "longer " * 60})) < 200


def test_a_secret_that_went_before_still_opens_and_another_does_not():
    site = a_site()
    old = Sessions().get_signing_serializer(site)
    site.config["SECRET_KEY_FALLBACKS"] = [site.secret_key]
    site.secret_key = "the one that came after it"
    new = Sessions().get_signing_serializer(site)
    assert old
    assert new
    assert new.loads(old.dumps({"a": "b"})) == {"a": "b"}
    assert not old.loads_unsafe(new.dumps({"a": "b"}))[0]


def test_a_token_is_taken_by_the_check_and_one_of_another_visitor_is_not():
    site = a_site()
    with site.test_request_context():
        ours = token_of_visitor()
        validate_csrf(ours)
        # What a template asks for without a form of ours is the same.
        assert generate_csrf() == token_of_visitor() == ours
    with site.test_request_context():
        own = token_of_visitor()
        for wrong in (ours, own[:-1], own.rpartition(".")[0], "", session[TOKEN]):
            with pytest.raises(ValidationError):
                validate_csrf(wrong)


def test_a_token_is_signed_when_it_is_shown_and_not_before():
    with a_site().test_request_context():
        form = Question()
        assert TOKEN not in g
        assert TOKEN not in session
        shown = str(form.csrf_token)
        assert getattr(g, TOKEN) in shown
        assert session[TOKEN]
