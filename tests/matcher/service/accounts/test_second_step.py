"""Six digits of an authenticator, taken once; recovery codes, each used up."""

from datetime import timedelta

import pyotp
import pytest

from matcher.domain.refusals import Invalid
from matcher.service.accounts.second_step import (
    CODES,
    check_code,
    finish_authenticator,
    new_recovery_codes,
    start_authenticator,
    use_recovery_code,
)
from matcher.service.accounts.sign_in import Step, next_step, second_steps
from matcher.storage.database import Database
from matcher.storage.tables import CoordinatorRow
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.desks import an_account
from tests.matcher.storage.rows import NOW

LATER = NOW + timedelta(minutes=2)


def an_account_in(database: Database, role: str = "coordinator") -> str:
    with database.begin() as store:
        return an_account(store, role).id


def set_up(database: Database, account_id: str, *, now=NOW) -> pyotp.TOTP:
    with acting(database, now=now) as act:
        authenticator = pyotp.TOTP(start_authenticator(act, account_id).secret)
    with acting(database, now=now) as act:
        finish_authenticator(act, account_id, authenticator.at(now))
    return authenticator


def step(database: Database, account_id: str) -> Step | None:
    with looking(database) as act:
        word = act.store.get_one(CoordinatorRow, account_id).fs_uniquifier
        return next_step(act, word)


def test_an_authenticator_is_asked_for_once_its_first_code_came(database: Database):
    account_id = an_account_in(database)
    assert step(database, account_id) is Step.SET_UP
    with acting(database) as act:
        start_authenticator(act, account_id)
    assert step(database, account_id) is Step.SET_UP
    authenticator = set_up(database, account_id)
    assert step(database, account_id) is Step.SECOND_STEP
    with acting(database, now=LATER) as act:
        check_code(act, account_id, f" {authenticator.at(LATER)[:3]} {authenticator.at(LATER)[3:]}")


def test_a_secret_is_the_same_until_its_first_code_and_sealed_at_rest(database: Database):
    account_id = an_account_in(database)
    with acting(database) as act:
        one = start_authenticator(act, account_id)
        assert start_authenticator(act, account_id) == one
        kept = act.store.get_one(CoordinatorRow, account_id).tf_totp_secret
        assert kept
        assert one.secret not in kept
        assert len(kept) <= 255


def test_a_code_is_taken_once(database: Database):
    account_id = an_account_in(database)
    authenticator = set_up(database, account_id)
    for now in (NOW, LATER):
        if now == LATER:
            with acting(database, now=now) as act:
                check_code(act, account_id, authenticator.at(now))
        with pytest.raises(Invalid, match="used already"), acting(database, now=now) as act:
            check_code(act, account_id, authenticator.at(now))


@pytest.mark.parametrize("minutes", [-2, 2])
def test_a_code_of_another_time_is_not_taken(database: Database, minutes: int):
    account_id = an_account_in(database)
    authenticator = set_up(database, account_id, now=NOW - timedelta(hours=1))
    with pytest.raises(Invalid, match="not right"), acting(database) as act:
        check_code(act, account_id, authenticator.at(NOW + timedelta(minutes=minutes)))


def test_the_old_authenticator_stands_until_the_new_one_has_shown_a_code(database: Database):
    account_id = an_account_in(database)
    old = set_up(database, account_id)
    with acting(database, now=LATER) as act:
        new = pyotp.TOTP(start_authenticator(act, account_id).secret)
        check_code(act, account_id, old.at(LATER))
        finish_authenticator(act, account_id, new.at(LATER))
    with pytest.raises(Invalid), acting(database, now=LATER + timedelta(minutes=2)) as act:
        check_code(act, account_id, old.at(LATER + timedelta(minutes=2)))


def test_each_recovery_code_works_once_and_new_ones_end_the_old(database: Database):
    account_id = an_account_in(database)
    with acting(database) as act:
        codes = new_recovery_codes(act, account_id)
        assert len(set(codes)) == CODES
        assert use_recovery_code(act, account_id, codes[3].upper().replace("-", " ")) == CODES - 1
        assert second_steps(act, account_id).recovery_codes == CODES - 1
        with pytest.raises(Invalid):
            use_recovery_code(act, account_id, codes[3])
        new_recovery_codes(act, account_id)
        with pytest.raises(Invalid):
            use_recovery_code(act, account_id, codes[0])


def test_whoever_only_takes_calls_may_come_in_with_a_password(database: Database):
    assert step(database, an_account_in(database, "intake")) is Step.DONE
