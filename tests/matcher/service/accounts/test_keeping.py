"""What the pages of signing in change in an account, and what the log says of it."""

import pytest

from matcher.domain.refusals import Conflict
from matcher.service.accounts.keeping import (
    NewPasskey,
    keep_handle,
    keep_passkey,
    keep_password,
    note_passkey_used,
    note_sign_in,
    remove_passkey,
)
from matcher.service.accounts.kept import KeptAccount, account_with, passkey_with
from matcher.service.acting import Act
from matcher.storage.database import Database
from matcher.storage.tables import LogRow
from tests.matcher.service.acts import acting
from tests.matcher.service.desks import an_account
from tests.matcher.storage.rows import NOW


def kept(act: Act, account_id: str) -> KeptAccount:
    account = account_with(act, account_id=account_id)
    assert account is not None
    return account


def test_a_passkey_is_kept_used_and_removed(database: Database):
    with acting(database) as act:
        mine, other = an_account(act.store).id, an_account(act.store).id
        made = NewPasskey(b"id", b"key", "Phone", 0, "single_device", "secondary", True, ("usb",))
        keep_passkey(act, mine, made)
        [passkey] = kept(act, mine).passkeys
        assert (passkey.name, passkey.transports, passkey.used_at) == ("Phone", ("usb",), None)
        assert kept(act, other).passkeys == ()
        assert kept(act, mine).desk.set_up
        note_passkey_used(act, passkey.id, sign_count=7, backup_state=False)
        found = passkey_with(act, b"id")
        assert found is not None
        assert (found.account_id, found.sign_count, found.used_at) == (mine, 7, NOW)
        remove_passkey(act, passkey.id)
        assert passkey_with(act, b"id") is None
        with pytest.raises(Conflict):
            remove_passkey(act, passkey.id)


def test_the_log_says_what_was_done_and_nothing_of_a_hash_made_anew(database: Database):
    with acting(database) as act:
        account_id = an_account(act.store).id
        keep_handle(act, account_id, "a handle")
        keep_password(act, account_id, "a hash")
        keep_password(act, account_id, "the same hashed anew", chosen=False)
        note_sign_in(act, account_id, how="authenticator")
        account = kept(act, account_id)
        assert (account.password_hash, account.handle) == ("the same hashed anew", "a handle")
        deeds = [(row.verb, row.facts) for row in act.store.query(LogRow).order_by(LogRow.id)]
        assert deeds == [("chose_password", {}), ("signed_in", {"how": "authenticator"})]
