"""The map: opening it, a million look-ups, a million points to boroughs, and how true it is."""

import json
import os
import sys
from time import perf_counter

import numpy as np

from matcher.bootstrap import Tools
from scripts.bench.measure import peak_mb


def main(arguments: list[str]) -> None:
    """Take how many to look up, and a seed; print JSON."""
    many, seed = int(arguments[0]), int(arguments[1])
    tools = Tools.from_env(os.environ)
    before_mb, begin = peak_mb(), perf_counter()
    postcodes = tools.postcodes
    opened, opened_mb = perf_counter() - begin, peak_mb() - before_mb
    rows = np.random.default_rng(seed).integers(0, len(postcodes), many)
    distinct, which = np.unique(rows, return_inverse=True)
    texts = np.array([postcodes.postcode_at(row) for row in distinct.tolist()])[which]
    begin = perf_counter()
    found = postcodes.rows_of(texts)
    looked_up = perf_counter() - begin
    begin = perf_counter()
    boroughs = tools.borough_map
    opened_boroughs = perf_counter() - begin
    begin = perf_counter()
    boroughs.indices_at([530_000.0], [180_000.0])
    first_question = perf_counter() - begin
    east, north = postcodes.easting[rows], postcodes.northing[rows]
    begin = perf_counter()
    boroughs.indices_at(east, north)
    placed = perf_counter() - begin
    everywhere = boroughs.indices_at(postcodes.easting, postcodes.northing)
    json.dump(
        {
            "postcodes": len(postcodes),
            "open_postcodes_s": opened,
            "open_postcodes_mb": opened_mb,
            "look_ups": many,
            "look_ups_s": looked_up,
            "look_ups_right": bool((found == rows).all()),
            "open_boroughs_s": opened_boroughs,
            "first_question_s": first_question,
            "points": many,
            "points_to_boroughs_s": placed,
            "agreement": float((everywhere == postcodes.authority).mean()),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
