"""How often somebody whom nobody knows may ask, counted by a hash of their address."""

from datetime import timedelta

from matcher.service.acting import Act
from matcher.storage.writing.rates import Allowance, allow, asker_hash

# A library, a day centre or a whole tower block may come from one address.
MOST_NEEDS = 60
NEEDS_PER = timedelta(hours=1)


def may_register(act: Act, address: str, *, most: int = MOST_NEEDS) -> Allowance:
    """Count a need from an address of the network, unless too many came from there."""
    asker = asker_hash(act.sealer, "register", address)
    return allow(act.store, asker, most=most, per=NEEDS_PER, now=act.now)
