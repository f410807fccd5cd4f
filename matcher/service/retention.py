"""Keeping nothing about anybody for longer than we said; how long that is, the domain says.

Each verb removes some at a time, so that nobody waits for it: call it again while it returns as
many as it was allowed. Removing twice finds nothing to remove.
"""

from datetime import datetime, timedelta

from matcher.service.acting import Act
from matcher.service.erasure import erase_person
from matcher.storage.writing import retention
from matcher.storage.writing.idempotency import forget_old_answers
from matcher.storage.writing.rates import forget_old_rates
from matcher.storage.writing.run_retention import forget_old_stops, forget_photos
from matcher.storage.writing.sending import erase_done_with

BATCH = 200
# A link that ran out still tells its holder so, for a month.
LINKS_KEPT = timedelta(days=28)
# Long enough for whoever says that nothing came, and for the next weeks' runs.
RUNS_KEPT = timedelta(days=28)


def forget_details_of_needs(act: Act, *, most: int = BATCH) -> int:
    """Erase exact places and notes of needs that are long closed."""
    number = retention.erase_details_of_needs(act.store, **_closed_before(act), most=most)
    if number:
        act.note("details_erased", "machine", "retention", number=number)
    return number


def forget_residents(act: Act, *, most: int = BATCH) -> int:
    """Erase residents all of whose needs are long closed."""
    people = retention.residents_to_forget(act.store, **_closed_before(act), most=most)
    return sum(erase_person(act, person_id) for person_id in people)


def forget_volunteers(act: Act, *, most: int = BATCH) -> int:
    """Erase volunteers who left long ago, or of whom nothing was heard since."""
    before = act.now - timedelta(days=act.rules.retention.volunteer_days)
    people = retention.volunteers_to_forget(act.store, heard_before=before, most=most)
    return sum(erase_person(act, person_id) for person_id in people)


def forget_messages(act: Act, *, most: int = BATCH) -> int:
    """Remove messages that were sent, dropped or given up long ago."""
    before = act.now - timedelta(days=act.rules.retention.message_days)
    return erase_done_with(act.store, before=before, most=most)


def forget_looks(act: Act, *, most: int = BATCH) -> int:
    """Remove notes of who saw whose details, once they are old."""
    before = act.now - timedelta(days=act.rules.retention.look_log_days)
    return retention.erase_looks(act.store, before=before, most=most)


def forget_links(act: Act, *, most: int = BATCH) -> int:
    """Remove links and codes that ran out, or were taken back, long ago; and what waited for one.

    A new number that nobody proved in time goes at once: it may be a stranger's.
    """
    unproven = retention.erase_new_contacts(act.store, over_before=act.now, most=most)
    links = retention.erase_links(act.store, over_before=act.now - LINKS_KEPT, most=most)
    return max(unproven, links)


def forget_runs(act: Act, *, most: int = BATCH) -> int:
    """Remove pictures of doorsteps, and leave of old stops the 1 km square."""
    photos = forget_photos(act.store, before=act.now - RUNS_KEPT, most=most)
    if photos == most:
        return photos
    before = act.today - RUNS_KEPT
    return photos + forget_old_stops(act.store, act.sealer, before=before, most=most - photos)


def forget_answers_and_counts(act: Act) -> int:
    """Remove answers that nobody can still be asking for, and counts of windows that are over."""
    answers = forget_old_answers(act.store, now=act.now)
    return answers + forget_old_rates(act.store, now=act.now)


def _closed_before(act: Act) -> dict[str, datetime]:
    kept = act.rules.retention
    return {
        "confirmed_before": act.now - timedelta(days=kept.need_contact_days),
        "unconfirmed_before": act.now - timedelta(days=kept.unconfirmed_contact_days),
    }
