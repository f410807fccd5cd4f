"""Charities and their staff, residents and volunteers."""

from alembic import op

from matcher.storage.migrations.notation import (
    blob,
    check,
    clock,
    day,
    flag,
    index,
    json,
    moment,
    number,
    one_of,
    points_to,
    primary,
    text,
    unique,
)

revision = "0001_people"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _create_charities()
    _create_areas()
    _create_tokens()
    _create_coordinators()
    _create_scopes()
    _create_passkeys()
    _create_people()
    _create_contacts()
    _create_volunteers()
    _create_checks()


def _create_charities() -> None:
    op.create_table(
        "charities",
        text("id", 32),
        text("slug", 64),
        text("name", 160),
        moment("created_at"),
        moment("ended_at", null=True),
        primary("charities", "id"),
        unique("charities", "slug"),
    )


def _create_areas() -> None:
    op.create_table(
        "areas",
        text("charity_id", 32),
        text("borough", 9),
        primary("areas", "charity_id", "borough"),
        points_to("areas", "charity_id", "charities.id", cascade=True),
    )
    index("ix_areas_borough", "areas", "borough")


def _create_tokens() -> None:
    op.create_table(
        "tokens",
        text("id", 32),
        text("token_hash", 64),
        text("charity_id", 32),
        text("name", 80),
        text("scopes"),
        text("created_by", 64),
        moment("created_at"),
        moment("expires_at", null=True),
        moment("used_at", null=True),
        moment("revoked_at", null=True),
        primary("tokens", "id"),
        unique("tokens", "token_hash"),
        points_to("tokens", "charity_id", "charities.id"),
    )
    index("ix_tokens_charity_id", "tokens", "charity_id")


def _create_coordinators() -> None:
    op.create_table(
        "coordinators",
        text("id", 32),
        text("email", 254),
        text("name", 160),
        one_of("coordinators", "role", "administrator coordinator intake"),
        flag("active"),
        text("password", 255, null=True),
        text("fs_uniquifier", 64),
        text("fs_webauthn_user_handle", 64, null=True),
        text("tf_primary_method", 64, null=True),
        text("tf_totp_secret", 255, null=True),
        json("mf_recovery_codes", null=True),
        moment("confirmed_at", null=True),
        moment("signed_in_at", null=True),
        text("invited_by", 64, null=True),
        moment("created_at"),
        moment("changed_at"),
        primary("coordinators", "id"),
        unique("coordinators", "email"),
        unique("coordinators", "fs_uniquifier"),
        unique("coordinators", "fs_webauthn_user_handle"),
    )


def _create_scopes() -> None:
    op.create_table(
        "scopes",
        text("coordinator_id", 32),
        text("charity_id", 32),
        text("borough", 9),
        primary("scopes", "coordinator_id", "charity_id", "borough"),
        points_to("scopes", "charity_id", "charities.id"),
        points_to("scopes", "coordinator_id", "coordinators.id", cascade=True),
    )
    index("ix_scopes_charity_id_borough", "scopes", "charity_id borough")


def _create_passkeys() -> None:
    op.create_table(
        "passkeys",
        number("id"),
        text("coordinator_id", 32),
        blob("credential_id", 1024),
        blob("public_key"),
        number("sign_count"),
        json("transports", null=True),
        text("extensions", null=True),
        flag("backup_state"),
        text("device_type", 64),
        text("name", 64),
        text("usage", 64),
        moment("created_at"),
        moment("used_at", null=True),
        primary("passkeys", "id"),
        unique("passkeys", "credential_id"),
        points_to("passkeys", "coordinator_id", "coordinators.id", cascade=True),
    )
    index("ix_passkeys_coordinator_id", "passkeys", "coordinator_id")


def _create_people() -> None:
    op.create_table(
        "people",
        text("id", 32),
        text("language", 16),
        one_of("people", "contact_way", "ring text email coordinator", null=True),
        moment("consented_at", null=True),
        text("consent_wording", 32, null=True),
        moment("contact_proven_at", null=True),
        moment("created_at"),
        moment("erased_at", null=True),
        primary("people", "id"),
    )


def _create_contacts() -> None:
    op.create_table(
        "contacts",
        text("person_id", 32),
        blob("sealed"),
        text("phone_hash", 64, null=True),
        text("email_hash", 64, null=True),
        moment("changed_at"),
        primary("contacts", "person_id"),
        points_to("contacts", "person_id", "people.id", cascade=True),
    )
    index("ix_contacts_email_hash", "contacts", "email_hash")
    index("ix_contacts_phone_hash", "contacts", "phone_hash")


def _create_volunteers() -> None:
    op.create_table(
        "volunteers",
        text("person_id", 32),
        text("charity_id", 32, null=True),
        one_of("volunteers", "status", "new contact_proven identity_seen checked suspended"),
        one_of(
            "volunteers",
            "status_before",
            "new contact_proven identity_seen checked suspended",
            null=True,
        ),
        text("suspended_by", 64, null=True),
        moment("suspended_at", null=True),
        moment("is_adult_at", null=True),
        clock("quiet_from", null=True),
        clock("quiet_until", null=True),
        number("messages_per_week", null=True),
        number("matches_per_week", null=True),
        flag("urgent_at_any_hour"),
        moment("created_at"),
        moment("changed_at"),
        primary("volunteers", "person_id"),
        points_to("volunteers", "charity_id", "charities.id"),
        points_to("volunteers", "person_id", "people.id"),
        check("volunteers", "matches_per_week", "matches_per_week >= 0"),
        check("volunteers", "messages_per_week", "messages_per_week >= 0"),
        check("volunteers", "quiet_hours", "(quiet_from IS NULL) = (quiet_until IS NULL)"),
    )
    index("ix_volunteers_charity_id", "volunteers", "charity_id")
    index("ix_volunteers_status", "volunteers", "status")


def _create_checks() -> None:
    op.create_table(
        "checks",
        text("id", 32),
        text("volunteer_id", 32),
        text("charity_id", 32, null=True),
        one_of("checks", "level", "none identity references basic_dbs enhanced_dbs"),
        day("seen_on"),
        text("seen_by", 64),
        day("review_on", null=True),
        moment("revoked_at", null=True),
        text("revoked_by", 64, null=True),
        moment("created_at"),
        primary("checks", "id"),
        points_to("checks", "charity_id", "charities.id"),
        points_to("checks", "volunteer_id", "volunteers.person_id"),
    )
    index("ix_checks_review_on", "checks", "review_on")
    index("ix_checks_volunteer_id", "checks", "volunteer_id")
