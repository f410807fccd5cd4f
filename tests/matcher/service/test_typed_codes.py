"""A number can be guessed at a few times a day, however many codes are asked for."""

from datetime import timedelta

import pytest

from matcher.domain.refusals import NotAllowed
from matcher.service.needs_confirming import confirm_by_code, confirm_by_link, send_another_code
from matcher.service.typed_codes import MOST_WRONG, PER, TOO_MANY_TODAY
from matcher.service.volunteers import prove_by_code, sign_up
from matcher.storage.database import Database
from matcher.storage.tables import NeedRow
from matcher.storage.writing.codes import MOST_TRIES
from tests.matcher.service.acts import acting
from tests.matcher.service.asked_needs import newest_code, newest_secret, registered
from tests.matcher.service.signing_up import joined, letters_to
from tests.matcher.storage.rows import NOW


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def wrong_guesses(database: Database, times: int) -> None:
    """At one number, fewer at each code than it bears, and then at one of a fresh need."""
    while times > 0:
        need = registered(database)
        with acting(database) as act:
            wrong = other_than(newest_code(act.store, need.need_id))
            for _time in range(min(times, MOST_TRIES - 1)):
                assert not confirm_by_code(act, need.need_id, wrong)
        times -= MOST_TRIES - 1


def test_fresh_codes_are_no_fresh_guesses_at_somebody_elses_number(database: Database):
    wrong_guesses(database, MOST_WRONG)
    need = registered(database)
    with pytest.raises(NotAllowed, match="Too many wrong codes"), acting(database) as act:
        confirm_by_code(act, need.need_id, newest_code(act.store, need.need_id))
    with acting(database) as act:
        volunteer_id = sign_up(act, joined())
        [letter] = letters_to(act, volunteer_id)
    with pytest.raises(NotAllowed) as refused, acting(database) as act:
        prove_by_code(act, volunteer_id, letter.code.digits)
    assert str(refused.value) == TOO_MANY_TODAY


def test_the_link_still_opens_and_so_does_a_code_of_the_next_day(database: Database):
    wrong_guesses(database, MOST_WRONG)
    one, other = registered(database), registered(database)
    with acting(database) as act:
        confirm_by_link(act, newest_secret(act.store, one.need_id))
    with database.begin() as store:
        code = newest_code(store, other.need_id)
    with pytest.raises(NotAllowed), acting(database) as act:
        confirm_by_code(act, other.need_id, code)
    with acting(database, now=NOW + PER) as act:
        send_another_code(act, other.need_id)
        assert confirm_by_code(act, other.need_id, newest_code(act.store, other.need_id))


def test_right_codes_are_not_counted_and_neither_is_another_number(database: Database):
    wrong_guesses(database, MOST_WRONG - 1)
    for _time in range(3):
        need = registered(database)
        with acting(database) as act:
            assert confirm_by_code(act, need.need_id, newest_code(act.store, need.need_id))
    wrong_guesses(database, 1)
    with acting(database) as act:
        volunteer_id = sign_up(act, joined(email="val@example.org"))
        [letter] = letters_to(act, volunteer_id)
    with acting(database, now=NOW + timedelta(minutes=1)) as act:
        assert prove_by_code(act, volunteer_id, letter.code.digits)
    with database.read() as store:
        assert store.query(NeedRow).filter(NeedRow.confirmed_at.is_not(None)).count() == 3


ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize("typed", ["blanks", "dash", "arabic"])
def test_blanks_dashes_and_other_digits_are_read_as_the_code(database: Database, typed: str):
    """Telephones show codes in threes, and some keyboards write other digits."""
    with acting(database) as act:
        volunteer_id = sign_up(act, joined())
        [letter] = letters_to(act, volunteer_id)
        code = letter.code.digits
        said = {
            "blanks": f" {code[:3]} {code[3:]} ",
            "dash": f"{code[:3]}-{code[3:]}",
            "arabic": code.translate(ARABIC),
        }
        assert prove_by_code(act, volunteer_id, said[typed])
