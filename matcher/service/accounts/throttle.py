"""How often somebody may try to sign in: by account and by where they come from.

Both are kept as hashes. What is refused is told in the same words whichever it was.
"""

from datetime import timedelta

from matcher.service.acting import Act
from matcher.storage.reading.coordinators import normal_address
from matcher.storage.writing.rates import allow, asker_hash

PER = timedelta(minutes=15)
# From one place; and from all: a stranger who guesses at an address that stands on a charity's
# website would else keep its owner out, who sits somewhere else.
TRIES_OF_AN_ACCOUNT = 10
TRIES_OF_AN_ACCOUNT_FROM_ALL = 50
# An office shares one address.
TRIES_FROM_A_PLACE = 60
LETTERS_TO_AN_ACCOUNT = 3

TOO_OFTEN = "That was tried too often: wait a quarter of an hour, then try again."


def may_try_password(act: Act, email: str, came_from: str) -> bool:
    """Count one try; False when it is one too many."""
    place = allow(
        act.store,
        asker_hash(act.sealer, "sign-in-from", came_from),
        most=TRIES_FROM_A_PLACE,
        per=PER,
        now=act.now,
    )
    address = normal_address(email)
    here = allow(
        act.store,
        asker_hash(act.sealer, "sign-in-here", f"{address} {came_from}"),
        most=TRIES_OF_AN_ACCOUNT,
        per=PER,
        now=act.now,
    )
    # What is refused at one place must not use up what is left of the account's.
    return bool(place and here) and bool(
        allow(
            act.store,
            asker_hash(act.sealer, "sign-in", address),
            most=TRIES_OF_AN_ACCOUNT_FROM_ALL,
            per=PER,
            now=act.now,
        )
    )


def may_try_second_step(act: Act, account_id: str) -> bool:
    """Count one try of a code or a passkey; False when it is one too many."""
    asker = asker_hash(act.sealer, "second-step", account_id)
    return bool(allow(act.store, asker, most=TRIES_OF_AN_ACCOUNT, per=PER, now=act.now))


def may_ask_to_recover(act: Act, email: str, came_from: str) -> bool:
    """Count one letter asked for; False when it is one too many."""
    place = allow(
        act.store,
        asker_hash(act.sealer, "recover-from", came_from),
        most=TRIES_FROM_A_PLACE,
        per=PER,
        now=act.now,
    )
    account = allow(
        act.store,
        asker_hash(act.sealer, "recover", normal_address(email)),
        most=LETTERS_TO_AN_ACCOUNT,
        per=PER,
        now=act.now,
    )
    return bool(place) and bool(account)
