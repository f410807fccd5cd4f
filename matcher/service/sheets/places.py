"""Where the rows are: a whole column of postcodes at once, or latitudes and longitudes."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.domain.places import Point
from matcher.service.gazetteer import Gazetteer
from matcher.service.sheets.cells import degrees
from matcher.service.sheets.columns import Batch, Column
from matcher.service.sheets.rejected import quoted

# A suggestion looks at some 550 near misses; a sheet of another country's postcodes would
# otherwise take minutes to refuse.
MOST_SUGGESTIONS = 500
NOWHERE = Point(0, 0)


@dataclass(slots=True)
class Places:
    """Reads the place of every row of a batch; a postcode goes before degrees."""

    gazetteer: Gazetteer
    latitude: Column[float] = field(default_factory=lambda: Column("lat", degrees("lat"), 0.0))
    longitude: Column[float] = field(default_factory=lambda: Column("lon", degrees("lon"), 0.0))
    complaints: dict[str, str] = field(default_factory=dict)

    def read(self, batch: Batch) -> tuple[list[Point], list[str]]:
        """Return a point and a borough code for each row; rows without are refused."""
        texts = batch.texts("postcode")
        store = self.gazetteer.postcodes
        found = store.rows_of(texts)
        points = list(map(Point, store.easting[found].tolist(), store.northing[found].tolist()))
        codes = [store.codes[number] for number in store.authority[found].tolist()]
        by_degrees: list[int] = []
        for row in np.flatnonzero(found < 0).tolist():
            points[row] = NOWHERE
            if text := texts[row].strip():
                batch.refuse(row, "postcode", self._complaint(text), text)
            else:
                by_degrees.append(row)
        if by_degrees:
            self._read_degrees(batch, by_degrees, points, codes)
        return points, codes

    def _complaint(self, text: str) -> str:
        if text not in self.complaints:
            self.complaints[text] = self._why_unknown(text)
        return self.complaints[text]

    def _why_unknown(self, text: str) -> str:
        if len(self.complaints) >= MOST_SUGGESTIONS:
            return f"{quoted(text)} is not a live postcode; please check it."
        try:
            self.gazetteer.postcodes.find(text)
        except LookupError as unknown:
            return str(unknown)
        return f"{quoted(text)} is only a part of a postcode; give all of it, such as SW1A 1AA."

    def _read_degrees(
        self, batch: Batch, rows: list[int], points: list[Point], codes: list[str]
    ) -> None:
        latitudes, longitudes = batch.texts("lat"), batch.texts("lon")
        missing = "postcode" if "postcode" in batch.cells else "lat"
        for row in rows:
            if not (latitudes[row].strip() and longitudes[row].strip()):
                reason = "This row has no place; give a postcode, or both lat and lon."
                batch.refuse(row, missing, reason, latitudes[row] or longitudes[row])
        north, east = batch.read(self.latitude), batch.read(self.longitude)
        rows = [row for row in rows if row not in batch.faults]
        self._locate(batch, rows, np.array(north), np.array(east), points)
        rows = [row for row in rows if row not in batch.faults]
        if not rows:
            return
        located = [points[row] for row in rows]
        numbers = self.gazetteer.boroughs.indices_at(
            [point.easting for point in located], [point.northing for point in located]
        )
        for row, number in zip(rows, numbers.tolist(), strict=True):
            if number < 0:
                value = f"{latitudes[row].strip()}, {longitudes[row].strip()}"
                batch.refuse(row, "lat", "This place is outside the boroughs we know.", value)
            else:
                codes[row] = self.gazetteer.boroughs.boroughs[number].code

    def _locate(
        self,
        batch: Batch,
        rows: list[int],
        north: NDArray[np.float64],
        east: NDArray[np.float64],
        points: list[Point],
    ) -> None:
        """Put the rows on the grid; a refusal of many is halved until it names the one."""
        if not rows:
            return
        try:
            grid = self.gazetteer.to_grid(north[rows], east[rows])
        except ValueError as refusal:
            if len(rows) == 1:
                value = f"{north[rows[0]]}, {east[rows[0]]}"
                batch.refuse(rows[0], "lat", str(refusal), value)
                return
            middle = len(rows) // 2
            self._locate(batch, rows[:middle], north, east, points)
            self._locate(batch, rows[middle:], north, east, points)
            return
        for row, easting, northing in zip(rows, *(part.tolist() for part in grid), strict=True):
            points[row] = Point(easting, northing)
