"""What a charity's programs may do with its token: each scope is asked for by name."""

from collections.abc import Mapping
from enum import StrEnum


class TokenScope(StrEnum):
    """One thing that a token lets its holder do, always within the charity's own reach."""

    NEEDS_READ = "needs:read"
    NEEDS_WRITE = "needs:write"
    OFFERS_READ = "offers:read"
    OFFERS_WRITE = "offers:write"
    MATCHES_READ = "matches:read"
    MATCHES_WRITE = "matches:write"
    ROUNDS_READ = "rounds:read"
    PEOPLE_READ = "people:read"


LETS_ONE: Mapping[TokenScope, str] = {
    TokenScope.NEEDS_READ: "read needs",
    TokenScope.NEEDS_WRITE: "register, confirm, pause, reopen and withdraw the charity's own needs",
    TokenScope.OFFERS_READ: "read offers",
    TokenScope.OFFERS_WRITE: "make, change, pause, take up and end the charity's own offers",
    TokenScope.MATCHES_READ: "read proposals and matches of the charity's own people",
    TokenScope.MATCHES_WRITE: "answer proposals and report on matches for the charity's own people",
    TokenScope.ROUNDS_READ: "read the log of rounds",
    TokenScope.PEOPLE_READ: "see how to reach the charity's own people; each look is noted",
}
