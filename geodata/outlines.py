"""Outlines as GeoJSON and as polygons of the grid: one set of borders for drawing and look-up.

Every vertex is a whole metre of EPSG:27700.  GeoJSON wants degrees of WGS 84 (RFC 7946); six
decimals are finer than 12 cm here, so turning them back and rounding gives the very same metres.
Neighbours therefore share their vertices exactly, on the page and in the look-up.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.authorities import Borough
from geodata.grid import to_grid, to_wgs84
from geodata.pack import OUTLINES, DamagedPack

DECIMALS = 6

Outline: TypeAlias = shapely.MultiPolygon


def feature_collection(boroughs: Sequence[Borough], outlines: Sequence[Outline]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection in WGS 84, longitude first, outer rings anticlockwise."""
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(borough, outline) for borough, outline in zip(boroughs, outlines, strict=True)
        ],
    }


def collection_bytes(collection: dict[str, Any]) -> bytes:
    """A FeatureCollection as it is committed: one feature a line, so that changes can be read."""
    lines = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        for feature in collection["features"]
    )
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def read_outlines(folder: Path) -> dict[str, Outline]:
    """Outlines of a pack in EPSG:27700, by code; `DamagedPack` when they cannot be read."""
    try:
        collection = json.loads((folder / OUTLINES).read_bytes())
    except (FileNotFoundError, ValueError) as error:
        raise DamagedPack(folder, "lacks its outlines") from error
    features = collection["features"]
    geometries = [shapely.from_geojson(json.dumps(one["geometry"])) for one in features]
    on_grid = shapely.transform(np.array(geometries, object), _metres)
    return {
        one["properties"]["code"]: geometry
        for one, geometry in zip(features, on_grid.tolist(), strict=True)
    }


def _feature(borough: Borough, outline: Outline) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": borough.code,
        "properties": {
            "code": borough.code,
            "name": borough.name,
            "slug": borough.slug,
            "in_london": borough.in_london,
        },
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [
                [_degrees(ring) for ring in (part.exterior, *part.interiors)]
                for part in shapely.orient_polygons(outline).geoms
            ],
        },
    }


def _degrees(ring: shapely.LinearRing) -> list[list[float]]:
    """[longitude, latitude] of each vertex, as GeoJSON wants them."""
    metres = shapely.get_coordinates(ring)
    latitude, longitude = to_wgs84(metres[:, 0], metres[:, 1])
    pairs: list[list[float]] = np.round(np.stack([longitude, latitude], 1), DECIMALS).tolist()
    return pairs


def _metres(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whole metres of [longitude, latitude] rows; shape (n, 2)."""
    points = to_grid(degrees[:, 1], degrees[:, 0])
    return np.stack([points.easting, points.northing], 1).astype(np.float64)
