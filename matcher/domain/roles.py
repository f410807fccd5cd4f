"""What a member of a charity's staff may do."""

from enum import StrEnum


class Role(StrEnum):
    """`intake` takes calls and writes needs down; a coordinator pairs; an administrator invites."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    INTAKE = "intake"
