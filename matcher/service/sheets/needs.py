"""Needs out of a sheet: what each column means, and a need for every good row."""

from collections.abc import Iterator
from datetime import date

from matcher.domain.needs import MOST_PEOPLE_NEEDED, NONE, Need
from matcher.domain.urgency import Urgency
from matcher.service.gazetteer import Gazetteer
from matcher.service.sheets import cells
from matcher.service.sheets.columns import Batch, Column
from matcher.service.sheets.places import Places


class NeedColumns:
    """The readers of a sheet of needs; one value a file, since they remember its texts."""

    names = (
        "id",
        "category",
        "postcode",
        "lat",
        "lon",
        "people_needed",
        "urgency",
        "registered_at",
        "languages",
        "requires",
        "availability",
        "avoid",
    )
    required = ("id", "category")

    def __init__(self, gazetteer: Gazetteer, today: date) -> None:
        people = cells.a_whole_number("people_needed", 1, MOST_PEOPLE_NEEDED, 2)
        self.category = Column("category", cells.a_category, "other", required=True)
        self.places = Places(gazetteer)
        self.people_needed = Column("people_needed", people, 1)
        self.urgency = Column("urgency", cells.an_urgency, Urgency.ROUTINE)
        self.registered_at: Column[date | None] = Column(
            "registered_at", cells.a_date_up_to(today), None
        )
        self.languages = Column("languages", cells.a_set_of(cells.a_language), NONE)
        self.requires = Column("requires", cells.a_set_of(cells.an_attribute), NONE)
        self.availability = Column("availability", cells.a_set_of(cells.a_half_day), NONE)
        self.avoid = Column("avoid", cells.a_set_of(cells.an_id), NONE)

    def read(self, batch: Batch, ids: list[str]) -> Iterator[Need]:
        """Yield a need for each row of the batch that is not refused."""
        categories = batch.read(self.category)
        points, boroughs = self.places.read(batch)
        fields = zip(
            ids,
            categories,
            points,
            boroughs,
            batch.read(self.people_needed),
            batch.read(self.urgency),
            batch.read(self.registered_at),
            batch.read(self.languages),
            batch.read(self.requires),
            batch.read(self.availability),
            batch.read(self.avoid),
            strict=True,
        )
        return (Need(*field) for row, field in enumerate(fields) if row not in batch.faults)
