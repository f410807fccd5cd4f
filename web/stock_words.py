"""What the pages of the stock call things."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from matcher.domain.stock import Account, CountReason, Movement, WasteReason

MOVEMENTS: Mapping[Movement, object] = {
    Movement.RECEIVED: lazy_gettext("Came in"),
    Movement.RESERVED: lazy_gettext("Set aside"),
    Movement.RELEASED: lazy_gettext("Put back on the shelf"),
    Movement.PICKED: lazy_gettext("Packed"),
    Movement.DELIVERED: lazy_gettext("Handed over at the door"),
    Movement.RETURNED: lazy_gettext("Came back"),
    Movement.GIVEN: lazy_gettext("Given out over the counter"),
    Movement.WASTED: lazy_gettext("Thrown away"),
    Movement.SPOILT: lazy_gettext("Spoilt on the way"),
    Movement.FOUND: lazy_gettext("More found when counted"),
    Movement.MISSING: lazy_gettext("Fewer found when counted"),
    Movement.SENT: lazy_gettext("Carried away"),
    Movement.ARRIVED: lazy_gettext("Carried here"),
    Movement.UNDONE: lazy_gettext("Taken back"),
}
ACCOUNTS: Mapping[Account, object] = {
    Account.FREE: lazy_gettext("Free"),
    Account.RESERVED: lazy_gettext("Set aside"),
    Account.PICKED: lazy_gettext("Packed"),
    Account.DELIVERED: lazy_gettext("Given"),
    Account.WASTED: lazy_gettext("Thrown away"),
    Account.COUNTED: lazy_gettext("Difference of counts"),
    Account.MOVED: lazy_gettext("Another place"),
    Account.RECEIVED: lazy_gettext("From outside"),
}
WASTE: Mapping[WasteReason, object] = {
    WasteReason.PAST_ITS_DATE: lazy_gettext("Past its date"),
    WasteReason.DAMAGED: lazy_gettext("Damaged"),
    WasteReason.RECALLED: lazy_gettext("Recalled by its maker"),
    WasteReason.UNWANTED: lazy_gettext("Nobody wants it"),
}
COUNT: Mapping[CountReason, object] = {
    CountReason.NOT_WRITTEN_DOWN: lazy_gettext("Something was not written down"),
    CountReason.MISCOUNTED: lazy_gettext("It was counted wrongly before"),
    CountReason.MISLAID: lazy_gettext("It was in another place, or is"),
    CountReason.TAKEN: lazy_gettext("Somebody took it"),
    CountReason.UNKNOWN: lazy_gettext("Nobody knows"),
}


def stock_words() -> dict[str, object]:
    """What the templates of the stock know besides."""
    return {
        "movements": MOVEMENTS,
        "accounts": ACCOUNTS,
        "waste_words": WASTE,
        "count_words": COUNT,
    }
