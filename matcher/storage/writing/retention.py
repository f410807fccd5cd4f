"""Removing what is kept no longer, some at a time; each returns how many there were."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select

from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.outcomes import HOLDS_CAPACITY
from matcher.domain.rota import SignUpState
from matcher.storage.database import Store
from matcher.storage.tables import (
    ContactRow,
    LinkRow,
    LookRow,
    MatchRow,
    NeedDetailsRow,
    NeedRow,
    NewContactRow,
    NoteRow,
    OfferRow,
    PersonRow,
    ResidentRow,
    RotaShiftRow,
    RotaSignUpRow,
    RunRow,
    VolunteerRow,
)


def erase_details_of_needs(
    store: Store, *, confirmed_before: datetime, unconfirmed_before: datetime, most: int
) -> int:
    """Erase the exact places and the notes of needs that were closed before these moments."""
    over = _over(confirmed_before, unconfirmed_before)
    has_details = exists().where(NeedDetailsRow.need_id == NeedRow.id)
    has_notes = exists().where(NoteRow.need_id == NeedRow.id)
    found = select(NeedRow.id).where(over, or_(has_details, has_notes)).limit(most)
    ids = store.scalars(found).all()
    store.execute(delete(NeedDetailsRow).where(NeedDetailsRow.need_id.in_(ids)))
    store.execute(delete(NoteRow).where(NoteRow.need_id.in_(ids)))
    return len(ids)


def residents_to_forget(
    store: Store, *, confirmed_before: datetime, unconfirmed_before: datetime, most: int
) -> Sequence[str]:
    """People whose details are kept for nothing: no need that is not long over, no volunteering."""
    kept = exists().where(
        NeedRow.person_id == PersonRow.id, ~_over(confirmed_before, unconfirmed_before)
    )
    found = (
        select(PersonRow.id)
        .join(ContactRow, ContactRow.person_id == PersonRow.id)
        .where(
            PersonRow.erased_at.is_(None),
            PersonRow.created_at < unconfirmed_before,
            ~kept,
            ~exists().where(VolunteerRow.person_id == PersonRow.id),
            # Whoever is on a charity's list is kept as long as after a need that was closed.
            ~exists().where(
                ResidentRow.person_id == PersonRow.id, ResidentRow.changed_at >= confirmed_before
            ),
        )
        .order_by(PersonRow.id)
        .limit(most)
    )
    return store.scalars(found).all()


def volunteers_to_forget(store: Store, *, heard_before: datetime, most: int) -> Sequence[str]:
    """Volunteers who left or were not heard of since a moment, and who are at nothing."""
    offers = select(
        OfferRow.volunteer_id.label("volunteer_id"),
        func.max(func.coalesce(OfferRow.ended_at, OfferRow.changed_at)).label("changed_at"),
        func.max(func.coalesce(OfferRow.confirmed_at, OfferRow.created_at)).label("confirmed_at"),
    ).group_by(OfferRow.volunteer_id)
    heard = offers.subquery()
    found = (
        select(VolunteerRow.person_id)
        .join(PersonRow, PersonRow.id == VolunteerRow.person_id)
        .outerjoin(heard, heard.c.volunteer_id == VolunteerRow.person_id)
        .where(
            PersonRow.erased_at.is_(None),
            VolunteerRow.changed_at < heard_before,
            or_(heard.c.changed_at.is_(None), heard.c.changed_at < heard_before),
            or_(heard.c.confirmed_at.is_(None), heard.c.confirmed_at < heard_before),
            ~_at_something(heard_before),
        )
        .order_by(VolunteerRow.person_id)
        .limit(most)
    )
    return store.scalars(found).all()


def _at_something(since: datetime) -> ColumnElement[bool]:
    """Whether a volunteer has a match or a need of their own, or helped without one since.

    Whoever came to a shift, is to come to one, or drove, has answered no proposal.
    """
    answered = exists().where(
        MatchRow.offer_id == OfferRow.id,
        OfferRow.volunteer_id == VolunteerRow.person_id,
        or_(
            MatchRow.answered_at >= since,
            MatchRow.status.in_(HOLDS_CAPACITY | {MatchStatus.DONE_REPORTED}),
        ),
    )
    on_the_rota = exists().where(
        RotaSignUpRow.volunteer_id == VolunteerRow.person_id,
        RotaSignUpRow.state.in_((SignUpState.COMING, SignUpState.CAME)),
        RotaShiftRow.id == RotaSignUpRow.shift_id,
        RotaShiftRow.ends_at >= since,
    )
    drove = exists().where(
        RunRow.offer_id == OfferRow.id,
        OfferRow.volunteer_id == VolunteerRow.person_id,
        RunRow.out_at >= since,
    )
    needs = exists().where(
        NeedRow.person_id == VolunteerRow.person_id, NeedRow.status != NeedStatus.CLOSED
    )
    return or_(answered, on_the_rota, drove, needs)


def erase_looks(store: Store, *, before: datetime, most: int) -> int:
    """Remove notes of who saw whose details; the database refuses any that is not a year old."""
    ids = store.scalars(
        select(LookRow.id).where(LookRow.at < before).order_by(LookRow.id).limit(most)
    ).all()
    store.execute(delete(LookRow).where(LookRow.id.in_(ids)))
    return len(ids)


def erase_links(store: Store, *, over_before: datetime, most: int) -> int:
    """Remove links and codes that ran out, or were taken back, before a moment."""
    over = or_(LinkRow.expires_at < over_before, LinkRow.revoked_at < over_before)
    ids = store.scalars(select(LinkRow.id).where(over).limit(most)).all()
    store.execute(delete(LinkRow).where(LinkRow.id.in_(ids)))
    return len(ids)


def erase_new_contacts(store: Store, *, over_before: datetime, most: int) -> int:
    """Remove contacts that somebody wanted and did not prove in time."""
    over = select(NewContactRow.person_id).where(NewContactRow.until < over_before).limit(most)
    ids = store.scalars(over).all()
    store.execute(delete(NewContactRow).where(NewContactRow.person_id.in_(ids)))
    return len(ids)


def _over(confirmed_before: datetime, unconfirmed_before: datetime) -> ColumnElement[bool]:
    return and_(
        NeedRow.status == NeedStatus.CLOSED,
        or_(
            and_(NeedRow.confirmed_at.is_not(None), NeedRow.closed_at < confirmed_before),
            and_(NeedRow.confirmed_at.is_(None), NeedRow.closed_at < unconfirmed_before),
        ),
    )
