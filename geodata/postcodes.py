"""The store of live postcodes: where each one is, and which authority it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geodata.authorities import Authorities
from geodata.keys import (
    BASE,
    INWARD_KEYS,
    district_keys,
    key_of,
    key_of_text,
    keys_of,
    outward_key,
    postcode_of,
)
from geodata.near_misses import near_misses
from geodata.nearest import FromWest
from geodata.pack import (
    DEFAULT_FOLDER,
    POSTCODES,
    Columns,
    DamagedPack,
    read_manifest,
    unpacked,
)
from geodata.postcode_text import compact, normalise_postcode, outward_of_partial, unfinished
from geodata.unknown import FEW, UnknownPostcode, is_elsewhere


class Precision(StrEnum):
    """How a place was found: a whole postcode, only its outward code, or a street address."""

    POSTCODE = "postcode"
    OUTWARD = "outward"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Place:
    """A postcode on the map.

    Attributes
    ----------
    postcode
        Canonical, ``"SW1A 1AA"``; only the outward code when the precision is ``OUTWARD``;
        empty for ``ADDRESS``.
    easting, northing
        EPSG:27700, metres; for ``OUTWARD`` the mean of the live postcodes of that code.
    authority
        GSS code, ``"E09000033"``; for ``OUTWARD`` the one with most of those postcodes.
    """

    postcode: str
    easting: int
    northing: int
    authority: str
    precision: Precision


class Postcodes:
    """All live postcodes of a pack, one row each, sorted by postcode.

    Attributes
    ----------
    codes
        GSS codes; ``codes[authority[row]]`` is the authority of a row.
    easting, northing
        int32, shape (n,), metres of EPSG:27700.
    authority
        int16, shape (n,).
    region
        Where the postcodes are, for sentences: ``"near London"``.

    All arrays are read-only, so that one store can serve every thread.
    """

    def __init__(self, columns: Columns, codes: tuple[str, ...], region: str) -> None:
        self._keys = columns.keys
        self.easting = columns.easting
        self.northing = columns.northing
        self.authority = columns.authority
        self.codes = codes
        self.region = region
        for array in (self._keys, self.easting, self.northing, self.authority):
            array.setflags(write=False)

    @classmethod
    def open(cls, folder: Path | None = None) -> "Postcodes":
        """Read a pack; the one that comes with the package when no folder is given.

        Raises
        ------
        DamagedPack
            When the folder has no whole pack of our format.
        """
        folder = DEFAULT_FOLDER if folder is None else folder
        manifest = read_manifest(folder)
        codes = Authorities.open(folder).codes
        try:
            columns = unpacked((folder / POSTCODES).read_bytes())
        except (FileNotFoundError, ValueError) as error:
            raise DamagedPack(folder, "lacks its postcodes") from error
        if len(columns.keys) != manifest["postcodes"]:
            raise DamagedPack(folder, "lacks some postcodes")
        return cls(columns, codes, manifest["region"])

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, text: str) -> Place:
        """The place of what a person typed.

        Parameters
        ----------
        text
            A postcode in any spacing and case.  An outward code (``"SW1A"``), a sector
            (``"sw1a 1"``) or a district without its letter (``"SW1"``) gives a place of
            precision ``OUTWARD``.

        Raises
        ------
        UnknownPostcode
            For everything else; it says whether the end lacks, or the place is elsewhere, and
            if neither, carries a suggestion when a live postcode is one slip away.
        """
        row = self.row_of(text)
        if row >= 0:
            return self._place(row)
        rows = self._rows_of_outward(outward := outward_of_partial(text))
        if rows.start < rows.stop:
            return self._middle(outward, rows)
        raise self._unknown(text)

    def rows_of(self, texts: Sequence[str] | NDArray[np.str_]) -> NDArray[np.int32]:
        """Row numbers of many postcodes; -1 where a text is not exactly one live postcode.

        Parameters
        ----------
        texts
            A sequence of strings or a numpy array of them, shape (n,); any spacing and case.

        Returns
        -------
        ndarray of int32, shape (n,)
        """
        keys = keys_of(texts)
        if len(self) == 0:
            return np.full(len(keys), -1, np.int32)
        rows = np.searchsorted(self._keys, keys)
        rows[rows == len(self)] = 0
        return np.where(self._keys[rows] == keys, rows, -1).astype(np.int32)

    def row_of(self, text: str) -> int:
        """Row number of one postcode, as `rows_of` has it; without arrays a tenth of the work."""
        key = key_of_text(text)
        row = int(self._keys.searchsorted(key))
        return row if row < len(self) and self._keys[row] == key else -1

    def rows_under(self, text: str) -> slice:
        """The run of rows of a whole postcode or of half of one; empty where none lies there."""
        row = self.row_of(text)
        return slice(row, row + 1) if row >= 0 else self._rows_of_outward(outward_of_partial(text))

    def postcode_at(self, row: int) -> str:
        """The canonical postcode of a row, 0 <= row < len(self); `IndexError` otherwise."""
        if not 0 <= row < len(self):
            raise IndexError(f"there is no postcode at row {row}")
        return postcode_of(int(self._keys[row]))

    def nearest(self, easting: float, northing: float) -> Place:
        """The live postcode nearest to a point of the grid, in metres; of equals the first."""
        return self._place(self._from_west.nearest(easting, northing))

    @cached_property
    def _from_west(self) -> FromWest:
        return FromWest(self.easting, self.northing)

    def outward_codes(self) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """Every outward code, and for each row the number of its own among them."""
        keys, of_row = np.unique(self._keys // INWARD_KEYS, return_inverse=True)
        names = (postcode_of(key * INWARD_KEYS).strip() for key in keys.tolist())
        return tuple(names), of_row

    def suggest(self, text: str, n: int = 1) -> tuple[str, ...]:
        """Up to ``n`` live postcodes one slip away from the text, likeliest first.

        Never raises, whatever the text; always the same answer for the same text and pack.
        """
        slips = near_misses(compact(text))
        rows = self.rows_of(slips)
        live = dict.fromkeys(rows[rows >= 0].tolist())
        return tuple(self.postcode_at(row) for row in list(live)[:n])

    def _unknown(self, text: str) -> UnknownPostcode:
        outward, begun = unfinished(text)
        whole = normalise_postcode(text)
        district = outward or whole.partition(" ")[0] or outward_of_partial(text)
        live = self._rows_of_outward(district)
        if live.start == live.stop and is_elsewhere(text):
            return UnknownPostcode(text, None, self.region, elsewhere=True)
        if outward:
            low = key_of(f"{outward} {begun}") * BASE
            rows = self._rows_between(low, low + BASE)
            few = rows.stop - rows.start <= FEW
            likely = tuple(self.postcode_at(row) for row in range(rows.start, rows.stop) if few)
            return UnknownPostcode(text, None, self.region, unfinished=True, likely=likely)
        return UnknownPostcode(text, next(iter(self.suggest(text)), None), self.region)

    def _place(self, row: int) -> Place:
        return Place(
            self.postcode_at(row),
            int(self.easting[row]),
            int(self.northing[row]),
            self.codes[self.authority[row]],
            Precision.POSTCODE,
        )

    def _rows_of_outward(self, outward: str) -> slice:
        """The run of rows of an outward code, or of the lettered codes under a district."""
        if not outward:
            return slice(0, 0)
        low = outward_key(outward) * INWARD_KEYS
        run = self._rows_between(low, low + INWARD_KEYS)
        return run if run.start < run.stop else self._rows_between(*district_keys(outward))

    def _rows_between(self, low: int, high: int) -> slice:
        start, stop = np.searchsorted(self._keys, (low, high)).tolist()
        return slice(start, stop)

    def _middle(self, outward: str, rows: slice) -> Place:
        commonest = int(np.bincount(self.authority[rows]).argmax())
        return Place(
            outward,
            int(np.floor(self.easting[rows].mean() + 0.5)),
            int(np.floor(self.northing[rows].mean() + 0.5)),
            self.codes[commonest],
            Precision.OUTWARD,
        )
