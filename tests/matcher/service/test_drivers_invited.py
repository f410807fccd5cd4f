"""A charity invites somebody to drive for it, who says yes or no with one press."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.domain.driver_invitations import GOOD_FOR, MOST_FROM_ONE
from matcher.domain.outbox import OutboxState
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.acting import Act
from matcher.service.contacts import Details
from matcher.service.drivers_invited import (
    agree_to_drive,
    drivers_at,
    invite_driver,
    invited_driver,
    join_to_drive,
    lapse_invitations,
    say_no_to_driving,
    take_invitation_back,
)
from matcher.service.post import opened_letter
from matcher.service.volunteers import Joined, sign_up
from matcher.storage.database import Database
from matcher.storage.tables import (
    ContactRow,
    DriverInvitationRow,
    OutboxRow,
    PersonRow,
    VolunteerRow,
)
from tests.matcher.service.acts import acting
from tests.matcher.service.charitable import Group, a_group
from tests.matcher.service.desks import a_desk
from tests.matcher.storage.rows import NOW

A_MOBILE = Contact(phone=Phone("+447700900987"), prefers=ContactWay.TEXT)
A_MAILBOX = Contact(email=Email("driver@example.org"), prefers=ContactWay.EMAIL)
JOINED = Joined(Details("Sam", Contact()), date(1985, 3, 27))


def invited(act: Act, group: Group, contact: Contact = A_MOBILE) -> str:
    """Invite somebody; the secret of the link that they get."""
    id = invite_driver(act, group.desk, group.id, contact)
    key = f"drive_for_us:{id}"
    [row] = act.store.query(OutboxRow).filter_by(idempotency_key=key)
    return opened_letter(act.sealer, row.payload, row.id).link.path.removeprefix("/drive/")


def ends(act: Act, group: Group) -> list[str | None]:
    return [one.end for one in drivers_at(act, group.desk, group.id).invitations]


@pytest.mark.parametrize("contact", [A_MOBILE, A_MAILBOX])
def test_a_stranger_joins_and_drives_with_one_press(database: Database, contact: Contact):
    with acting(database) as act:
        group = a_group(act.store)
        secret = invited(act, group, contact)
        asked = invited_driver(act, secret)
        assert (asked.charity.id, asked.is_volunteer) == (group.id, False)
        assert act.store.query(VolunteerRow).count() == 0
        with pytest.raises(Invalid):
            agree_to_drive(act, secret)
        with pytest.raises(NotAllowed, match="18"):
            join_to_drive(act, secret, replace(JOINED, born_on=act.today))
        volunteer_id = join_to_drive(act, secret, JOINED)
        assert drivers_at(act, group.desk, group.id).ids == (volunteer_id,)
        assert act.store.get_one(VolunteerRow, volunteer_id).status == "contact_proven"
        assert ends(act, group) == ["yes"]
        with pytest.raises(NotFound, match="over"):
            invited_driver(act, secret)


def test_a_volunteer_is_asked_alike_and_needs_to_say_no_more_than_yes(database: Database):
    with acting(database) as act:
        group = a_group(act.store)
        known = sign_up(act, replace(JOINED, person=Details("Sam", A_MOBILE)))
        secret = invited(act, group)
        [waits] = drivers_at(act, group.desk, group.id).invitations
        assert (waits.hint, waits.end, waits.expires_at) == ("…987", None, NOW + GOOD_FOR)
        assert invited_driver(act, secret).is_volunteer
        agree_to_drive(act, secret)
        assert drivers_at(act, group.desk, group.id).ids == (known,)
        assert act.store.query(PersonRow).count() == 1


def test_nobody_is_woken_by_an_invitation(database: Database):
    with acting(database, now=NOW.replace(hour=2)) as act:
        invited(act, a_group(act.store))
        [row] = act.store.query(OutboxRow).filter_by(kind="drive_for_us")
        assert row.not_before.hour >= 7


def test_whoever_signed_up_meanwhile_is_one_volunteer_and_not_two(database: Database):
    with acting(database) as act:
        group = a_group(act.store)
        secret = invited(act, group)
        known = sign_up(act, replace(JOINED, person=Details("Sam", A_MOBILE)))
        assert join_to_drive(act, secret, JOINED) == known
        assert act.store.query(VolunteerRow).count() == 1
        assert act.store.query(ContactRow).count() == 1


@pytest.mark.parametrize("how", ["no", "taken_back", "lapsed"])
def test_what_ends_without_a_yes_forgets_the_stranger_and_lets_no_letter_go_out(
    database: Database, how: str
):
    with acting(database) as act:
        group, other = a_group(act.store), a_group(act.store, "Other")
        secret = invited(act, group)
        [row] = act.store.query(DriverInvitationRow)
        if how == "no":
            say_no_to_driving(act, secret)
        elif how == "taken_back":
            with pytest.raises(NotFound):
                take_invitation_back(act, other.desk, other.id, row.id)
            for _ in range(2):
                take_invitation_back(act, group.desk, group.id, row.id)
    with acting(database, now=NOW + GOOD_FOR) as act:
        assert lapse_invitations(act) == (how == "lapsed")
        assert ends(act, group) == [how]
        [row] = act.store.query(DriverInvitationRow)
        assert (row.hint, act.store.query(ContactRow).count()) == ("", 0)
        assert act.store.query(OutboxRow).filter_by(state=OutboxState.WAITING).count() == 0
        with pytest.raises(NotFound, match="over"):
            join_to_drive(act, secret, JOINED)


def test_nobody_is_pestered_and_only_a_charitys_coordinators_invite(database: Database):
    landline = Contact(
        phone=Phone("+442079460987"), prefers=ContactWay.RING, never=frozenset({ContactWay.TEXT})
    )
    with acting(database) as act:
        group, other = a_group(act.store), a_group(act.store, "Other")
        intake = a_desk(act.store, Role.INTAKE, charity_id=group.id)
        with pytest.raises(NotAllowed):
            invite_driver(act, intake, group.id, A_MOBILE)
        with pytest.raises(NotFound):
            invite_driver(act, other.desk, group.id, A_MOBILE)
        with pytest.raises(Invalid, match="by text or e-mail"):
            invite_driver(act, group.desk, group.id, landline)
        sign_up(act, replace(JOINED, person=Details("Sam", A_MOBILE)))
        invited(act, group)
        with pytest.raises(Conflict, match="invited already"):
            invite_driver(act, group.desk, group.id, A_MOBILE)
    for days in range(1, MOST_FROM_ONE + 1):
        later = NOW + timedelta(minutes=days)
        with acting(database, now=later) as act:
            [row] = act.store.query(DriverInvitationRow).filter_by(ended_at=None)
            take_invitation_back(act, group.desk, group.id, row.id)
            if days < MOST_FROM_ONE:
                invited(act, group)
                continue
            with pytest.raises(Conflict, match="lately"):
                invite_driver(act, group.desk, group.id, A_MOBILE)
            invited(act, other)
