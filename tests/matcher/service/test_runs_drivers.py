"""Whom a charity can choose to drive for it, and in which order."""

from matcher.service.runs_drivers import who_could_drive
from matcher.storage.database import Database
from matcher.storage.tables import HelpingRow, OfferRow
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.day_of_runs import a_day, a_drivers_offer
from tests.matcher.service.desks import a_charity
from tests.matcher.storage.rows import NOW


def test_who_said_that_they_drive_for_this_charity_comes_first_and_the_others_are_there(
    database: Database,
):
    day = a_day(database, needs=0, drivers=0)
    with acting(database) as act:
        with_car = a_drivers_offer(act.store, day.charity_id)
        said_so = a_drivers_offer(act.store, provides=frozenset())
        for_another = a_drivers_offer(act.store, provides=frozenset())
        chosen = {said_so: [day.charity_id], for_another: [a_charity(act.store)]}
        chosen[for_another].append(day.charity_id)
        for offer_id, charities in chosen.items():
            volunteer_id = act.store.get_one(OfferRow, offer_id).volunteer_id
            for charity_id in charities:
                drives = (offer_id, charity_id) != (for_another, day.charity_id)
                said = {"volunteer_id": volunteer_id, "charity_id": charity_id, "since": NOW}
                act.store.add(HelpingRow(**said, drives=drives))
    with looking(database) as act:
        found = [(one.offer_id, one.says_so) for one in who_could_drive(act, day.desk, day.id)]
    assert found == [(said_so, True), (with_car, False), (for_another, False)]
