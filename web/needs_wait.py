"""What a resident's own page says of the wait."""

from datetime import timedelta

from matcher.service.acting import Act
from matcher.service.needs_standing import Stage, Standing
from matcher.service.needs_waits import Outlook, outlook
from web.current import tools


def waits_long(seen: Standing) -> bool:
    """Whether it is about time to ask if the help is still wanted, or that was asked."""
    waited = tools().now() - (seen.confirmed_at or seen.registered_at)
    soon = timedelta(days=tools().rules.deadlines.still_needed_days - 7)
    return seen.stage in (Stage.LOOKING, Stage.ASKING) and waited > soon


def outlook_of(act: Act, seen: Standing) -> Outlook | None:
    """What can be told of the wait to somebody who waits."""
    if seen.stage not in (Stage.LOOKING, Stage.ASKING, Stage.UNCONFIRMED):
        return None
    return outlook(
        act,
        category=seen.category,
        borough=seen.borough,
        easting=seen.point.easting,
        northing=seen.point.northing,
        cell_at=tools().gazetteer.cell_at,
    )
