"""What a private link, or a code said on the telephone, lets its holder do."""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """One purpose a link: a link to accept one proposal opens nothing else."""

    NEED = "need"
    CONFIRM_NEED = "confirm_need"
    PROPOSAL = "proposal"
    VOLUNTEER = "volunteer"
    PROVE_CONTACT = "prove_contact"
    CALENDAR = "calendar"
    INVITATION = "invitation"
