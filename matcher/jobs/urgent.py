"""The job of what cannot wait for a round: it asks the nearest few, within seconds."""

from datetime import datetime, timedelta

from matcher.bootstrap import Tools
from matcher.service.acting import MACHINE
from matcher.service.nearby import Nearby
from matcher.service.urgent import ask_nearby, urgent_needs

# Where nobody was found, it is not looked again every two seconds.
LOOKED_AGAIN = timedelta(minutes=1)


class Urgent:
    """Its index of offers is this process's own; all that counts is in the database."""

    def __init__(self) -> None:
        self._nearby = Nearby()
        self._looked: dict[str, datetime] = {}

    def __call__(self, tools: Tools) -> int:
        """Ask about each urgent need that wants somebody; return how many were asked."""
        now = tools.now()
        # A clock that was set back has looked at nothing in its own future.
        self._looked = {id: at for id, at in self._looked.items() if at <= now < at + LOOKED_AGAIN}
        with tools.looking(MACHINE) as act:
            waiting = [id for id in urgent_needs(act) if id not in self._looked]
            if not waiting:
                return 0
            # Read before anything is held: the first time it is the whole city.
            self._nearby.refresh(act)
        asked = 0
        for need_id in waiting:
            # Before, not after: where one cannot be asked about, the others have their turn.
            self._looked[need_id] = now
            with tools.acting(MACHINE) as act:
                told = ask_nearby(act, need_id, self._nearby)
            asked += len(told)
            if told:
                del self._looked[need_id]
        return asked
