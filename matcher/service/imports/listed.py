"""A list on its way into a sheet."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Listed:
    """The names of its columns, its rows as texts, and whose details stand in them."""

    header: tuple[str, ...]
    rows: list[list[str]] = field(repr=False)
    people: tuple[str, ...] = field(default=(), repr=False)
