"""Where a charity works: in boroughs, or within an area that it draws in them.

Its coordinators draw, change and drop the area as they like, within the boroughs for which the
charity was verified: a charity that has drawn nothing sees the whole of these. Further boroughs are
an administrator's to give.
"""

from collections.abc import Iterable
from itertools import product

from matcher.domain.refusals import Invalid, NotAllowed
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.charities_own import own_charity
from matcher.service.desk import Desk
from matcher.service.drawn_areas import AreaSeen
from matcher.service.where_charities_work import keep_area, work_in_more
from matcher.storage.reading.drawn_areas import boroughs_to_draw_in
from matcher.storage.reading.staff_there import coordinators_in_all
from matcher.storage.tables import CharityRow, DrawnAreaRow, ScopeRow
from matcher.storage.writing.areas import keep_areas
from matcher.storage.writing.drawn_areas import drop_drawn_area
from matcher.storage.writing.one_row import add_row

NO_BOROUGH = "Choose at least one borough to add."
NOT_YOURS_TO_ADD = "Please ask an administrator to change where your charity works."


def boroughs_of(act: Act, desk: Desk, charity_id: str) -> frozenset[str]:
    """The boroughs in which a charity of one's own may work, whatever it has drawn."""
    own_charity(act, desk, charity_id, Right.STEER_CHARITIES)
    return boroughs_to_draw_in(act.store, charity_id)


def draw_area(act: Act, desk: Desk, charity_id: str, seen: AreaSeen) -> None:
    """Work within this area from now on, as far as it lies in the charity's boroughs."""
    _hold(act, desk, charity_id)
    keep_area(act, charity_id, seen, boroughs_to_draw_in(act.store, charity_id))
    act.note("drew_area", "charity", charity_id, corners=len(seen.area.corners))


def drop_area(act: Act, desk: Desk, charity_id: str) -> None:
    """Work in the whole of its boroughs again; twice is once."""
    _hold(act, desk, charity_id)
    if act.store.get(DrawnAreaRow, charity_id) is None:
        return
    boroughs = boroughs_to_draw_in(act.store, charity_id)
    drop_drawn_area(act.store, charity_id)
    keep_areas(act.store, charity_id, boroughs)
    act.note("dropped_area", "charity", charity_id)


def add_boroughs(act: Act, desk: Desk, charity_id: str, more: Iterable[str]) -> None:
    """Let a charity work in more boroughs: an administrator's word.

    Whoever coordinates there in all of its boroughs does so in these, too. Others were given a part
    of them, and are given more by hand.
    """
    if not desk.is_administrator:
        raise NotAllowed(NOT_YOURS_TO_ADD)
    _hold(act, desk, charity_id)
    more = frozenset(more)
    if not more:
        raise Invalid(NO_BOROUGH, "boroughs")
    before = boroughs_to_draw_in(act.store, charity_id)
    everywhere = coordinators_in_all(act.store, charity_id, before)
    work_in_more(act, charity_id, more)
    for account_id, borough in product(everywhere, sorted(more - before)):
        joins = {"coordinator_id": account_id, "charity_id": charity_id}
        add_row(act.store, ScopeRow, joins | {"borough": borough}, skip_known=True)
    act.note("added_boroughs", "charity", charity_id, boroughs=len(more), staff=len(everywhere))


def _hold(act: Act, desk: Desk, charity_id: str) -> None:
    """Let whoever else changes where this charity works wait; NotFound unless it is one's own."""
    own_charity(act, desk, charity_id, Right.STEER_CHARITIES)
    act.store.get(CharityRow, charity_id, with_for_update=True)
