"""Needs with their units, offers, and the pairs not to make."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from matcher.storage.migrations.notation import (
    blob,
    check,
    day,
    flag,
    index,
    moment,
    number,
    one_of,
    points_to,
    primary,
    text,
    unique,
)

revision = "0002_needs_and_offers"
down_revision = "0001_people"


def upgrade() -> None:
    """Make the tables."""
    _create_needs()
    _create_need_details()
    _create_units()
    _create_offers()
    _create_avoided_pairs()
    _create_declined_pairs()


def _create_needs() -> None:
    op.create_table("needs", *_needs_columns(), *_needs_keys())
    index("ix_needs_charity_id", "needs", "charity_id")
    index("ix_needs_expires_on", "needs", "expires_on")
    index("ix_needs_person_id", "needs", "person_id")
    index(
        "ix_needs_status_borough_urgency_registered_on",
        "needs",
        "status borough urgency registered_on",
    )


def _needs_columns() -> list[sa.Column[Any]]:
    return [
        text("id", 32),
        text("reference", 24),
        text("person_id", 32),
        text("charity_id", 32, null=True),
        text("category", 32),
        number("easting"),
        number("northing"),
        text("borough", 9),
        text("cell", 8),
        text("postcode", 8, null=True),
        number("people_needed"),
        one_of("needs", "urgency", "routine soon urgent"),
        day("registered_on"),
        day("wanted_on", null=True),
        day("expires_on", null=True),
        text("languages"),
        text("requires"),
        text("availability"),
        text("recurrence", null=True),
        flag("asks_first"),
        one_of("needs", "came_by", "web phone paper sms api"),
        one_of("needs", "status", "open paused closed"),
        day("paused_until", null=True),
        one_of("needs", "ending", "met withdrawn expired referred", null=True),
        moment("confirmed_at", null=True),
        one_of("needs", "confirmed_by", "phone_code link coordinator", null=True),
        moment("created_at"),
        moment("changed_at"),
        moment("closed_at", null=True),
    ]


def _needs_keys() -> list[sa.Constraint]:
    return [
        primary("needs", "id"),
        unique("needs", "reference"),
        points_to("needs", "charity_id", "charities.id"),
        points_to("needs", "person_id", "people.id"),
        check("needs", "closed_has_a_moment", "(status = 'closed') = (closed_at IS NOT NULL)"),
        check("needs", "closed_has_an_ending", "(status = 'closed') = (ending IS NOT NULL)"),
        check("needs", "confirmed_by_somebody", "(confirmed_at IS NULL) = (confirmed_by IS NULL)"),
        check("needs", "people_needed", "people_needed BETWEEN 1 AND 1000"),
    ]


def _create_need_details() -> None:
    op.create_table(
        "need_details",
        text("need_id", 32),
        blob("sealed"),
        moment("changed_at"),
        primary("need_details", "need_id"),
        points_to("need_details", "need_id", "needs.id", cascade=True),
    )


def _create_units() -> None:
    op.create_table(
        "units",
        text("id", 32),
        text("need_id", 32),
        number("number"),
        day("on_date", null=True),
        moment("closed_at", null=True),
        primary("units", "id"),
        unique("units", "id", "need_id"),
        unique("units", "need_id", "number"),
        points_to("units", "need_id", "needs.id"),
        check("units", "number", "number >= 1"),
    )
    index("ix_units_wanted", "units", "need_id on_date", where="closed_at IS NULL")


def _create_offers() -> None:
    op.create_table("offers", *_offers_columns(), *_offers_keys())
    index("ix_offers_charity_id", "offers", "charity_id")
    index("ix_offers_status_borough", "offers", "status borough")
    index("ix_offers_volunteer_id", "offers", "volunteer_id")


def _offers_columns() -> list[sa.Column[Any]]:
    return [
        text("id", 32),
        text("volunteer_id", 32),
        text("charity_id", 32, null=True),
        text("categories"),
        number("easting"),
        number("northing"),
        text("borough", 9),
        text("cell", 8),
        text("postcode", 8, null=True),
        number("radius_m"),
        number("capacity"),
        number("held"),
        text("languages"),
        text("provides"),
        text("availability"),
        one_of("offers", "status", "active paused ended"),
        day("paused_until", null=True),
        day("ends_on", null=True),
        moment("created_at"),
        moment("changed_at"),
        moment("confirmed_at", null=True),
        moment("ended_at", null=True),
    ]


def _offers_keys() -> list[sa.Constraint]:
    return [
        primary("offers", "id"),
        points_to("offers", "charity_id", "charities.id"),
        points_to("offers", "volunteer_id", "volunteers.person_id"),
        check("offers", "capacity", "capacity BETWEEN 0 AND 10000"),
        check("offers", "held_within_capacity", "held >= 0 AND held <= capacity"),
        check("offers", "radius_m", "radius_m BETWEEN 0 AND 1500000"),
    ]


def _create_avoided_pairs() -> None:
    op.create_table(
        "avoided_pairs",
        text("resident_id", 32),
        text("volunteer_id", 32),
        text("by", 64),
        moment("at"),
        primary("avoided_pairs", "resident_id", "volunteer_id"),
        points_to("avoided_pairs", "resident_id", "people.id"),
        points_to("avoided_pairs", "volunteer_id", "volunteers.person_id"),
    )
    index("ix_avoided_pairs_volunteer_id", "avoided_pairs", "volunteer_id")


def _create_declined_pairs() -> None:
    op.create_table(
        "declined_pairs",
        text("need_id", 32),
        text("offer_id", 32),
        text("reason", 24),
        moment("at"),
        primary("declined_pairs", "need_id", "offer_id"),
        points_to("declined_pairs", "need_id", "needs.id"),
        points_to("declined_pairs", "offer_id", "offers.id"),
    )
    index("ix_declined_pairs_offer_id", "declined_pairs", "offer_id")
