"""Typed rows, one module per noun. Importing any of them loads all: foreign keys meet by name."""

from matcher.storage.tables.base import Base, is_one_of, table_of
from matcher.storage.tables.blocked_needs import BlockedNeedRow
from matcher.storage.tables.charities import (
    AreaRow,
    CharityPageRow,
    CharityRow,
    DrawnAreaRow,
    DrawnEdgeRow,
    IntakePauseRow,
    RegistrationRow,
    TokenRow,
    VouchRow,
)
from matcher.storage.tables.checks import CheckRow
from matcher.storage.tables.contacts import ContactRow, NeedDetailsRow, NewContactRow, NoteRow
from matcher.storage.tables.coordinators import (
    CoordinatorRow,
    MembershipRow,
    PasskeyRow,
    ScopeRow,
)
from matcher.storage.tables.driver_invitations import DriverInvitationRow
from matcher.storage.tables.helping import HelpingRow
from matcher.storage.tables.holding import ReleaseAskRow
from matcher.storage.tables.idempotency import IdempotencyRow
from matcher.storage.tables.imports import ImportLineRow, ImportRow
from matcher.storage.tables.job_runs import JobRunRow
from matcher.storage.tables.leases import LeaseRow, RateRow
from matcher.storage.tables.links import LinkRow
from matcher.storage.tables.log import LogRow, LookRow
from matcher.storage.tables.matches import MatchRow
from matcher.storage.tables.needs import NeedRow
from matcher.storage.tables.offers import OfferRow
from matcher.storage.tables.outbox import OutboxRow
from matcher.storage.tables.pairs import AvoidedPairRow, DeclinedPairRow
from matcher.storage.tables.people import PersonRow
from matcher.storage.tables.referrals import ConsentQuestionRow, DirectoryRow, ReferralRow
from matcher.storage.tables.residents import ResidentRow
from matcher.storage.tables.rota import (
    RotaExceptionRow,
    RotaPlaceRow,
    RotaShiftRow,
    RotaSlotRow,
)
from matcher.storage.tables.rota_people import (
    RotaFeedRow,
    RotaNameRow,
    RotaQuarterRow,
    RotaRegularRow,
    RotaSignUpRow,
    RotaStandbyRow,
    RotaTrainingRow,
)
from matcher.storage.tables.rounds import RoundRow
from matcher.storage.tables.runs import DepotRow, RunDayRow, RunRow
from matcher.storage.tables.stock import (
    DonationRow,
    StockHoldingRow,
    StockItemRow,
    StockLotRow,
    StockMovementRow,
    StockPlaceRow,
)
from matcher.storage.tables.stops import StopPhotoRow, StopRow
from matcher.storage.tables.units import UnitRow
from matcher.storage.tables.volunteers import VolunteerRow

__all__ = [
    "AreaRow",
    "AvoidedPairRow",
    "Base",
    "BlockedNeedRow",
    "CharityPageRow",
    "CharityRow",
    "CheckRow",
    "ConsentQuestionRow",
    "ContactRow",
    "CoordinatorRow",
    "DeclinedPairRow",
    "DepotRow",
    "DirectoryRow",
    "DonationRow",
    "DrawnAreaRow",
    "DrawnEdgeRow",
    "DriverInvitationRow",
    "HelpingRow",
    "IdempotencyRow",
    "ImportLineRow",
    "ImportRow",
    "IntakePauseRow",
    "JobRunRow",
    "LeaseRow",
    "LinkRow",
    "LogRow",
    "LookRow",
    "MatchRow",
    "MembershipRow",
    "NeedDetailsRow",
    "NeedRow",
    "NewContactRow",
    "NoteRow",
    "OfferRow",
    "OutboxRow",
    "PasskeyRow",
    "PersonRow",
    "RateRow",
    "ReferralRow",
    "RegistrationRow",
    "ReleaseAskRow",
    "ResidentRow",
    "RotaExceptionRow",
    "RotaFeedRow",
    "RotaNameRow",
    "RotaPlaceRow",
    "RotaQuarterRow",
    "RotaRegularRow",
    "RotaShiftRow",
    "RotaSignUpRow",
    "RotaSlotRow",
    "RotaStandbyRow",
    "RotaTrainingRow",
    "RoundRow",
    "RunDayRow",
    "RunRow",
    "ScopeRow",
    "StockHoldingRow",
    "StockItemRow",
    "StockLotRow",
    "StockMovementRow",
    "StockPlaceRow",
    "StopPhotoRow",
    "StopRow",
    "TokenRow",
    "UnitRow",
    "VolunteerRow",
    "VouchRow",
    "is_one_of",
    "table_of",
]
