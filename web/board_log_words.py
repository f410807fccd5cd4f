"""What the log, the letters and the reasons are called on the board."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from matcher.domain.life_cycles import OfferStatus
from matcher.domain.outcomes import DeclineReason, FailureReason, WithdrawalReason

Words = Mapping[str, object]

OFFER: Words = {
    OfferStatus.ACTIVE: lazy_gettext("Active"),
    OfferStatus.PAUSED: lazy_gettext("Paused"),
    OfferStatus.ENDED: lazy_gettext("Ended"),
}
# What was done to a need or a match, after who did it: “The volunteer: said yes”.
VERBS: Words = {
    "registered": lazy_gettext("asked for help"),
    "confirmed": lazy_gettext("confirmed it"),
    "was_not_me": lazy_gettext("said that it was not them"),
    "changed": lazy_gettext("changed it"),
    "paused": lazy_gettext("paused it"),
    "reopened": lazy_gettext("opened it again"),
    "closed": lazy_gettext("closed it"),
    "met": lazy_gettext("closed it as met"),
    "expired": lazy_gettext("closed it, since nobody answered"),
    "proposed": lazy_gettext("asked a volunteer"),
    "paired": lazy_gettext("asked a volunteer by hand"),
    "locked": lazy_gettext("locked it"),
    "kept_apart": lazy_gettext("keeps two people apart"),
    "accepted": lazy_gettext("said yes"),
    "declined": lazy_gettext("said no"),
    "lapsed": lazy_gettext("let a question lapse"),
    "taken_by_another": lazy_gettext("told the others that somebody said yes"),
    "details_agreed": lazy_gettext("agreed that this person may know who they are"),
    "on_my_way": lazy_gettext("set out"),
    "done_reported": lazy_gettext("said that it is done"),
    "not_done": lazy_gettext("said that it was not done"),
    "failed": lazy_gettext("said that it did not happen"),
    "handed_back": lazy_gettext("handed it back"),
    "withdrawn": lazy_gettext("took it back"),
    "thanked": lazy_gettext("said thanks"),
    "concern": lazy_gettext("said that something was wrong"),
    "settled_concern": lazy_gettext("settled what was wrong"),
    "noted": lazy_gettext("wrote a note"),
    "rung": lazy_gettext("told them on the telephone"),
    "erased": lazy_gettext("erased what was known"),
    "brought": lazy_gettext("brought it on a delivery run"),
}
# What a message says, or what somebody has to say on the telephone.
LETTERS: Words = {
    "confirm_need": lazy_gettext("Please confirm your need"),
    "still_needed": lazy_gettext("Do you still need this?"),
    "need_met": lazy_gettext("Everything was done"),
    "need_expired": lazy_gettext("We have closed your need"),
    "proposal": lazy_gettext("Can you help?"),
    "proposal_reminder": lazy_gettext("Can you help? (reminder)"),
    "proposal_lapsed": lazy_gettext("The question has lapsed"),
    "proposal_taken": lazy_gettext("Somebody else said yes"),
    "no_longer_needed": lazy_gettext("It is not needed any more"),
    "match_accepted": lazy_gettext("Somebody said yes"),
    "may_they_know": lazy_gettext("May they know who you are?"),
    "they_may_know": lazy_gettext("They may know who you are"),
    "on_my_way": lazy_gettext("Somebody is on the way"),
    "was_it_done": lazy_gettext("Was it done?"),
    "did_you_do_it": lazy_gettext("Did you do it?"),
    "thanks": lazy_gettext("Thank you"),
    "handed_back": lazy_gettext("They cannot come: we look again"),
    "prove_contact": lazy_gettext("Please prove that this is yours"),
    "way_back": lazy_gettext("The way back to your page"),
    "pause_ended": lazy_gettext("Your pause is over"),
    "check_runs_out": lazy_gettext("Your check runs out"),
    "shift_needs_somebody": lazy_gettext("A shift needs somebody"),
    "shift_called_off": lazy_gettext("Your shift is called off"),
    "shift_changed": lazy_gettext("Your shift has other times"),
    "shift_taken_over": lazy_gettext("Somebody takes your shift"),
    "shift_left_late": lazy_gettext("Somebody cannot come to a shift"),
    "invite_coordinator": lazy_gettext("You are invited"),
    "recover_account": lazy_gettext("Get back into your account"),
    "run_ready": lazy_gettext("Your run is ready"),
    "welfare_concern": lazy_gettext("Somebody is unwell"),
}
WHY: Words = {
    DeclineReason.TOO_FAR: lazy_gettext("too far"),
    DeclineReason.WRONG_TIME: lazy_gettext("wrong time"),
    DeclineReason.NOT_ABLE: lazy_gettext("not able"),
    DeclineReason.NOT_THIS_KIND: lazy_gettext("not this kind"),
    DeclineReason.OTHER: lazy_gettext("another reason"),
    FailureReason.NOT_IN: lazy_gettext("nobody was in"),
    FailureReason.CANNOT_REACH: lazy_gettext("could not reach them"),
    FailureReason.WRONG_DETAILS: lazy_gettext("the details were wrong"),
    FailureReason.NO_LONGER_NEEDED: lazy_gettext("not needed any more"),
    FailureReason.DID_NOT_COME: lazy_gettext("the volunteer did not come"),
    FailureReason.UNWELL: lazy_gettext("unwell"),
    FailureReason.NO_TIME: lazy_gettext("no time"),
    FailureReason.NOT_SAFE: lazy_gettext("it was not safe"),
    WithdrawalReason.NOT_THIS_PERSON: lazy_gettext("not this person"),
    WithdrawalReason.HANDED_BACK: lazy_gettext("handed back"),
    WithdrawalReason.UNDONE: lazy_gettext("undone by the staff"),
    WithdrawalReason.TAKEN_BY_ANOTHER: lazy_gettext("somebody else said yes"),
    WithdrawalReason.NEED_CHANGED: lazy_gettext("the need changed"),
    WithdrawalReason.NEED_CLOSED: lazy_gettext("the need was closed"),
    WithdrawalReason.OFFER_ENDED: lazy_gettext("the offer ended"),
    WithdrawalReason.VOLUNTEER_SUSPENDED: lazy_gettext("the volunteer was suspended"),
    WithdrawalReason.ERASED: lazy_gettext("the person was erased"),
}
