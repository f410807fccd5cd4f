"""Every kind of sheet there is. A new one is a module that fills in a `Kind`, and a line here."""

from collections.abc import Mapping

from matcher.domain.imports import SheetKind
from matcher.service.imports import needs, offers, residents, stock, stops, volunteers
from matcher.service.imports.kind import Kind

KINDS: Mapping[SheetKind, Kind] = {
    kind.name: kind
    for kind in (
        volunteers.KIND,
        needs.KIND,
        offers.KIND,
        residents.KIND,
        stock.KIND,
        stops.KIND,
    )
}
