"""Geocoders with geopy's manners: postcodes from our own pack, addresses from Nominatim.

The pack answers first, always; an address leaves this machine only when an operator has switched
Nominatim on, and then only when it holds no live postcode.
"""

import logging
from dataclasses import asdict, dataclass
from typing import Any, Literal

from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geodata.boroughs import BoroughMap
from geodata.grid import to_grid, to_wgs84
from geodata.points import NotOnTheMap
from geodata.postcode_text import postcode_in
from geodata.postcodes import Place, Postcodes, Precision
from geodata.unknown import UnknownPostcode

PUBLIC_NOMINATIM = "nominatim.openstreetmap.org"
#: The public server's usage policy: no more than one call a second.
_PUBLIC_SECONDS_BETWEEN_CALLS = 1.0


@dataclass(frozen=True, slots=True)
class AddressSettings:
    """Whether and how free-text addresses are looked up with Nominatim; off by default.

    Attributes
    ----------
    enabled
        While False no address leaves this machine.
    domain
        Host of the server, with its port where needed.
    scheme
        ``"https"``, or ``"http"`` for a server of one's own.
    user_agent
        Who asks, with a way to reach them; the public server refuses callers without.
    seconds_between_calls, timeout_seconds
        Seconds.
    """

    enabled: bool = False
    domain: str = PUBLIC_NOMINATIM
    scheme: Literal["https", "http"] = "https"
    user_agent: str = ""
    seconds_between_calls: float = _PUBLIC_SECONDS_BETWEEN_CALLS
    timeout_seconds: float = 5.0

    def __post_init__(self) -> None:
        if self.scheme not in ("https", "http"):
            raise ValueError("The scheme of the address server is either https or http.")
        if not self.domain or "/" in self.domain:
            raise ValueError("Give the address server as a host, such as maps.example.org:8080.")
        if not (self.timeout_seconds > 0 and self.seconds_between_calls >= 0):
            raise ValueError("The seconds of the address server must be positive.")
        if not self.enabled:
            return
        if not self.user_agent.strip():
            raise ValueError("Say who asks the address server: a name and a way to reach you.")
        if (
            self.domain == PUBLIC_NOMINATIM
            and self.seconds_between_calls < _PUBLIC_SECONDS_BETWEEN_CALLS
        ):
            raise ValueError("The public address server allows one call a second, no more.")


class PostcodeGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """geopy over our own postcodes: no network, no account.

    A `Location` has the postcode as its address, and the fields of `Place` in ``raw``.  The
    ``timeout`` of geopy's calls is taken and not needed.
    """

    def __init__(self, postcodes: Postcodes) -> None:
        super().__init__()
        self._postcodes = postcodes

    def find(self, query: str) -> Place | None:
        """The place of a postcode, whole or partial, or of the live postcode in an address."""
        for text in (query, postcode_in(query)):
            try:
                return self._postcodes.find(text)
            except UnknownPostcode:
                continue
        return None

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The location of `find`, or None; in a list unless ``exactly_one``."""
        return _as_asked(_location(self.find(query)), exactly_one)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The live postcode nearest to a point; None when the point is not in Great Britain.

        ``query`` is anything that geopy makes a point of: latitude first.
        """
        point = Point(query)
        try:
            easting, northing = to_grid(point.latitude, point.longitude)
        except NotOnTheMap:
            return None
        return _as_asked(_location(self._postcodes.nearest(easting, northing)), exactly_one)


class AddressGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Postcodes first, then Nominatim, when the settings switch it on.

    An address found by Nominatim counts only inside one of our outlines.  The timeout is that
    of the settings, whatever a call says.
    """

    def __init__(
        self, postcodes: Postcodes, boroughs: BoroughMap, settings: AddressSettings
    ) -> None:
        super().__init__(timeout=settings.timeout_seconds)
        self._first = PostcodeGeocoder(postcodes)
        self._boroughs = boroughs
        self._ask = _limited_nominatim(settings) if settings.enabled else None

    def find(self, query: str) -> Place | None:
        """The place of a postcode or an address; None when it is not found on our map.

        Raises
        ------
        geopy.exc.GeocoderServiceError
            When the address server does not answer as it should.
        """
        place = self._first.find(query)
        if place is not None or self._ask is None or not query.strip():
            return place
        answer = self._ask(query, country_codes="gb")
        return None if answer is None else self._place_at(answer.latitude, answer.longitude)

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The location of `find`, or None; in a list unless ``exactly_one``."""
        return _as_asked(_location(self.find(query)), exactly_one)

    def _place_at(self, latitude: float, longitude: float) -> Place | None:
        try:
            easting, northing = to_grid(latitude, longitude)
        except NotOnTheMap:
            return None
        borough = self._boroughs.at(easting, northing)
        if borough is None:
            return None
        return Place("", easting, northing, borough.code, Precision.ADDRESS)


def _limited_nominatim(settings: AddressSettings) -> RateLimiter:
    """Nominatim's search, no more often than the settings allow.

    Nothing is tried twice: somebody is waiting at a form, and geopy would write the address
    into its log.  For the same reason its log, which has every URL, is kept to warnings.
    """
    logging.getLogger("geopy").setLevel(logging.WARNING)
    nominatim = Nominatim(
        domain=settings.domain,
        scheme=settings.scheme,
        user_agent=settings.user_agent,
        timeout=settings.timeout_seconds,
    )
    return RateLimiter(
        nominatim.geocode,
        min_delay_seconds=settings.seconds_between_calls,
        max_retries=0,
        swallow_exceptions=False,
    )


def _location(place: Place | None) -> Location | None:
    if place is None:
        return None
    return Location(place.postcode, Point(*to_wgs84(place.easting, place.northing)), asdict(place))


def _as_asked(location: Location | None, exactly_one: bool) -> Location | list[Location] | None:
    return location if exactly_one or location is None else [location]
