"""The authorities of a pack: code, name, slug, neighbours, and finding one by what people say."""

import difflib
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geodata.pack import AUTHORITIES, DEFAULT_FOLDER, DamagedPack

#: GSS codes of the 32 London boroughs and the City begin so.
LONDON_PREFIX = "E09"

#: What stands before the name on letterheads, longest first.  "City of London" is found before.
_STYLES = (
    "royal-borough-of-",
    "london-borough-of-",
    "borough-of-",
    "city-of-",
    "the-",
)


@dataclass(frozen=True, slots=True)
class Borough:
    """A local authority district: a London borough, the City, or a district of the ring."""

    code: str
    name: str
    slug: str
    in_london: bool


class UnknownBorough(LookupError):
    """No authority of that code, name or slug; ``suggestion`` is the nearest name, if any."""

    def __init__(self, text: str, suggestion: str | None = None) -> None:
        super().__init__(text, suggestion)
        self.text = text
        self.suggestion = suggestion

    def __str__(self) -> str:
        hint = f"did you mean {self.suggestion}?" if self.suggestion else "please check the name."
        return f"We know no borough called {self.text[:60]!r}; {hint}"


def slug_of(name: str) -> str:
    """The name as it stands in an address: ``"kingston-upon-thames"``."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    unmarked = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", unmarked.replace("'", "")).strip("-")


class Authorities:
    """All authorities of one pack, in the order of their numbers (sorted by code)."""

    def __init__(self, boroughs: tuple[Borough, ...], neighbours: dict[str, tuple[str, ...]]):
        self.boroughs = boroughs
        self._neighbours = neighbours
        self._by_code = {borough.code: borough for borough in boroughs}
        self._by_slug = {borough.slug: borough for borough in boroughs}
        self._by_name = {borough.name.casefold(): borough for borough in boroughs}

    @classmethod
    def open(cls, folder: Path = DEFAULT_FOLDER) -> "Authorities":
        """Read ``authorities.json`` of a pack; `DamagedPack` when it cannot be read."""
        try:
            rows = json.loads((folder / AUTHORITIES).read_bytes())
        except (FileNotFoundError, ValueError) as error:
            raise DamagedPack(folder, "lacks its authorities") from error
        boroughs = tuple(
            Borough(row["code"], row["name"], row["slug"], row["code"].startswith(LONDON_PREFIX))
            for row in rows
        )
        return cls(boroughs, {row["code"]: tuple(row["neighbours"]) for row in rows})

    @property
    def codes(self) -> tuple[str, ...]:
        """GSS codes; the place in this tuple is the authority number used in arrays."""
        return tuple(self._by_code)

    def neighbours(self, code: str) -> tuple[str, ...]:
        """Codes of the authorities that share a border line with this one, sorted."""
        return self._neighbours[self.by_code(code).code]

    def by_code(self, code: str) -> Borough:
        return self._one(self._by_code, code)

    def by_name(self, name: str) -> Borough:
        return self._one(self._by_name, name, str.casefold)

    def by_slug(self, slug: str) -> Borough:
        return self._one(self._by_slug, slug)

    def find(self, text: str) -> Borough:
        """The borough of a code, a slug or a name as people write it.

        ``"E09000020"``, ``"Kensington & Chelsea"`` and ``"Royal Borough of Kensington and
        Chelsea"`` are the same.  Raises `UnknownBorough`, with the nearest name.
        """
        if (code := text.strip().upper()) in self._by_code:
            return self._by_code[code]
        slug = slug_of(text[:200])
        while slug not in self._by_slug:
            style = next((style for style in _STYLES if slug.startswith(style)), None)
            if style is None:
                raise UnknownBorough(text, self._nearest_name(slug))
            slug = slug.removeprefix(style)
        return self._by_slug[slug]

    def _one(
        self,
        index: dict[str, Borough],
        text: str,
        fold: Callable[[str], str] = lambda text: text,
    ) -> Borough:
        try:
            return index[fold(text)]
        except KeyError:
            raise UnknownBorough(text, self._nearest_name(slug_of(text[:200]))) from None

    def _nearest_name(self, slug: str) -> str | None:
        near = difflib.get_close_matches(slug, self._by_slug, n=1, cutoff=0.7)
        return self._by_slug[near[0]].name if near else None
