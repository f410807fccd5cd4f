"""An example town of any size: arrays drawn from London's facts, the same for the same seed.

Every column is a number or a number into a short table of cell texts, so that a million
needs take seconds and megabytes, and the sheet and the values are made from the same arrays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from matcher.domain.urgency import Urgency
from matcher.service.example.draws import Coded, Draw, Numbers
from matcher.service.example.homes import Homes, PostcodeArrays
from matcher.service.example.needs import ExampleNeeds, draw_needs
from matcher.service.example.offers import ExampleOffers, draw_offers
from matcher.service.example.times import availability_patterns

# A fixed day, so that the same seed gives the same bytes on any day.
EXAMPLE_DAY = date(2026, 3, 2)
MOST_ROWS = 5_000_000


@dataclass(frozen=True, slots=True)
class ExampleTown:
    """A town of needs and offers on the live postcodes of London."""

    postcodes: PostcodeArrays
    needs: ExampleNeeds
    offers: ExampleOffers

    def need_values(self) -> list[Need]:
        """Return the needs as the domain's values, in the order of their ids."""
        needs = self.needs
        avoid = needs.avoid
        avoided = (frozenset(map(offer_id, avoid.get(row, ()))) for row in range(self.need_count))
        rows = zip(
            map(need_id, range(self.need_count)),
            needs.category.cells(),
            *self._places(needs.postcode),
            needs.people_needed.tolist(),
            map(Urgency, needs.urgency.cells()),
            map(registered_on, needs.days_waiting.tolist()),
            _sets(needs.languages),
            _sets(needs.requires),
            _sets(needs.availability),
            avoided,
            strict=True,
        )
        return [Need(*row) for row in rows]

    def offer_values(self) -> list[Offer]:
        """Return the offers as the domain's values, in the order of their ids."""
        offers = self.offers
        rows = zip(
            map(offer_id, range(self.offer_count)),
            _sets(offers.categories),
            *self._places(offers.postcode),
            offers.radius_m.tolist(),
            offers.capacity.tolist(),
            offers.recent.tolist(),
            _sets(offers.languages),
            _sets(offers.provides),
            _sets(offers.availability),
            (cell == "yes" for cell in offers.paused.cells()),
            strict=True,
        )
        return [Offer(*row) for row in rows]

    @property
    def need_count(self) -> int:
        return len(self.needs.postcode)

    @property
    def offer_count(self) -> int:
        return len(self.offers.postcode)

    def _places(self, rows: Numbers) -> tuple[Iterator[Point], Iterator[str]]:
        store = self.postcodes
        points = map(Point, store.easting[rows].tolist(), store.northing[rows].tolist())
        return points, (store.codes[number] for number in store.authority[rows].tolist())


def need_id(row: int) -> str:
    return f"N-{row + 1:06}"


def offer_id(row: int) -> str:
    return f"V-{row + 1:06}"


def registered_on(days_waiting: int) -> date:
    return EXAMPLE_DAY - timedelta(days=days_waiting)


def example_town(postcodes: PostcodeArrays, *, needs: int, offers: int, seed: int) -> ExampleTown:
    """Draw a town; the same numbers and seed over the same postcodes give the same town."""
    for name, rows in (("needs", needs), ("offers", offers)):
        if not 0 <= rows <= MOST_ROWS:
            raise Invalid(f"{name} must be between 0 and {MOST_ROWS:,}.", name)
    if seed < 0:
        raise Invalid("seed must be 0 or more.", "seed")
    draw = Draw(seed)
    homes = Homes(postcodes)
    patterns = availability_patterns(draw)
    drawn_offers = draw_offers(draw, offers, homes.uneven(draw), patterns)
    drawn_needs = draw_needs(draw, needs, homes, patterns, drawn_offers)
    return ExampleTown(postcodes, drawn_needs, drawn_offers)


def _sets(column: Coded) -> Iterator[frozenset[str]]:
    sets = [frozenset(filter(None, text.split(";"))) for text in column.texts]
    return (sets[code] for code in column.codes.tolist())
