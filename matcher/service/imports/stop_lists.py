"""What the rows of a delivery list lean on: which days have a list, who drives, who waits."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from matcher.domain.recurring import read_rule
from matcher.domain.refusals import Invalid
from matcher.domain.run_days import BROUGHT, WEEKS_LOOKED_BACK
from matcher.domain.runs import MOST_LOCKED, MOST_STOPS
from matcher.domain.statuses import RunStatus
from matcher.service.acting import Act
from matcher.service.imports import needs
from matcher.service.imports.ground import Ground, Reach, Texts
from matcher.service.imports.rows import WrongRow
from matcher.service.imports.stop_columns import (
    BEFORE,
    CODE,
    CODE_BEFORE,
    FOLDS,
    NEED,
    NEEDS_OWN,
    OF_THE_NEED,
    same_name,
)
from matcher.service.imports.stop_days import beginning_of, own_scope
from matcher.service.runs_days import IN_THE_PAST
from matcher.service.runs_drivers import label_of
from matcher.service.runs_stops import TOO_MANY
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.import_people import known_needs
from matcher.storage.reading.import_stops import list_days
from matcher.storage.reading.run_choices import units_to_bring
from matcher.storage.reading.runs import RunLine, runs_of_day, stops_of_day
from matcher.storage.tables import RunDayRow

NO_DAY = "This row does not say on which day; give a date, or choose a day for all rows."
NOT_TO_BRING = (
    "They have a need for this that cannot be put on that day’s list: it is paused or not"
    " confirmed, somebody else was asked, or it is on a list already. Look at the need on its page."
)
TWICE_HERE = "This need is in the sheet more often than it asks for: leave this row out."
NOBODY_SO = (
    "Nobody who drives that day is called %(cell)s: add this driver to the day first, or leave the"
    " cell empty."
)
TWO_SO = "Two drivers of that day are called %(cell)s: give one of them another name first."
ON_THE_ROAD = "This driver has set out already: leave the cell empty, or name another."
COMES_ALONE = "Two people are needed, and this driver comes alone: name another."
TOO_MANY_HERE = "At most %(most)s stops can be given to one driver by hand: leave this cell empty."


def days_with_lists(act: Act, reach: Reach, *, since: date | None = None) -> list[RunDayRow]:
    """The days of a charity's lists, those of the last weeks too unless it is said since when."""
    since = since or act.today - timedelta(weeks=WEEKS_LOOKED_BACK)
    return list_days(act.store, reach.charity_id, reach.boroughs, since=since)


def run_called(runs: Iterable[tuple[str, RunLine]], cell: str) -> RunLine:
    """The one run that waits to go out whose driver is called so; else `Invalid`."""
    fold = FOLDS["driver"]
    found = [run for label, run in runs if fold(label) == fold(cell)]
    if not found:
        raise Invalid(NOBODY_SO, "driver", cell=cell)
    if len(found) > 1:
        raise Invalid(TWO_SO, "driver", cell=cell)
    if found[0].status is not RunStatus.PLANNED:
        raise Invalid(ON_THE_ROAD, "driver")
    return found[0]


def runs_with_labels(act: Act, day_id: str) -> list[tuple[str, RunLine]]:
    """The runs of a day, each with what the charity calls its driver."""
    return [(label_of(act, run), run) for run in runs_of_day(act.store, day_id)]


@dataclass(slots=True)
class Lists:
    """The lists of a charity, read as rows ask for them."""

    act: Act
    ground: Ground
    reach: Reach
    _days: dict[str, RunDayRow] = field(default_factory=dict)
    # By person: need's id, reference, kind of help, rule and first day of those that stand.
    _needs: defaultdict[str, list[tuple[str, str, str, str | None, date | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _wait: dict[str, Counter[str]] = field(default_factory=dict)
    _runs: dict[str, list[tuple[str, RunLine]]] = field(default_factory=dict)
    _stops: Counter[str] = field(default_factory=Counter)
    _placed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        act, reach = self.act, self.reach
        for day in days_with_lists(act, reach):
            self._days[day.on_date.isoformat()] = day
        for row in known_needs(act.store, reach.charity_id, reach.boroughs):
            if row.category in BROUGHT:
                said = row.id, row.reference, row.category, row.recurrence, row.wanted_on
                self._needs[row.person_id].append(said)

    def filled(self, id: str, said: Texts, typed: frozenset[str]) -> Texts:
        """A new stop: of a need that waits for that day, or of a new one where there is none."""
        day = self._day(said)
        theirs = self._needs.get(id, [])
        if "reference" in typed:
            theirs = [one for one in theirs if one[1] == said["reference"]]
        elif "category" in typed:
            theirs = [one for one in theirs if one[2] == said["category"]]
        waiting = self._waiting(day)
        free = [one for one in theirs if waiting[one[0]] > 0]
        if not free and any(one[0] in waiting for one in theirs):
            raise WrongRow("", Invalid(TWICE_HERE))
        if not free and any(_wanted(one[3], one[4], day.on_date) for one in theirs):
            raise WrongRow("", Invalid(NOT_TO_BRING))
        if not free:
            if "reference" in typed:
                raise WrongRow("reference", Invalid(NOT_TO_BRING), said["reference"])
            return said
        usual = said.get("category", "")
        need_id = min(free, key=lambda one: one[2] != usual)[0]
        self._require_agreement(need_id, said, typed)
        own = {name: text for name, text in said.items() if name not in NEEDS_OWN} | {NEED: need_id}
        if not {"access", CODE} & said.keys():
            return own
        told = need_details_of(self.act.store, self.act.sealer, need_id) or {}
        before = {"access": BEFORE, CODE: CODE_BEFORE}
        return own | {
            beside: str(told.get(name) or "") for name, beside in before.items() if name in said
        }

    def note(self, _id: str, texts: Texts) -> None:
        """One more stop is on its day's list, and its unit waits no longer."""
        day = self._day(texts)
        self._stops[day.id] += 1
        if NEED in texts:
            self._waiting(day)[texts[NEED]] -= 1

    def require(self, texts: Texts, names: frozenset[str]) -> None:
        """There is room on the list, and somebody drives who is called as the row says."""
        day = self._days.get(texts.get("run_day", ""))
        if day is None:
            return
        if day.id not in self._stops:
            self._count(day)
        if "id" not in texts and self._stops[day.id] >= MOST_STOPS:
            raise WrongRow("run_day", Invalid(TOO_MANY, most=MOST_STOPS))
        if "driver" not in names or not texts.get("driver"):
            return
        try:
            run = run_called(self._runs[day.id], texts["driver"])
        except Invalid as no:
            raise WrongRow("driver", no, texts["driver"]) from None
        if run.aboard < 2 and texts.get("two_people") == "yes":
            raise WrongRow("driver", Invalid(COMES_ALONE), texts["driver"])
        self._placed[run.id] += 1
        if self._placed[run.id] > MOST_LOCKED:
            raise WrongRow("driver", Invalid(TOO_MANY_HERE, most=MOST_LOCKED), texts["driver"])

    def _day(self, said: Texts) -> RunDayRow:
        iso = said.get("run_day", "")
        if not iso:
            raise WrongRow("run_day", Invalid(NO_DAY))
        if iso < self.act.today.isoformat():
            raise WrongRow("run_day", Invalid(IN_THE_PAST), iso)
        if iso not in self._days:
            self._begin(iso)
        day = self._days[iso]
        if day.id not in self._stops:
            self._count(day)
        return day

    def _begin(self, iso: str) -> None:
        """The sheet would begin this day: it is held against what that day would be."""
        try:
            new = beginning_of(self.act, self.reach, date.fromisoformat(iso))
        except Invalid as no:
            raise WrongRow("run_day", no, iso) from None
        self._days[iso] = new.day
        self._stops[new.day.id] = 0
        self._runs[new.day.id] = [
            (label_of(self.act, run), replace(run, status=RunStatus.PLANNED)) for run in new.drivers
        ]

    def _count(self, day: RunDayRow) -> None:
        stops = stops_of_day(self.act.store, day.id)
        self._stops[day.id] = len(stops)
        self._placed.update(stop.run_id for stop in stops if stop.run_id and stop.locked)
        self._runs[day.id] = runs_with_labels(self.act, day.id)

    def _waiting(self, day: RunDayRow) -> Counter[str]:
        """How many units of each need wait for that day; a need whose rows took all stands at 0."""
        if day.id not in self._wait:
            scope, charity_id = own_scope(self.act, self.reach), self.reach.charity_id
            found = units_to_bring(self.act.store, scope, charity_id, day.on_date, most=1_000_000)
            self._wait[day.id] = Counter(one.need_id for one in found)
        return self._wait[day.id]

    def _require_agreement(self, need_id: str, said: Texts, typed: frozenset[str]) -> None:
        kept = needs.KIND.texts_of(self.act, self.ground, [need_id])[need_id]
        for name in sorted(typed & NEEDS_OWN - {"reference"}):
            fold = FOLDS.get(name, str)
            one, other = said[name], kept.get(name, "")
            if fold(one) != fold(other) and not (name == "name" and same_name(one, other)):
                raise WrongRow(name, Invalid(OF_THE_NEED), one)


def _wanted(rule: str | None, first: date | None, on_date: date) -> bool:
    """Whether a need is for that day, though it may not be brought on it."""
    if rule is None:
        return first is None or first <= on_date
    return on_date in read_rule(rule, first or on_date).dates_within(on_date, on_date)
