"""One use of the service: inside one transaction, at one moment, by somebody.

The edge makes it (`Tools.acting`, `Tools.looking`) and commits; services only take it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from matcher.domain.deadlines import DEADLINES, Deadlines
from matcher.domain.london_time import in_london
from matcher.domain.params import Params
from matcher.domain.retention import RETENTION, Retention
from matcher.storage.database import Store
from matcher.storage.sealed import Sealer
from matcher.storage.writing.log import Fact, note_deed, note_look

MACHINE = "machine"
SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers that the service goes by: those of the objective, and lengths of time."""

    params: Params = field(default_factory=Params)
    deadlines: Deadlines = DEADLINES
    retention: Retention = RETENTION


@dataclass(frozen=True, slots=True)
class Act:
    """What a verb of the service works with.

    `now` is in UTC. `by` says who acts: `resident:<person id>`, `volunteer:<person id>`,
    `coordinator:<id>`, `charity:<id>` for its API token, `machine`, or `somebody` for a visitor
    whom nobody knows yet.
    """

    store: Store
    now: datetime
    sealer: Sealer
    by: str = SOMEBODY
    rules: Rules = field(default_factory=Rules)

    @property
    def today(self) -> date:
        """The date in London."""
        return in_london(self.now).date()

    def note(
        self, verb: str, about: str, about_id: str, *, person_id: str | None = None, **facts: Fact
    ) -> None:
        """Add to the log what was just done; see `note_deed`."""
        note_deed(
            self.store,
            at=self.now,
            by=self.by,
            verb=verb,
            about=about,
            about_id=about_id,
            person_id=person_id,
            **facts,
        )

    def note_look(
        self, person_id: str, what: str, *, need_id: str | None = None, match_id: str | None = None
    ) -> None:
        """Note that whoever acts has seen a person's contact details."""
        note_look(
            self.store,
            at=self.now,
            by=self.by,
            person_id=person_id,
            what=what,
            need_id=need_id,
            match_id=match_id,
        )
