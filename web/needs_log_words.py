"""Who did what, as lines that a resident can read."""

from flask_babel import LazyString, gettext, lazy_gettext
from markupsafe import Markup

from matcher.service.own_record import Deed, Look
from web.formats import moment

_DONE: dict[tuple[str, str], LazyString] = {
    ("need", "registered"): lazy_gettext("You asked for help"),
    ("need", "confirmed"): lazy_gettext("It was confirmed that you asked"),
    ("need", "changed"): lazy_gettext("What you asked for was changed"),
    ("need", "still_needed"): lazy_gettext("You said that you still need it"),
    ("need", "date_left_out"): lazy_gettext("You said that nobody is wanted on one date"),
    ("need", "date_wanted_again"): lazy_gettext("You said that somebody is wanted on it after all"),
    ("need", "paused"): lazy_gettext("Your need was paused"),
    ("need", "reopened"): lazy_gettext("Your need was opened again"),
    ("need", "withdrawn"): lazy_gettext("Your need was withdrawn"),
    ("need", "met"): lazy_gettext("Your need was closed, since it was met"),
    ("need", "expired"): lazy_gettext("Your need ran out"),
    ("need", "taken"): lazy_gettext("A charity near you took it in hand"),
    ("need", "referred"): lazy_gettext("With your yes it was offered to somebody else"),
    ("need", "asked_consent"): lazy_gettext("You were asked whether it may be handed on"),
    ("need", "refused_consent"): lazy_gettext("You said no to handing it on"),
    ("need", "took_consent_back"): lazy_gettext("You took back your yes to handing it on"),
    ("need", "referral_accepted"): lazy_gettext("Another charity took it in hand"),
    ("need", "referral_returned"): lazy_gettext("It went back to the charity that had it before"),
    ("need", "concern"): lazy_gettext("Something was said to be wrong"),
    ("match", "proposed"): lazy_gettext("Somebody was asked to help you"),
    ("match", "paired"): lazy_gettext("A coordinator asked somebody to help you"),
    ("need", "kept_apart"): lazy_gettext("Somebody will not be asked for you any more"),
    ("match", "accepted"): lazy_gettext("Somebody said yes"),
    ("match", "declined"): lazy_gettext("Somebody who was asked said no"),
    ("match", "lapsed"): lazy_gettext("Somebody who was asked did not answer"),
    ("match", "handed_back"): lazy_gettext("Somebody who had said yes could not come after all"),
    ("match", "withdrawn"): lazy_gettext("Somebody was told that they need not come"),
    ("match", "on_my_way"): lazy_gettext("Somebody set out to you"),
    ("match", "done_reported"): lazy_gettext("Somebody said that it is done"),
    ("match", "confirmed"): lazy_gettext("It was confirmed that it is done"),
    ("match", "failed"): lazy_gettext("It could not be done"),
    ("match", "not_done"): lazy_gettext("It was said that it was not done"),
    ("match", "details_agreed"): lazy_gettext("Somebody was allowed to know how to reach you"),
    ("person", "contact_changes"): lazy_gettext("You changed how we reach you"),
    ("person", "contact_proven"): lazy_gettext("A new number or e-mail was proven"),
    ("person", "took_a_copy"): lazy_gettext("A copy of everything was taken"),
}
_ACTORS: dict[str, LazyString] = {
    "resident": lazy_gettext("You"),
    "volunteer": lazy_gettext("A volunteer who was asked or said yes"),
    "coordinator": lazy_gettext("A coordinator of your local group"),
    "charity": lazy_gettext("Your local group"),
    "machine": lazy_gettext("The computer"),
    "somebody": lazy_gettext("You, or somebody with your code"),
}


def rows_of_looks(looks: list[Look]) -> list[tuple[str, str | Markup]]:
    """When, and who: coordinators by their name."""
    return [
        (moment(look.at), _named(look.name) if look.name else _actor(look.by)) for look in looks
    ]


def rows_of_deeds(deeds: list[Deed]) -> list[tuple[str, str, str]]:
    """When, what, and by whom."""
    return [(moment(deed.at), _done(deed), _actor(deed.by)) for deed in deeds]


def _done(deed: Deed) -> str:
    known = _DONE.get((deed.about, deed.verb))
    return str(known) if known else gettext("Something was done that has no name here yet")


def _actor(by: str) -> str:
    kind = by.partition(":")[0]
    return str(_ACTORS.get(kind, _ACTORS["machine"]))


def _named(name: str) -> Markup:
    words = gettext("%(name)s, coordinator", name="\0")
    before, _, after = words.partition("\0")
    return Markup('{}<span translate="no">{}</span>{}').format(before, name, after)
