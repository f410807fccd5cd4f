"""Sentences that are found quickly are those that the library finds."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template, render_template_string
from flask_babel import Domain, force_locale, gettext
from markupsafe import Markup

from tests.web.pseudo import CODE, pseudo
from tests.web.sites import a_site
from web.catalogues import sentences_of_forms
from web.languages import ENGLISH

HELLO = "Hello, %(name)s"


@pytest.fixture(scope="module")
def site(pseudo_catalogue: Path) -> Flask:
    return a_site(translations=[pseudo_catalogue])


def in_a_request(site: Flask, template: str, code: str = CODE, **words: Any) -> str:
    with site.test_request_context(headers={"Accept-Language": code.replace("_", "-")}):
        return render_template_string(template, **words)


def test_templates_and_python_say_what_the_library_says(site: Flask):
    with site.test_request_context(headers={"Accept-Language": CODE}):
        slow = Domain()
        for sentence in ("Skip to the main part", "Privacy", "a sentence of no catalogue"):
            said = slow.gettext(sentence)
            assert render_template_string("{{ _(sentence) }}", sentence=sentence) == said
            assert gettext(sentence) == said
        many = slow.ngettext("%(num)s day", "%(num)s days", 3)
    template = "{{ ngettext('%(num)s day', '%(num)s days', 3) }}"
    assert in_a_request(site, template) == many


def test_each_request_has_its_own_language(site: Flask):
    said = {code: in_a_request(site, "{{ _('Privacy') }}", code) for code in (CODE, ENGLISH)}
    assert said == {CODE: pseudo("Privacy"), ENGLISH: "Privacy"}
    assert in_a_request(site, "{{ _('Privacy') }}", CODE) == pseudo("Privacy")


def test_words_that_are_put_in_are_made_safe_and_a_sentence_is_safe_itself(site: Flask):
    template = f"{{{{ _('{HELLO}', name=name) }}}}"
    assert in_a_request(site, template, ENGLISH, name="<b>Val</b>") == (
        "Hello, &lt;b&gt;Val&lt;/b&gt;"
    )
    assert in_a_request(site, template, ENGLISH, name=Markup("<b>Val</b>")) == "Hello, <b>Val</b>"
    assert in_a_request(site, "{{ _('100 %% of it') }}", ENGLISH) == "100 % of it"


def test_a_template_has_what_it_says_in_it_in_the_language_of_each_who_asks(
    site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    page = "{% from 'told.html' import told %}{{ _('Privacy') }} {{ _('100 %% of it') }} "
    (tmp_path / "said.html").write_text(page + "{{ told('<b>') }} {{ told('') }}")
    (tmp_path / "told.html").write_text(
        f"{{% macro told(who) %}}{{{{ _('{HELLO}', name=who) if who else _('Help') }}}}"
        "{% endmacro %}"
    )
    monkeypatch.setattr(site.jinja_loader, "searchpath", [str(tmp_path)])
    said = {}
    for code in (CODE, ENGLISH, CODE):
        with site.test_request_context(headers={"Accept-Language": code.replace("_", "-")}):
            said[code] = render_template("said.html")
    assert said[ENGLISH] == "Privacy 100 % of it Hello, &lt;b&gt; Help"
    hello = pseudo(HELLO).replace("%(name)s", "&lt;b&gt;")
    assert said[CODE] == f"{pseudo('Privacy')} 100 % of it {hello} {pseudo('Help')}"


def test_what_forms_say_by_themselves_is_read_once_a_language(site: Flask):
    with site.test_request_context():
        first = sentences_of_forms()
    with site.test_request_context():
        assert sentences_of_forms() is first
        with force_locale("de"):
            german = sentences_of_forms()
    assert german is not None
    assert german.gettext("This field is required.").startswith("Dieses")
    assert sentences_of_forms() is None, "where nobody asks there is no language"
