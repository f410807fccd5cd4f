"""Outlines of boroughs as SVG paths, simplified together so that neighbours still touch."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from matcher.service.gazetteer import Boroughs

WIDTH = 2_000  # units of the drawing; London is then drawn in steps of some 30 m
SIMPLER_BY_M = 90.0
# A label needs this much room around its middle, in units.
ROOM_FOR_A_LABEL = 40


class Outline(NamedTuple):
    """One borough's path, and where its label stands; None where there is no room for one."""

    code: str
    path: str
    label_at: tuple[int, int] | None


class Drawing(NamedTuple):
    """All outlines, in a drawing of so many units."""

    width: int
    height: int
    outlines: tuple[Outline, ...]


def drawing_of(boroughs: Boroughs, codes: Sequence[str]) -> Drawing:
    """Return the outlines of these boroughs as one drawing, north up, metres made units."""
    if not codes:
        return Drawing(WIDTH, WIDTH, ())
    shapes = np.array([boroughs.outline(code) for code in codes], dtype=object)
    shapes = shapely.coverage_simplify(shapes, SIMPLER_BY_M)
    west, south, east, north = shapely.total_bounds(shapes)
    scale = WIDTH / max(east - west, north - south)
    shapes = shapely.transform(shapes, lambda at: (at - [west, north]) * [scale, -scale])
    outlines = (
        Outline(code, _path(shape), _label_at(shape))
        for code, shape in zip(codes, shapes, strict=True)
    )
    width, height = round((east - west) * scale), round((north - south) * scale)
    return Drawing(width, height, tuple(outlines))


def _path(shape: shapely.Geometry) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in shapely.get_rings(part)]
    return "".join(_closed(shapely.get_coordinates(ring)) for ring in rings)


def _closed(ring: NDArray[np.float64]) -> str:
    """Return one ring in whole units, each step relative to the last: a third of the letters."""
    points = np.rint(ring).astype(np.int64)
    steps = np.diff(points[:-1], axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    start = f"M{points[0, 0]} {points[0, 1]}"
    return start + "l" + " ".join(f"{x} {y}" for x, y in steps.tolist()) + "z" if len(steps) else ""


def _label_at(shape: shapely.Geometry) -> tuple[int, int] | None:
    to_the_edge = shapely.maximum_inscribed_circle(shape, tolerance=2)
    if to_the_edge.length < ROOM_FOR_A_LABEL:
        return None
    x, y = shapely.get_coordinates(to_the_edge)[0].tolist()
    return round(x), round(y)
