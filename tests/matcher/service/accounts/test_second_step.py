"""A code of six digits is taken once, a recovery code used up, a secret sealed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from matcher.domain.refusals import Busy
from matcher.service.accounts.keeping import keep_authenticator
from matcher.service.accounts.kept import account_with
from matcher.service.accounts.second_step import (
    CODES,
    keep_recovery_codes,
    some_recovery_codes,
    take_code,
    use_recovery_code,
)
from matcher.storage.database import Database
from matcher.storage.tables import CoordinatorRow
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.desks import a_desk, an_account

SECRET, ANOTHER = "JBSWY3DPEHPK3PXP", "KRSXG5CTMVRXEZLU"
HALF_MINUTE = 58_000_000


@pytest.fixture
def account_id(database: Database) -> str:
    with database.begin() as store:
        return a_desk(store).coordinator_id


def test_a_secret_is_sealed_at_rest_and_fits_its_column(database: Database, account_id: str):
    with acting(database) as act:
        keep_authenticator(act, account_id, SECRET * 2)
        kept = act.store.get_one(CoordinatorRow, account_id).tf_totp_secret
    assert kept
    assert SECRET not in kept
    assert len(kept) <= 255
    with looking(database) as act:
        account = account_with(act, account_id=account_id)
        assert account is not None
        assert account.secret == SECRET * 2
        assert SECRET not in repr(account)


def test_whoever_pairs_people_has_a_desk_once_a_second_step_is_set_up(
    database: Database, account_id: str
):
    def is_set_up(id: str) -> bool:
        with looking(database) as act:
            account = account_with(act, account_id=id)
            assert account is not None
            return account.desk.set_up

    assert not is_set_up(account_id)
    with acting(database) as act:
        keep_authenticator(act, account_id, SECRET)
        calls = an_account(act.store, "intake").id
    assert is_set_up(account_id)
    assert is_set_up(calls)


def test_a_code_is_taken_once_by_each_account_and_authenticator(
    database: Database, account_id: str
):
    with acting(database) as act:
        other_id = an_account(act.store).id
        assert take_code(act, account_id, SECRET, HALF_MINUTE)
        assert not take_code(act, account_id, SECRET, HALF_MINUTE)
        assert take_code(act, account_id, SECRET, HALF_MINUTE + 1)
        assert take_code(act, account_id, ANOTHER, HALF_MINUTE)
        assert take_code(act, other_id, SECRET, HALF_MINUTE)


def test_each_recovery_code_works_once_and_new_ones_end_the_old(
    database: Database, account_id: str
):
    codes, others = some_recovery_codes(), some_recovery_codes()
    assert len(set(codes + others)) == 2 * CODES
    with acting(database) as act:
        keep_recovery_codes(act, account_id, codes)
        assert not any(code in str(kept_codes(act, account_id)) for code in codes)
        assert use_recovery_code(act, account_id, codes[3].upper().replace("-", " "))
        assert len(kept_codes(act, account_id)) == CODES - 1
        assert not use_recovery_code(act, account_id, codes[3])
        keep_recovery_codes(act, account_id, others)
        assert not use_recovery_code(act, account_id, codes[0])
        assert use_recovery_code(act, account_id, others[0])


def test_of_two_who_send_one_code_at_once_one_is_in(database: Database, account_id: str):
    code = "abcdef-123456"
    with acting(database) as act:
        keep_recovery_codes(act, account_id, [code])

    def send(_number: int) -> tuple[bool, bool]:
        with acting(database) as act:
            recovered = use_recovery_code(act, account_id, code)
        try:
            with acting(database) as act:
                return recovered, take_code(act, account_id, SECRET, HALF_MINUTE)
        except Busy:
            return recovered, False

    with ThreadPoolExecutor(4) as threads:
        recovered, taken = zip(*threads.map(send, range(4)), strict=True)
    assert (sum(recovered), sum(taken)) == (1, 1)


def kept_codes(act, account_id: str) -> list[str]:
    return act.store.get_one(CoordinatorRow, account_id).mf_recovery_codes or []
