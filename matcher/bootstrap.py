"""The one place where the parts are put together; everybody else is handed what they need."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import geodata
from geodata import ATTRIBUTION, BoroughMap, DamagedPack, Postcodes
from geodata.geocoding import AddressGeocoder, AddressSettings
from geodata.streets import NoStreets, StreetMap, StreetServer
from matcher.bootstrap_post import post_office
from matcher.config import GEODATA, NOMINATIM_URL, Config
from matcher.domain.refusals import Invalid
from matcher.service.acting import SOMEBODY, Act, Rules
from matcher.service.gazetteer import Gazetteer
from matcher.service.leading import require_leader
from matcher.service.post_office import PostOffice
from matcher.service.readiness import ReadyCheck, require_key, require_tables
from matcher.service.runs_streets import Metres, Streets, StreetsSilent
from matcher.storage.database import Database
from matcher.storage.sealed import Sealer

# The pages' catalogues: letters speak with the same.
TRANSLATIONS = Path(__file__).resolve().parent.parent / "web" / "translations"

Opened = TypeVar("Opened")


def clock() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


class _StreetsForRuns:
    """The map's answers as services ask for them: its silence is one that they know."""

    def __init__(self, streets: StreetMap) -> None:
        self._streets = streets

    @property
    def source(self) -> str:
        return self._streets.source

    def tables(self, easting: Metres, northing: Metres) -> Mapping[str, tuple[Metres, Metres]]:
        try:
            return self._streets.tables(easting, northing)
        except NoStreets as silent:
            raise StreetsSilent(str(silent)) from silent

    def route(self, easting: Metres, northing: Metres, going: str) -> Metres:
        try:
            return self._streets.route(easting, northing, going)
        except NoStreets as silent:
            raise StreetsSilent(str(silent)) from silent


@dataclass(frozen=True)
class Tools:
    """What the verbs of one process work with; each is opened when it is first asked for.

    So nobody waits for a map that they do not look at, and no test needs one.
    """

    config: Config
    rules: Rules = field(default_factory=Rules)
    now: Callable[[], datetime] = clock

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Tools":
        """The tools that these settings describe; `Invalid` when they describe none."""
        return cls(Config.from_env(environ))

    @contextmanager
    def acting(self, by: str = SOMEBODY) -> Iterator[Act]:
        """Yield an act that may write: all of it is kept on a clean exit, none on any error."""
        with self.database.begin() as store:
            yield Act(store, self.now(), self.sealer, by, self.rules)

    @contextmanager
    def looking(self, by: str = SOMEBODY) -> Iterator[Act]:
        """Yield an act that only reads, all of one moment."""
        with self.database.read() as store:
            yield Act(store, self.now(), self.sealer, by, self.rules)

    @property
    def attribution(self) -> tuple[str, ...]:
        """What every page that shows a place must say; known without opening the map."""
        return ATTRIBUTION

    @property
    def ready_checks(self) -> tuple[ReadyCheck, ...]:
        """What must hold before people are sent to this process."""
        return (
            ReadyCheck("map", lambda: self.gazetteer),
            ReadyCheck("database", lambda: require_tables(self.database)),
            ReadyCheck("key", lambda: require_key(self.database, self.sealer)),
            ReadyCheck("worker", self._require_worker, needed=False),
        )

    @cached_property
    def postcodes(self) -> Postcodes:
        """Where every postcode of the region lies."""
        return self._opened(Postcodes.open)

    @cached_property
    def borough_map(self) -> BoroughMap:
        """Which borough a point lies in, and the outlines to draw."""
        return self._opened(BoroughMap.open)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The map as services need it: postcodes, boroughs, and degrees turned into metres."""
        # Asked of the module, not imported above: pyproj is loaded by those who need it.
        return Gazetteer(
            self.postcodes, self.borough_map, geodata.to_grid, geodata.cell_label, ATTRIBUTION
        )

    @cached_property
    def geocoder(self) -> AddressGeocoder:
        """Places of postcodes and, where an operator named a server, of addresses."""
        return AddressGeocoder(self.postcodes, self.borough_map, self._address_settings())

    @cached_property
    def streets(self) -> Streets | None:
        """The operator's own street map, None where there is none."""
        settings = self.config.streets
        if settings is None:
            return None
        return _StreetsForRuns(StreetMap(StreetServer(settings.url, settings.speaks)))

    @cached_property
    def database(self) -> Database:
        """Where everything is kept; nothing is read or made before it is used."""
        return Database(self.config.database_url)

    def database_telling(self, held: Callable[[float], None]) -> Database:
        """The same database, telling for how long each write kept the others waiting."""
        return Database(self.config.database_url, held=held)

    @cached_property
    def sealer(self) -> Sealer:
        """What seals people's contact details; `Invalid`, saying how to make one, with no key."""
        return Sealer.from_text(self.config.key or "")

    @cached_property
    def post_office(self) -> PostOffice:
        """What messages are sent with; `Invalid` where the settings of the post make no sense."""
        boroughs = {borough.code: borough.name for borough in self.borough_map.boroughs}
        return post_office(self.config.post, self.config.web, boroughs, [TRANSLATIONS])

    def _require_worker(self) -> str:
        with self.looking() as act:
            return require_leader(act)

    def _address_settings(self) -> AddressSettings:
        server = self.config.nominatim
        if server is None:
            return AddressSettings(enabled=False)
        try:
            return AddressSettings(
                enabled=True,
                domain=server.host,
                scheme=server.scheme,
                user_agent=server.user_agent,
                seconds_between_calls=server.seconds_between_calls,
            )
        except ValueError as error:
            raise Invalid(str(error), NOMINATIM_URL) from error

    def _opened(self, open_pack: Callable[[Path | None], Opened]) -> Opened:
        try:
            return open_pack(self.config.geodata)
        except DamagedPack as damage:
            raise Invalid(str(damage), GEODATA) from damage
