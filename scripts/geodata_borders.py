"""Borough outlines made from the postcodes themselves.

Every point of the map belongs to its nearest postcode: the Voronoi cells of all postcodes,
dissolved by authority, are the outlines.  They are cut at the reach of the region, put on whole
metres, freed from specks, and simplified as one coverage, so that neighbours keep sharing their
borders.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

#: A part of an authority with fewer postcodes, amid others, is a slip of the register.
SPECK_POSTCODES = 10
#: Two authorities are neighbours when they share at least this much border.
SHARED_BORDER_M = 50.0


@dataclass(frozen=True, slots=True)
class Borders:
    """Outlines (EPSG:27700, whole metres) and neighbours, both by authority number."""

    outlines: list[shapely.MultiPolygon]
    neighbours: list[list[int]]


@dataclass(frozen=True, slots=True)
class _Sites:
    """Distinct places; ``weight`` is how many postcodes the winning ``label`` has there."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    label: NDArray[np.int64]
    weight: NDArray[np.int64]


def borders(
    easting: NDArray[np.int32],
    northing: NDArray[np.int32],
    authority: NDArray[np.int16],
    reach: shapely.Geometry,
    tolerance_m: float,
) -> Borders:
    """Outlines of all authorities within ``reach``.

    Parameters
    ----------
    easting, northing, authority
        Postcodes, shape (n,); those beyond the reach too, for true borders at its edge.
        Authorities are numbered from 0.
    reach
        Where outlines end, EPSG:27700.
    tolerance_m
        Of the simplification, metres.
    """
    sites = _sites(easting, northing, authority)
    districts = _districts(sites)
    parts, labels = _parts_on_whole_metres(districts, reach)
    labels = _without_specks(parts, labels, sites)
    numbers = np.arange(len(districts))
    outlines = [shapely.coverage_union_all(parts[labels == number]) for number in numbers]
    # Authorities of which nothing lies within reach have no part in the coverage.
    met = np.flatnonzero(~shapely.is_empty(outlines))
    simple = shapely.coverage_simplify(np.array(outlines, object)[met], tolerance_m)
    if not shapely.coverage_is_valid(simple) or not shapely.is_valid(simple).all():
        raise RuntimeError("the simplified outlines overlap or are broken")
    whole = [shapely.MultiPolygon()] * len(districts)
    for number, outline in zip(met.tolist(), simple, strict=True):
        whole[number] = _as_multipolygon(outline)
    return Borders(whole, _neighbours(whole))


def reach_around(districts: shapely.Geometry, ring_m: float) -> shapely.Geometry:
    """Everything within ``ring_m`` of an area: where the outlines of a ring end."""
    return shapely.buffer(districts, ring_m, quad_segs=16)


def reach_of_land(
    easting: NDArray[np.int32], northing: NDArray[np.int32], shore_m: float
) -> shapely.Geometry:
    """Everything within ``shore_m`` of a postcode's square of that side, holes filled.

    A stand-in for the coast, which no postcode tells: outlines end in the sea not far out.
    """
    squares = np.unique(np.stack([easting // int(shore_m), northing // int(shore_m)], 1), axis=0)
    centres = shapely.points((squares + 0.5) * shore_m)
    land = shapely.union_all(shapely.buffer(centres, 1.5 * shore_m, quad_segs=4))
    shells = shapely.get_exterior_ring(shapely.get_parts(land))
    return shapely.union_all(shapely.polygons(shells))


def dissolved(
    easting: NDArray[np.int32], northing: NDArray[np.int32], inside: NDArray[np.bool_]
) -> shapely.Geometry:
    """The cells of the rows marked ``inside`` as one area."""
    return _districts(_sites(easting, northing, inside.astype(np.int16)))[1]


def _sites(
    easting: NDArray[np.int32], northing: NDArray[np.int32], authority: NDArray[np.int16]
) -> _Sites:
    """One site for each distinct place; the commonest authority there, else the lower number."""
    triples = np.stack([easting, northing, authority], 1).astype(np.int64)
    distinct, weight = np.unique(triples, axis=0, return_counts=True)
    order = np.lexsort((distinct[:, 2], -weight, distinct[:, 1], distinct[:, 0]))
    distinct, weight = distinct[order], weight[order]
    first = np.ones(len(distinct), bool)
    first[1:] = (distinct[1:, :2] != distinct[:-1, :2]).any(axis=1)
    x, y, label = distinct[first].T
    return _Sites(x.astype(np.float64), y.astype(np.float64), label, weight[first])


def _districts(sites: _Sites) -> NDArray[np.object_]:
    """Voronoi cells dissolved by label; shape (labels,)."""
    places = shapely.multipoints(np.stack([sites.x, sites.y], 1))
    cells = shapely.get_parts(shapely.voronoi_polygons(places, ordered=True))
    order = np.argsort(sites.label, kind="stable")
    cuts = np.searchsorted(sites.label[order], np.arange(1, sites.label.max() + 1))
    groups = np.split(cells[order], cuts)
    return np.array([shapely.coverage_union_all(group) for group in groups], object)


def _parts_on_whole_metres(
    districts: NDArray[np.object_], reach: shapely.Geometry
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Faces between all borders, noded on a 1 m grid, and the district that each lies in.

    Rounding the outlines one by one could make them cross; noding all border lines together
    with snap rounding cannot, and shared lines stay one line.
    """
    lines = [*shapely.boundary(districts), shapely.boundary(reach)]
    noded = shapely.union_all(lines, grid_size=1.0)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    faces = faces[shapely.area(faces) > 0]
    inner = shapely.point_on_surface(faces)
    shapely.prepare(reach)
    within = shapely.intersects(reach, inner)
    faces, inner = faces[within], inner[within]
    face, district = shapely.STRtree(districts).query(inner, predicate="intersects")
    first = np.unique(face, return_index=True)[1]
    return faces[face[first]], district[first]


def _without_specks(
    parts: NDArray[np.object_], labels: NDArray[np.int64], sites: _Sites
) -> NDArray[np.int64]:
    """Give small parts that lie amid others to the neighbour with the longest shared border.

    The largest part of an authority stays, and so does an island in the sea, which has no
    neighbour to take it.
    """
    labels = labels.copy()
    for _ in range(3):  # a speck beside a speck finds its home in the next turn
        whole, owner = _joined(parts, labels)
        held = _postcodes_within(whole, owner, sites)
        moves = {
            part: taker
            for part in np.flatnonzero(_is_speck(held, owner)).tolist()
            if (taker := _longest_neighbour(part, whole, owner, held)) is not None
        }
        if not moves:
            break
        tree = shapely.STRtree(shapely.point_on_surface(parts))
        for part, taker in moves.items():
            labels[tree.query(whole[part], predicate="contains")] = taker
    return labels


def _joined(
    parts: NDArray[np.object_], labels: NDArray[np.int64]
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Connected areas of one label each, and their labels."""
    whole, owner = [], []
    for label in np.unique(labels):
        pieces = shapely.get_parts(shapely.coverage_union_all(parts[labels == label]))
        whole.extend(pieces)
        owner.extend([label] * len(pieces))
    return np.array(whole, object), np.array(owner, np.int64)


def _postcodes_within(
    whole: NDArray[np.object_], owner: NDArray[np.int64], sites: _Sites
) -> NDArray[np.int64]:
    """How many postcodes of its own authority each area holds."""
    held = np.zeros(len(whole), np.int64)
    alone = np.bincount(owner)[owner] == 1
    held[alone] = np.iinfo(np.int64).max
    for area in np.flatnonzero(~alone):
        west, south, east, north = shapely.bounds(whole[area])
        near = (
            (sites.label == owner[area])
            & (sites.x >= west)
            & (sites.x <= east)
            & (sites.y >= south)
            & (sites.y <= north)
        )
        inside = shapely.contains_xy(whole[area], sites.x[near], sites.y[near])
        held[area] = sites.weight[near][inside].sum()
    return held


def _is_speck(held: NDArray[np.int64], owner: NDArray[np.int64]) -> NDArray[np.bool_]:
    most = np.zeros(owner.max() + 1, np.int64)
    np.maximum.at(most, owner, held)
    return (held < SPECK_POSTCODES) & (held < most[owner])


def _longest_neighbour(
    part: int, whole: NDArray[np.object_], owner: NDArray[np.int64], held: NDArray[np.int64]
) -> int | None:
    shared: dict[int, float] = {}
    for other in np.flatnonzero(shapely.intersects(whole[part], whole)).tolist():
        if owner[other] != owner[part] and held[other] >= SPECK_POSTCODES:
            length = shapely.length(
                shapely.intersection(shapely.boundary(whole[part]), shapely.boundary(whole[other]))
            )
            shared[int(owner[other])] = shared.get(int(owner[other]), 0.0) + length
    touching = {label: length for label, length in shared.items() if length > 0}
    return max(touching, key=lambda label: (touching[label], -label)) if touching else None


def _as_multipolygon(outline: shapely.Geometry) -> shapely.MultiPolygon:
    """Parts from the largest to the smallest, each starting at its lowest vertex."""
    parts = shapely.get_parts(shapely.normalize(outline))
    return shapely.multipolygons(parts[np.argsort(-shapely.area(parts), kind="stable")])


def _neighbours(outlines: Sequence[shapely.MultiPolygon]) -> list[list[int]]:
    lines = shapely.boundary(np.array(outlines, object))
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects")
    apart = one != other
    one, other = one[apart], other[apart]
    shared = shapely.length(shapely.intersection(lines[one], lines[other]))
    pairs = {
        (a, b)
        for a, b, m in zip(one.tolist(), other.tolist(), shared, strict=True)
        if m >= SHARED_BORDER_M
    }
    return [sorted(b for a, b in pairs if a == number) for number in range(len(outlines))]
