"""Passkeys: what a browser cannot have made is not taken."""

import json

import pytest

from matcher.domain.refusals import Invalid, NotFound
from matcher.service.accounts.passkeys import (
    Site,
    add_passkey,
    ask_for_known,
    ask_for_new,
    check_passkey,
    own_passkeys,
    remove_passkey,
)
from matcher.storage.database import Database
from matcher.storage.tables import PasskeyRow
from tests.matcher.service.acts import acting
from tests.matcher.service.desks import an_account
from tests.matcher.storage.rows import NOW

HERE = Site("help.example.org", "https://help.example.org")


def test_a_browser_is_asked_for_a_passkey_of_this_site_and_account(database: Database):
    with acting(database) as act:
        account = an_account(act.store)
        question = ask_for_new(act, account.id, HERE)
        options = json.loads(question.options)
        assert options["rp"]["id"] == HERE.host
        assert options["user"]["name"] == account.email
        assert len(question.challenge) >= 32
        again = ask_for_new(act, account.id, HERE)
        assert json.loads(again.options)["user"]["id"] == options["user"]["id"]
        assert again.challenge != question.challenge


@pytest.mark.parametrize("answer", [{}, {"id": "x", "rawId": "x"}, {"rawId": "!!"}])
def test_what_is_no_passkey_is_refused_in_a_sentence(database: Database, answer):
    with acting(database) as act:
        account = an_account(act.store)
        with pytest.raises(Invalid, match="another way"):
            add_passkey(act, account.id, HERE, b"challenge", answer, "Telephone")
        with pytest.raises(Invalid, match="another way"):
            check_passkey(act, account.id, HERE, b"challenge", answer)


def test_one_removes_ones_own_passkeys_and_nobody_elses(database: Database):
    with acting(database) as act:
        mine, other = an_account(act.store), an_account(act.store)
        act.store.add(
            PasskeyRow(
                coordinator_id=mine.id,
                credential_id=b"credential",
                public_key=b"key",
                device_type="single_device",
                name="Telephone",
                usage="secondary",
                created_at=NOW,
            )
        )
        act.store.flush()
        [line] = own_passkeys(act, mine.id)
        assert "Y3JlZGVudGlhbA" in ask_for_known(act, mine.id, HERE).options
        with pytest.raises(NotFound):
            remove_passkey(act, other.id, line.id)
        remove_passkey(act, mine.id, line.id)
        assert own_passkeys(act, mine.id) == []
