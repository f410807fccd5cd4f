"""Whom a row of a sheet is about, where one number is several people's."""

import pytest

from matcher.domain.imports import Why
from matcher.service.imports.ground import Known
from matcher.service.imports.knowing import People, Somebody, require_one
from matcher.service.imports.rows import WrongRow
from matcher.service.imports.volunteers import KIND

A_NUMBER = "a hash"
ANNA = Known("1", "1", "1", A_NUMBER, None, "Anna Maria Khan", "SE15 4QN", 0, 0, "")
ANNE = Known("2", "2", "2", A_NUMBER, "mail", "Anne Maria Khan", "SE15 5DQ", 5_000, 0, "")
PETER = Known("3", "3", "3", A_NUMBER, None, "Peter Khan", "SE15 4QN", 0, 0, "")


def row(name: str, postcode: str = "SE15 3SN", email: str = "", what: str = "") -> Somebody:
    emails = (email,) if email else ()
    return Somebody((A_NUMBER,), emails, name, postcode, 9_000, 9_000, what)


@pytest.mark.parametrize(
    ("about", "whom"),
    [
        (row("Anne Maria Khan"), ANNE),
        (row("Ann Maria Khan", "SE15 4QN"), ANNA),
        (row("Ann Maria Khan", email="mail"), ANNE),
        (row("Petr Khan"), PETER),
    ],
)
def test_name_mailbox_or_postcode_tell_those_apart_who_share_a_number(about, whom):
    found = People.of([ANNA, ANNE, PETER]).like(about)
    assert found is not None
    assert (found.known, found.sure, found.people) == (whom, True, 1)
    require_one(KIND, found, {})


@pytest.mark.parametrize("what", ["", "something new"])
def test_where_nothing_tells_them_apart_the_row_is_to_be_mended(what: str):
    found = People.of([ANNA, ANNE, PETER]).like(row("Ann Maria Khan", what=what))
    assert found is not None
    assert found.people == 2
    with pytest.raises(WrongRow) as wrong:
        require_one(KIND, found, {"phone": "07700 900111"})
    assert "people on your list fit this row" in str(wrong.value.told.no)


def test_of_those_with_the_number_and_other_names_the_most_alike_is_shown():
    found = People.of([ANNA, ANNE, PETER]).like(row("Piotr Kahn"))
    assert found is not None
    assert (found.known, found.sure, found.why) == (PETER, False, Why.PHONE)


def test_several_needs_of_one_person_are_one_person():
    again = ANNA._replace(id="9", mark="9")
    found = People.of([ANNA, again]).like(row("Ann Maria Khan", "SE15 4QN"))
    assert found is not None
    assert found.people == 1
