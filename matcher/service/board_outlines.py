"""Outlines of London's boroughs for the board's map: in metres, simple enough to send."""

from functools import cache
from typing import TypedDict

import numpy as np
import shapely

from matcher.service.gazetteer import Gazetteer

SIMPLER_BY_M = 60.0


class DrawnBorough(TypedDict):
    """One borough: its rings are lists of whole eastings and northings in metres."""

    name: str
    rings: list[list[list[int]]]


@cache
def outlines_of(gazetteer: Gazetteer) -> list[DrawnBorough]:
    """The outlines, simplified together so that neighbours still touch; made once a process."""
    boroughs = gazetteer.boroughs
    shown = [one for one in boroughs.boroughs if one.in_london]
    shapes = np.array([boroughs.outline(one.code) for one in shown], dtype=object)
    simpler = shapely.coverage_simplify(shapes, SIMPLER_BY_M)
    return [
        DrawnBorough(name=one.name, rings=_rings(shape))
        for one, shape in zip(shown, simpler, strict=True)
    ]


def _rings(shape: shapely.Geometry) -> list[list[list[int]]]:
    return [
        np.rint(shapely.get_coordinates(part.exterior)).astype(int).tolist()
        for part in shapely.get_parts(shape)
    ]
