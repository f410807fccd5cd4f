"""What is said of referrals, of what goes along with a need, and of those outside."""

from flask_babel import lazy_gettext

from matcher.domain.referrals import (
    ConsentBy,
    ConsentSaid,
    DirectoryKind,
    ReferralReason,
    ReferralState,
    SharedPart,
    WasItUse,
)

CONSENT = {
    ConsentBy.TELEPHONE: lazy_gettext("On the telephone"),
    ConsentBy.IN_PERSON: lazy_gettext("In person"),
    ConsentBy.IN_WRITING: lazy_gettext("In writing"),
}
SHARED_WORDS = {
    SharedPart.WHO: lazy_gettext("their name"),
    SharedPart.REACH: lazy_gettext("how to reach them, and in which language"),
    SharedPart.PLACE: lazy_gettext("their address"),
    SharedPart.NEED: lazy_gettext(
        "what they asked for, what they eat where they said so, and what became of it so far"
    ),
    SharedPart.NOTES: lazy_gettext("what they said a helper should know"),
}
# The same, to the resident whose they are.
OWN_SHARED = {
    SharedPart.WHO: lazy_gettext("your name"),
    SharedPart.REACH: lazy_gettext("how to reach you, and in which language"),
    SharedPart.PLACE: lazy_gettext("your address"),
    SharedPart.NEED: lazy_gettext(
        "what you asked for, what you eat where you said so, and what became of it so far"
    ),
    SharedPart.NOTES: lazy_gettext("what you said a helper should know"),
}
SAID = {
    ConsentSaid.YES: lazy_gettext("The resident said yes on their own page."),
    ConsentSaid.NO: lazy_gettext("The resident said no on their own page."),
    ConsentSaid.LAPSED: lazy_gettext("The resident did not answer in time: that is a no."),
    ConsentSaid.TAKEN_BACK: lazy_gettext("The resident has taken their yes back."),
}
STATE = {
    ReferralState.OFFERED: lazy_gettext("Waits for an answer"),
    ReferralState.ACCEPTED: lazy_gettext("Taken"),
    ReferralState.DECLINED: lazy_gettext("Not taken"),
    ReferralState.LAPSED: lazy_gettext("No answer in time"),
    ReferralState.TAKEN_BACK: lazy_gettext("Taken back"),
    ReferralState.RETURNED: lazy_gettext("Came back"),
    ReferralState.SENT: lazy_gettext("Sent there"),
}
REASON = {
    ReferralReason.FULL: lazy_gettext("We are full"),
    ReferralReason.NOT_OURS: lazy_gettext("It is not what we do"),
    ReferralReason.CANNOT_REACH: lazy_gettext("We cannot reach them"),
    ReferralReason.RESIDENT_WANTS_US_NOT: lazy_gettext("They would rather not have us"),
}
USE = {
    WasItUse.YES: lazy_gettext("Yes"),
    WasItUse.IN_PART: lazy_gettext("In part"),
    WasItUse.NO: lazy_gettext("No"),
    WasItUse.NOT_KNOWN: lazy_gettext("We could not find out"),
}
KIND = {
    DirectoryKind.FOOD_BANK: lazy_gettext("Food bank"),
    DirectoryKind.COUNCIL: lazy_gettext("Council"),
    DirectoryKind.HELPLINE: lazy_gettext("Helpline"),
    DirectoryKind.ADVICE: lazy_gettext("Advice"),
    DirectoryKind.OTHER: lazy_gettext("Something else"),
}
WORDS = {
    "consent": CONSENT,
    "said": SAID,
    "shared": SHARED_WORDS,
    "state": STATE,
    "reason": REASON,
    "use": USE,
    "kind": KIND,
}
