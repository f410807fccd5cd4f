"""What volunteers were trained in, as a coordinator saw."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from matcher.domain.rota import Skill, counts_for
from matcher.storage.database import Store
from matcher.storage.tables import RotaTrainingRow


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """What was seen of somebody's training."""

    id: str
    skill: Skill
    seen_on: date
    review_on: date | None
    charity_id: str | None

    def holds_on(self, day: date) -> bool:
        """Whether it was seen by then, and is not yet due to be seen again."""
        return self.seen_on <= day and (self.review_on is None or day <= self.review_on)


def trainings_of(store: Store, volunteer_id: str) -> list[TrainingLine]:
    """What was seen of somebody's trainings and not taken back, the newest first."""
    columns = (getattr(RotaTrainingRow, name) for name in TrainingLine.__slots__)
    found = select(*columns).where(
        RotaTrainingRow.volunteer_id == volunteer_id, RotaTrainingRow.revoked_at.is_(None)
    )
    ordered = found.order_by(RotaTrainingRow.seen_on.desc(), RotaTrainingRow.id)
    return [TrainingLine(*row) for row in store.execute(ordered)]


def is_trained(
    store: Store, volunteer_id: str, skill: Skill | None, charity_id: str, day: date
) -> bool:
    """Whether somebody has a skill at a charity on a day, as a coordinator saw."""
    return skill is not None and any(
        one.skill is skill and one.holds_on(day) and counts_for(skill, one.charity_id, charity_id)
        for one in trainings_of(store, volunteer_id)
    )
