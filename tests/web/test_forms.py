"""Forms say in whole sentences what to mend, and can tell one filling-in from another."""

import re
from datetime import date
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField

import web
from tests.web.sites import a_site, a_visitor
from web.date_field import DateField
from web.forms import mistakes
from web.hidden_field import Hidden
from web.style import EveryPattern

TEMPLATES = Path(web.__file__).parent / "templates"


def test_a_page_that_lists_mistakes_says_so_first_in_its_title():
    """The title is what a reader of screens hears first, and what a tab shows."""
    silent = {
        page.name
        for page in TEMPLATES.rglob("*.html")
        if "{{ error_summary(" in (said := page.read_text(encoding="utf-8"))
        and "{% block title_prefix %}" not in said
    }
    assert silent == set()


class ADay(Form):
    when = DateField("Which day?")


def a_day(day: str = "", month: str = "", year: str = "") -> DateField:
    typed = MultiDict({"when-day": day, "when-month": month, "when-year": year})
    with a_site().test_request_context():
        form = ADay(typed)
        form.validate()
    return form.when


def test_a_date_is_read_from_three_boxes():
    assert a_day("3", "03", " 2026 ").data == date(2026, 3, 3)


@pytest.mark.parametrize("typed", [("٢٩", "٢", "٢٠٢٨"), ("২৯", "২", "২০২৮"), ("۲۹", "2", "2028")])
def test_a_date_is_read_in_the_digits_of_any_script(typed: tuple[str, str, str]):
    assert a_day(*typed).data == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("typed", "sentence", "first_wrong"),
    [
        (("3", "", "2026"), "Say the month as well.", "month"),
        (("", "3", "2026"), "Say the day as well.", "day"),
        (("3", "3", ""), "Say the year as well.", "year"),
        (("", "", "2026"), "Say the day, the month and the year.", "day"),
        (("3", "March", "2026"), "Write the date in numbers", "month"),
        (("3", "13", "2026"), "Write the date in numbers", "month"),
        (("3", "3", "26"), "Write the date in numbers", "year"),
        (("30", "2", "2026"), "There is no such day.", "day"),
        (("29", "2", "2027"), "There is no such day.", "day"),
        (("²", "3", "2026"), "Write the date in numbers", "day"),
    ],
)
def test_a_date_that_is_none_says_what_to_mend(
    typed: tuple[str, str, str], sentence: str, first_wrong: str
):
    field = a_day(*typed)
    assert field.data is None
    assert str(field.errors[0]).startswith(sentence)
    assert field.first_wrong_part == first_wrong
    assert tuple(field.typed.values()) == typed


def test_a_date_that_nobody_typed_is_no_mistake_of_its_own():
    field = a_day()
    assert (field.data, list(field.errors)) == (None, [])


def test_a_date_may_be_there_from_the_start():
    with a_site().test_request_context():
        form = ADay(data={"when": date(2026, 3, 3)})
    assert form.when.typed == {"day": "3", "month": "3", "year": "2026"}


def test_the_summary_names_each_field_once_in_the_order_of_the_page():
    with a_site().test_request_context("/style", method="POST"):
        form = EveryPattern(meta={"csrf": False})
        form.validate()
        places = [place for place, _sentence in mistakes(form)]
    fields = ["postcode", "notes", "kind-0", "times-0", "how-0", "borough", "day-day"]
    assert [place for place in places if place != "key"] == fields


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|key)" type="hidden" value="([^"]+)"', page))


def test_each_filling_in_has_a_key_of_its_own_that_survives_its_mistakes():
    visitor = a_visitor()
    first, second = (hidden(visitor.get("/style/question").text) for _time in range(2))
    assert first["key"] != second["key"]
    answer = visitor.post("/style/question", data=first)
    assert answer.status_code == 422
    assert hidden(answer.text)["key"] == first["key"]


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 65, "with spaces in between", "naïve-but-long-enough"]
)
def test_a_key_that_is_no_key_is_refused(key: str):
    visitor = a_visitor()
    form = hidden(visitor.get("/style/question").text) | {"key": key, "postcode": "SE15 4QN"}
    answer = visitor.post("/style/question", data=form)
    assert answer.status_code == 422
    assert "This form is not complete" in answer.text
    # A fresh one is drawn, so that sending again can succeed.
    assert len(hidden(answer.text)["key"]) >= 16


def test_browsers_do_not_put_their_own_words_in_place_of_ours():
    page = a_visitor().get("/style").text
    assert " required" not in page
    assert "novalidate" in page


def test_a_choice_that_was_not_on_the_page_is_refused_in_our_words():
    visitor = a_visitor()
    form = hidden(visitor.get("/style").text) | {"kind": "yacht", "times": ["midnight"]}
    page = visitor.post("/style", data=form).text
    assert "Choose what would help most." in page
    assert "Choose one time at least." in page
    assert "alid choice" not in page


@pytest.mark.parametrize(
    "more", [{}, {"id": "csrf-again"}, {"id": "a", "class_": "wide"}, {"data_what": 'a "b" <c>'}]
)
def test_a_hidden_field_is_written_as_the_library_writes_it(more: dict[str, str]):
    class Asks(Form):
        quick = HiddenField(default='"><b>', widget=Hidden())
        slow = HiddenField(default='"><b>')

    form = Asks()
    assert str(form.quick(**more)) == str(form.slow(**more)).replace("slow", "quick")
