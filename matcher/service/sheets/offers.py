"""Offers out of a sheet: what each column means, and an offer for every good row."""

from collections.abc import Iterator

from matcher.domain.needs import NONE
from matcher.domain.offers import (
    DEFAULT_LANGUAGES,
    DEFAULT_RADIUS_M,
    MOST_CAPACITY,
    MOST_RADIUS_M,
    MOST_RECENT,
    Offer,
)
from matcher.service.gazetteer import Gazetteer
from matcher.service.sheets import cells
from matcher.service.sheets.columns import Batch, Column
from matcher.service.sheets.places import Places


class OfferColumns:
    """The readers of a sheet of offers; one value a file, since they remember its texts."""

    names = (
        "id",
        "categories",
        "postcode",
        "lat",
        "lon",
        "radius_m",
        "capacity",
        "recent_matches",
        "languages",
        "provides",
        "availability",
        "paused",
    )
    required = ("id", "categories")

    def __init__(self, gazetteer: Gazetteer) -> None:
        radius = cells.a_whole_number("radius_m", 0, MOST_RADIUS_M, 2000, "whole metres")
        capacity = cells.a_whole_number("capacity", 0, MOST_CAPACITY, 2)
        recent = cells.a_whole_number("recent_matches", 0, MOST_RECENT, 2)
        categories = cells.a_set_of(cells.a_category)
        self.categories = Column("categories", categories, NONE, required=True)
        self.places = Places(gazetteer)
        self.radius_m = Column("radius_m", radius, DEFAULT_RADIUS_M)
        self.capacity = Column("capacity", capacity, 1)
        self.recent_matches = Column("recent_matches", recent, 0)
        self.languages = Column("languages", cells.a_set_of(cells.a_language), DEFAULT_LANGUAGES)
        self.provides = Column("provides", cells.a_set_of(cells.an_attribute), NONE)
        self.availability = Column("availability", cells.a_set_of(cells.a_half_day), NONE)
        self.paused = Column("paused", cells.yes_or_no, False)

    def read(self, batch: Batch, ids: list[str]) -> Iterator[Offer]:
        """Yield an offer for each row of the batch that is not refused."""
        categories = batch.read(self.categories)
        points, boroughs = self.places.read(batch)
        fields = zip(
            ids,
            categories,
            points,
            boroughs,
            batch.read(self.radius_m),
            batch.read(self.capacity),
            batch.read(self.recent_matches),
            batch.read(self.languages),
            batch.read(self.provides),
            batch.read(self.availability),
            batch.read(self.paused),
            strict=True,
        )
        return (Offer(*field) for row, field in enumerate(fields) if row not in batch.faults)
