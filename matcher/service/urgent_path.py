"""The urgent path as the worker goes along it, every other second: look, and ask where it helps.

It looks without keeping anybody from writing, and writes only where somebody is left to be asked. A
need with nobody left is looked at again when an offer has changed, or an answer has come.
"""

from collections.abc import Callable
from datetime import datetime

from matcher.service.acting import MACHINE, Act, Rules
from matcher.service.nearby import Nearby
from matcher.service.urgent import ask_nearby, somebody_is_left, urgent_needs
from matcher.storage.database import Database
from matcher.storage.reading.wanted import units_asked_for
from matcher.storage.sealed import Sealer

# What a look at a need depends on: the index, and how things stand with each unit.
_Seen = tuple[int, tuple[tuple[int, int], ...]]


class UrgentPath:
    """One worker's index, and what it has looked at in vain."""

    def __init__(self) -> None:
        self.nearby = Nearby()
        self._in_vain: dict[str, _Seen] = {}

    def go(
        self,
        database: Database,
        sealer: Sealer,
        *,
        now: Callable[[], datetime],
        rules: Rules | None = None,
    ) -> int:
        """Ask the next few about every urgent need; return how many were asked."""
        rules = rules or Rules()
        with database.read() as store:
            worth = self._worth_asking(Act(store, now(), sealer, MACHINE, rules))
        asked = 0
        for need_id in worth:
            with database.begin() as store:
                act = Act(store, now(), sealer, MACHINE, rules)
                asked += len(ask_nearby(act, need_id, self.nearby))
        return asked

    def _worth_asking(self, act: Act) -> list[str]:
        ids = urgent_needs(act)
        if not ids:
            return []
        self.nearby.refresh(act)
        units = units_asked_for(act.store, ids)
        seen: dict[str, _Seen] = {
            id: (self.nearby.version, tuple((unit.waiting, unit.gone) for unit in units[id]))
            for id in ids
        }
        fresh = [id for id in ids if self._in_vain.get(id) != seen[id]]
        worth = [id for id in fresh if somebody_is_left(act, id, self.nearby)]
        in_vain = seen.keys() - set(worth)
        self._in_vain = {id: seen[id] for id in sorted(in_vain)}
        return worth
